using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Derived;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates;

public sealed class RotationWindowTests
{
    [Fact]
    public void Windows_are_90_days_counted_from_1970()
    {
        var window = RotationWindow.At(Samples.Now);

        Assert.Equal(223, window.Number);
        Assert.Equal(new DateTimeOffset(2024, 12, 13, 0, 0, 0, TimeSpan.Zero), window.Start);
        Assert.Equal(new DateTimeOffset(2025, 3, 13, 0, 0, 0, TimeSpan.Zero), window.End);
    }

    [Fact]
    public void A_window_ends_where_the_next_begins()
    {
        var window = RotationWindow.At(Samples.Now);

        Assert.Equal(window, RotationWindow.At(window.Start));
        Assert.Equal(window, RotationWindow.At(window.End.AddTicks(-1)));
        Assert.Equal(window.Number + 1, RotationWindow.At(window.End).Number);
    }

    [Fact]
    public void The_offset_of_the_clock_does_not_matter() =>
        Assert.Equal(RotationWindow.At(Samples.Now), RotationWindow.At(Samples.Now.ToOffset(TimeSpan.FromHours(-11))));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(90, 30)]
    [InlineData(300, 30)]
    public void Two_certificates_are_valid_around_every_switch(int days, int overlap)
    {
        var old = RotationWindow.At(Samples.Now, TimeSpan.FromDays(days));
        var next = RotationWindow.At(old.End, TimeSpan.FromDays(days));

        Assert.Equal(TimeSpan.FromDays(overlap), old.Overlap);
        Assert.Equal(old.End - old.Overlap, next.NotBefore);
        Assert.Equal(old.End + old.Overlap, old.NotAfter.AddSeconds(1));
    }

    [Fact]
    public void Unfit_lengths_and_overlaps_are_refused()
    {
        Refused("at least one day", TimeSpan.FromHours(23), null);
        Refused("whole seconds", TimeSpan.FromDays(1.5) + TimeSpan.FromTicks(1), null);
        Refused("at least one hour", TimeSpan.FromDays(10), TimeSpan.Zero);
        Refused("not longer than the rotation window", TimeSpan.FromDays(10), TimeSpan.FromDays(11));
        Refused("not longer than the rotation window or a year", TimeSpan.FromDays(400), TimeSpan.FromDays(366));
        Refused("at most 398 days", TimeSpan.FromDays(339), null);
        Refused("at most 398 days", TimeSpan.FromDays(10_000_000), TimeSpan.FromDays(1));
        Assert.Equal(TimeSpan.FromDays(338), RotationWindow.At(Samples.Now, TimeSpan.FromDays(338)).Length);
        Assert.Equal(TimeSpan.FromDays(730), RotationWindow.At(Samples.Now, TimeSpan.FromDays(730), null, allowLong: true).Length);
    }

    [Fact]
    public void Times_outside_of_the_calendar_are_refused()
    {
        Assert.Throws<CertificateException>(() => RotationWindow.At(DateTimeOffset.UnixEpoch.AddTicks(-1)));
        Assert.Throws<CertificateException>(() => RotationWindow.At(DateTimeOffset.MaxValue));
        Assert.Throws<CertificateException>(() => RotationWindow.At(Samples.Now, TimeSpan.FromDays(10_000_000), null, allowLong: true));
        Assert.Equal(0, RotationWindow.At(DateTimeOffset.UnixEpoch).Number);
        var widest = RotationWindow.At(DateTimeOffset.UnixEpoch, TimeSpan.FromDays(365), TimeSpan.FromDays(365), allowLong: true);
        Assert.NotEmpty(DerivedCertificate.Create(Samples.Seed, Samples.Domain, widest).CertificatePem);
    }

    private static void Refused(string reason, TimeSpan length, TimeSpan? overlap)
    {
        var e = Assert.Throws<CertificateException>(() => RotationWindow.At(Samples.Now, length, overlap));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }
}
