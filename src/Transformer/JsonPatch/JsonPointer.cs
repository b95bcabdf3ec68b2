namespace KymaIstioTransform.JsonPatch;

/// <summary>A place in a document (RFC 6901): the keys and indexes that lead to it, empty for the whole document.</summary>
internal sealed record JsonPointer(IReadOnlyList<string> Tokens)
{
    /// <summary>Parses a pointer; null when the text is not a pointer.</summary>
    public static JsonPointer? Parse(string text)
    {
        if (text.Length == 0)
        {
            return new JsonPointer([]);
        }

        var tokens = text.Split('/');
        return tokens[0].Length == 0 && tokens.All(IsEscapedRight) ? new JsonPointer([.. tokens.Skip(1).Select(Unescape)]) : null;
    }

    /// <summary>True when <paramref name="other"/> is a place inside of this one.</summary>
    public bool IsAbove(JsonPointer other) => other.Tokens.Count > Tokens.Count && Tokens.SequenceEqual(other.Tokens.Take(Tokens.Count));

    public bool IsSameAs(JsonPointer other) => Tokens.SequenceEqual(other.Tokens);

    public override string ToString() =>
        string.Concat(
            Tokens.Select(t => "/" + t.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal))
        );

    /// <summary><c>~</c> is allowed only in <c>~0</c> (itself) and <c>~1</c> (a slash).</summary>
    private static bool IsEscapedRight(string token) =>
        Enumerable.Range(0, token.Length).All(i => token[i] != '~' || (i + 1 < token.Length && token[i + 1] is '0' or '1'));

    private static string Unescape(string token) =>
        token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
