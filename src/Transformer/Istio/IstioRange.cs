namespace KymaIstioTransform.Istio;

/// <summary>
/// The releases of Istio that somebody accepts: <c>1.1.6</c> is that release, <c>1.1</c> every release of that line, and bounds such as
/// <c>&gt;=1.1 &lt;1.6</c> must hold all.
/// </summary>
internal sealed class IstioRange
{
    private static readonly string[] Operators = [">=", "<=", ">", "<", "="];

    private readonly IReadOnlyList<(string Operator, IstioVersion Version)> bounds;

    private IstioRange(string text, IReadOnlyList<(string Operator, IstioVersion Version)> bounds)
    {
        Text = text;
        this.bounds = bounds;
    }

    /// <summary>As it was given.</summary>
    public string Text { get; }

    /// <summary>Reads a range; null for what is none.</summary>
    public static IstioRange? Parse(string text)
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

        return bounds.Count > 0 ? new IstioRange(text, bounds) : null;
    }

    /// <summary>True when a release is in the range.</summary>
    public bool Contains(IstioVersion version) => bounds.All(b => b.Operator switch
    {
        ">=" => version >= b.Version,
        "<=" => version <= b.Version || IsOfLine(version, b.Version),
        ">" => version > b.Version && !IsOfLine(version, b.Version),
        "<" => version < b.Version,
        _ => IsOfLine(version, b.Version) || version.CompareTo(b.Version) == 0,
    });

    /// <summary>A bound without a patch number stands for its whole line.</summary>
    private static bool IsOfLine(IstioVersion version, IstioVersion bound) => bound.Patch is null && version.Is(bound.Major, bound.Minor);
}
