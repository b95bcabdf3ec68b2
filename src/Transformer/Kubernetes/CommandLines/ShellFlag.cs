using KymaIstioTransform.Text;

namespace KymaIstioTransform.Kubernetes.CommandLines;

/// <summary>
/// A flag inside the text of a shell command, as in <c>sh -c "exec proxy --flag value"</c>. Words are split as in a POSIX shell: by
/// blanks, line breaks (also after a backslash), quotes and operators. Nothing is expanded.
/// </summary>
/// <param name="Name">The flag, with its dashes.</param>
/// <param name="Value">The bytes of the text that hold the value, without quotes.</param>
internal readonly record struct ShellFlag(string Name, ByteSpan Value)
{
    /// <summary>All places where a text sets one of these ASCII flags, in order.</summary>
    public static IReadOnlyList<ShellFlag> Find(byte[] text, params ReadOnlySpan<string> names)
    {
        var found = new List<ShellFlag>();
        foreach (var name in names)
        {
            for (var at = IndexOf(text, name, 0); at >= 0; at = IndexOf(text, name, at + name.Length))
            {
                if ((at == 0 || IsSeparator(text[at - 1])) && ValueAfter(text, at + name.Length) is { } value)
                {
                    found.Add(new ShellFlag(name, value));
                }
            }
        }

        found.Sort((one, other) => one.Value.Start.CompareTo(other.Value.Start));
        return found;
    }

    private static int IndexOf(byte[] text, string name, int from)
    {
        var at = text.AsSpan(from).IndexOf(System.Text.Encoding.ASCII.GetBytes(name));
        return at < 0 ? -1 : from + at;
    }

    /// <summary>
    /// The value after a flag's name: after an equals sign, or the next word. Null when the name is part of a longer name, or the last
    /// word.
    /// </summary>
    private static ByteSpan? ValueAfter(byte[] text, int end)
    {
        var start = end;
        if (end < text.Length && text[end] == '=')
        {
            start = end + 1;
        }
        else
        {
            // The closing quote of the flag's word.
            start += start < text.Length && text[start] is (byte)'"' or (byte)'\'' ? 1 : 0;
            var word = start;
            while (word < text.Length && (text[word] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' || IsContinuation(text, word)))
            {
                word++;
            }

            if (word == start)
            {
                return null;
            }

            start = word;
        }

        start += start < text.Length && text[start] is (byte)'"' or (byte)'\'' ? 1 : 0;
        var stop = start;
        while (stop < text.Length && !IsSeparator(text[stop]) && !IsContinuation(text, stop))
        {
            stop++;
        }

        return stop > start ? new ByteSpan(start, stop) : null;
    }

    private static bool IsContinuation(byte[] text, int at) =>
        text[at] == '\\' && at + 1 < text.Length && text[at + 1] is (byte)'\n' or (byte)'\r';

    private static bool IsSeparator(byte character) =>
        character
            is (byte)' '
                or (byte)'\t'
                or (byte)'\n'
                or (byte)'\r'
                or (byte)'"'
                or (byte)'\''
                or (byte)';'
                or (byte)'&'
                or (byte)'|'
                or (byte)'('
                or (byte)')'
                or (byte)'<'
                or (byte)'>';
}
