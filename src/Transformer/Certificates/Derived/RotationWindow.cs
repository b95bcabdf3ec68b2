namespace KymaIstioTransform.Certificates.Derived;

/// <summary>
/// A stretch of time in which a derived certificate stays the same. Windows are counted from 1970, so every machine agrees on them.
/// The certificate is valid for an overlap before and after its window: at a switch the old and the new one are both valid.
/// </summary>
internal sealed record RotationWindow
{
    public static readonly TimeSpan DefaultLength = TimeSpan.FromDays(90);
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromDays(30);

    private static readonly TimeSpan MinLength = TimeSpan.FromDays(1);
    private static readonly TimeSpan MinOverlap = TimeSpan.FromHours(1);
    private static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(365);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private RotationWindow(long number, TimeSpan length, TimeSpan overlap) =>
        (Number, Length, Overlap) = (number, length, overlap);

    public long Number { get; }

    public TimeSpan Length { get; }

    public TimeSpan Overlap { get; }

    public DateTimeOffset Start => DateTimeOffset.UnixEpoch + (Length * Number);

    /// <summary>The first moment of the next window.</summary>
    public DateTimeOffset End => Start + Length;

    public DateTimeOffset NotBefore => Start - Overlap;

    /// <summary>The last second of validity.</summary>
    public DateTimeOffset NotAfter => End + Overlap - Second;

    /// <summary>The window that <paramref name="now"/> lies in; <paramref name="allowLong"/> permits lives over <see cref="SelfSignedCertificate.MaxLifetime"/>.</summary>
    public static RotationWindow At(DateTimeOffset now, TimeSpan? length = null, TimeSpan? overlap = null, bool allowLong = false)
    {
        var window = length ?? DefaultLength;
        var margin = overlap ?? (window < DefaultOverlap ? window : DefaultOverlap);
        Require(IsWholeSeconds(window) && window >= MinLength, "the rotation window must be whole seconds and at least one day");
        Require(IsWholeSeconds(margin) && margin >= MinOverlap && margin <= MaxOverlap && margin <= window, "the overlap must be whole seconds, at least one hour, and not longer than the rotation window or a year");
        Require(
            allowLong || margin <= (SelfSignedCertificate.MaxLifetime - window) / 2,
            $"the rotation window and twice its overlap must be at most {SelfSignedCertificate.MaxLifetime.Days} days: browsers refuse longer certificates (it can be allowed explicitly)");
        Require(
            now >= DateTimeOffset.UnixEpoch && window <= TimeSpan.MaxValue / 4 && DateTimeOffset.MaxValue - now > 2 * window,
            "the time must lie between 1970 and the year 10000");
        return new RotationWindow((now - DateTimeOffset.UnixEpoch).Ticks / window.Ticks, window, margin);
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
