namespace KymaIstioTransform.Cli;

/// <summary>Suggests a similar name for a mistyped one.</summary>
internal static class Suggestion
{
    /// <summary>A hint such as <c>, did you mean --report?</c>, or empty when no name is similar.</summary>
    public static string For(string typed, IEnumerable<string> names, string prefix = "")
    {
        var (name, distance) = names.Select(n => (n, IsStart(typed, n) ? 0 : Distance(typed, n))).OrderBy(n => n.Item2).FirstOrDefault();
        return name is not null && distance <= Math.Max(2, typed.Length / 3) ? $", did you mean {prefix}{name}?" : "";
    }

    private static bool IsStart(string a, string b) =>
        a.Length > 2
        && b.Length > 2
        && (a.StartsWith(b, StringComparison.OrdinalIgnoreCase) || b.StartsWith(a, StringComparison.OrdinalIgnoreCase));

    /// <summary>Levenshtein distance, ignoring case.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
