namespace KymaIstioTransform.Certificates.Derived;

/// <summary>
/// A period in which a derived certificate stays the same. Windows are counted from 1970, so all machines agree on them. The certificate is
/// valid for an overlap before and after its window. At a rotation, both the old and the new certificate are valid.
/// </summary>
internal sealed record RotationWindow
{
    private const int OverlapDays = 30;

    /// <summary>The length of a window unless the user sets another one.</summary>
    public static readonly TimeSpan DefaultLength = TimeSpan.FromDays(90);

    /// <summary>The overlap on either side of the window, unless the window itself is shorter.</summary>
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromDays(OverlapDays);

    /// <summary>The longest window: with both overlaps, the certificate has the longest lifetime that browsers accept.</summary>
    public const int MaxDays = SelfSignedCertificate.MaxDays - (2 * OverlapDays);

    private static readonly TimeSpan MinLength = TimeSpan.FromDays(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private RotationWindow(long number, TimeSpan length, TimeSpan overlap) => (Number, Length, Overlap) = (number, length, overlap);

    /// <summary>The number of windows of this length between 1970 and this one.</summary>
    public long Number { get; }

    /// <summary>The length of the window, in whole seconds.</summary>
    public TimeSpan Length { get; }

    /// <summary>How long the certificate is valid before and after the window.</summary>
    public TimeSpan Overlap { get; }

    /// <summary>The first moment of the window.</summary>
    public DateTimeOffset Start => DateTimeOffset.UnixEpoch + (Length * Number);

    /// <summary>The first moment of the next window.</summary>
    public DateTimeOffset End => Start + Length;

    /// <summary>The first second of validity.</summary>
    public DateTimeOffset NotBefore => Start - Overlap;

    /// <summary>The last second of validity.</summary>
    public DateTimeOffset NotAfter => End + Overlap - Second;

    /// <summary>The window that contains <paramref name="now"/>.</summary>
    /// <exception cref="CertificateException">
    /// The window is shorter than a day or longer than <see cref="MaxDays"/>, or the time is out of range.
    /// </exception>
    public static RotationWindow At(DateTimeOffset now, TimeSpan? length = null)
    {
        var window = length ?? DefaultLength;
        Require(
            IsWholeSeconds(window) && window >= MinLength && window <= TimeSpan.FromDays(MaxDays),
            $"the rotation window must be whole seconds, at least one day and at most {MaxDays} days: browsers reject a longer lifetime"
        );
        Require(
            now >= DateTimeOffset.UnixEpoch && DateTimeOffset.MaxValue - now > 2 * window,
            "the time must be between 1970 and the year 10000"
        );
        return new RotationWindow(
            (now - DateTimeOffset.UnixEpoch).Ticks / window.Ticks,
            window,
            window < DefaultOverlap ? window : DefaultOverlap
        );
    }

    private static bool IsWholeSeconds(TimeSpan time) => time.Ticks % TimeSpan.TicksPerSecond == 0;

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new CertificateException(message);
        }
    }
}
