using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Derived;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates.Derived;

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
    public void The_time_zone_of_the_clock_does_not_matter() =>
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

    [Theory]
    [InlineData(338, 30)]
    [InlineData(1, 1)]
    public void The_longest_and_the_shortest_window_are_accepted(int days, int overlap)
    {
        var window = RotationWindow.At(Samples.Now, TimeSpan.FromDays(days));

        Assert.Equal(TimeSpan.FromDays(overlap), window.Overlap);
        Assert.True(window.NotAfter.AddSeconds(1) - window.NotBefore <= SelfSignedCertificate.MaxLifetime);
    }

    [Fact]
    public void Invalid_lengths_are_rejected()
    {
        Assert.Equal(338, RotationWindow.MaxDays);
        Rejected(TimeSpan.FromHours(23));
        Rejected(TimeSpan.FromDays(1.5) + TimeSpan.FromTicks(1));
        Rejected(TimeSpan.FromDays(339));
        Rejected(TimeSpan.MaxValue);
    }

    [Fact]
    public void Times_outside_the_calendar_are_rejected()
    {
        Assert.Throws<CertificateException>(() => RotationWindow.At(DateTimeOffset.UnixEpoch.AddTicks(-1)));
        Assert.Throws<CertificateException>(() => RotationWindow.At(DateTimeOffset.MaxValue));
        Assert.Equal(0, RotationWindow.At(DateTimeOffset.UnixEpoch).Number);
        Assert.NotEmpty(
            DerivedCertificate
                .Create(Samples.Seed, Samples.Names, RotationWindow.At(DateTimeOffset.UnixEpoch, TimeSpan.FromDays(338)))
                .CertificatePem
        );
    }

    private static void Rejected(TimeSpan length)
    {
        var e = Assert.Throws<CertificateException>(() => RotationWindow.At(Samples.Now, length));
        Assert.Contains("at least one day and at most 338 days", e.Message, StringComparison.Ordinal);
    }
}
