using System.Globalization;

namespace KymaIstioTransform.Istio;

/// <summary>An Istio release, as precise as the manifest shows it.</summary>
internal sealed record IstioVersion(int Major, int Minor, int? Patch) : IComparable<IstioVersion>
{
    /// <summary>The oldest release whose rendered manifests the tests run on.</summary>
    public static IstioVersion OldestTested { get; } = new(1, 0, 0);

    /// <summary>The newest release whose rendered manifests the tests run on.</summary>
    public static IstioVersion NewestTested { get; } = new(1, 31, 0);

    /// <summary>
    /// Reads the tag of an image reference. Ignores registry ports, digests and suffixes such as <c>-distroless</c> or <c>-debug</c>. Null
    /// when there is no tag or the tag is not a version (<c>latest</c>, a branch build).
    /// </summary>
    public static IstioVersion? OfImage(string? image)
    {
        var reference = image?.Split('@')[0] ?? "";
        var name = reference[(reference.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : Parse(name[(colon + 1)..]);
    }

    /// <summary>
    /// Reads <c>1.4.10-distroless</c>, <c>v1.30</c> or <c>release-1.0-latest-daily</c>; null when the text does not start with such a
    /// number.
    /// </summary>
    public static IstioVersion? Parse(string? text)
    {
        var rest = text ?? "";
        rest = rest.StartsWith("release-", StringComparison.Ordinal) ? rest["release-".Length..] : rest.TrimStart('v');
        var end = rest.AsSpan().IndexOfAnyExcept("0123456789.");
        var parts = (end < 0 ? rest : rest[..end]).TrimEnd('.').Split('.');
        return parts.Length >= 2 && Number(parts[0]) is { } major and < 100 && Number(parts[1]) is { } minor
            ? new IstioVersion(major, minor, parts.Length > 2 ? Number(parts[2]) : null)
            : null;
    }

    /// <summary>True for every release of one minor line.</summary>
    public bool Is(int major, int minor) => Major == major && Minor == minor;

    public int CompareTo(IstioVersion? other) =>
        other is null ? 1 : (Major, Minor, Patch ?? 0).CompareTo((other.Major, other.Minor, other.Patch ?? 0));

    public override string ToString() => Patch is null ? $"{Major}.{Minor}" : $"{Major}.{Minor}.{Patch}";

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool operator <(IstioVersion left, IstioVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(IstioVersion left, IstioVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(IstioVersion left, IstioVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IstioVersion left, IstioVersion right) => left.CompareTo(right) >= 0;
}
