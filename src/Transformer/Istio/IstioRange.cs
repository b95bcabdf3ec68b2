namespace KymaIstioTransform.Istio;

/// <summary>
/// A range of accepted Istio releases: <c>1.1.6</c> is that release, <c>1.1</c> every release of that line, bounds such as
/// <c>&gt;=1.1 &lt;1.6</c> must all match, and <c>||</c> separates alternatives: <c>1.4.6 || 1.4.7</c>.
/// </summary>
internal sealed class IstioRange
{
    private static readonly string[] Operators = [">=", "<=", ">", "<", "="];

    private readonly IReadOnlyList<IReadOnlyList<(string Operator, IstioVersion Version)>> alternatives;

    private IstioRange(string text, IReadOnlyList<IReadOnlyList<(string Operator, IstioVersion Version)>> alternatives)
    {
        Text = text;
        this.alternatives = alternatives;
    }

    /// <summary>The range as the user wrote it.</summary>
    public string Text { get; }

    /// <summary>Reads a range; null when the text is not a range.</summary>
    public static IstioRange? Parse(string text)
    {
        List<IReadOnlyList<(string, IstioVersion)>> alternatives = [];
        foreach (var part in text.Split("||"))
        {
            if (Bounds(part) is not { Count: > 0 } bounds)
            {
                return null;
            }

            alternatives.Add(bounds);
        }

        return new IstioRange(text, alternatives);
    }

    /// <summary>True when a release is in the range.</summary>
    public bool Contains(IstioVersion version) =>
        alternatives.Any(bounds =>
            bounds.All(b =>
                b.Operator switch
                {
                    ">=" => version >= b.Version,
                    "<=" => version <= b.Version || IsOfLine(version, b.Version),
                    ">" => version > b.Version && !IsOfLine(version, b.Version),
                    "<" => version < b.Version,
                    _ => IsOfLine(version, b.Version) || version.CompareTo(b.Version) == 0,
                }
            )
        );

    /// <summary>The bounds between two <c>||</c>; null when a word is not a bound.</summary>
    private static List<(string Operator, IstioVersion Version)>? Bounds(string text)
    {
        var bounds = new List<(string, IstioVersion)>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var sign = Operators.FirstOrDefault(o => word.StartsWith(o, StringComparison.Ordinal)) ?? "";
            if (IstioVersion.Parse(word[sign.Length..]) is not { } version)
            {
                return null;
            }

            bounds.Add((sign, version));
        }

        return bounds;
    }

    /// <summary>A bound without a patch number means its whole release line.</summary>
    private static bool IsOfLine(IstioVersion version, IstioVersion bound) => bound.Patch is null && version.Is(bound.Major, bound.Minor);
}
