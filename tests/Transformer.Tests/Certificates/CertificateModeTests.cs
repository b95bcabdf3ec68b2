using System.Globalization;
using KymaIstioTransform.Certificates.Derived;
using KymaIstioTransform.Cli;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates;

/// <summary>Runs every mode that adds a certificate and checks the result with openssl and a TLS handshake.</summary>
public sealed class CertificateModeTests : IDisposable
{
    /// <summary>openssl uses the real clock for the handshake.</summary>
    private readonly CertificateModes modes = new(DateTimeOffset.UtcNow);

    public static TheoryData<string> Modes => [.. CertificateModes.All];

    public void Dispose() => modes.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Modes))]
    public void The_Secret_serves_TLS_for_the_domain_and_its_subdomains(string mode)
    {
        OpenSsl.Require();
        var result = modes.Run(mode);
        Assert.True(result.Exit == ExitCode.Written, result.Error);
        var pair = CertificateModes.Pair(mode, result.Output);
        using var folder = new TemporaryDirectory();
        var trusted = folder.Write("tls.crt", pair.CertificatePem);

        OpenSsl.Run(
            "verify",
            "-x509_strict",
            "-purpose",
            "sslserver",
            "-CAfile",
            trusted,
            "-verify_hostname",
            "shop.kyma.example.com",
            trusted
        );
        var text = OpenSsl.Run("x509", "-in", trusted, "-noout", "-text");
        Assert.Contains("DNS:kyma.example.com, DNS:*.kyma.example.com", text, StringComparison.Ordinal);
        Assert.Contains("CA:FALSE", text, StringComparison.Ordinal);
        using var server = new TlsServer(folder, pair, "console.kyma.example.com");
        Assert.Equal((true, true), server.Connect("console.kyma.example.com", "console.kyma.example.com", trusted));
        Assert.Equal((true, true), server.Connect("console.kyma.example.com", "kyma.example.com", trusted));
        Assert.False(server.Connect("console.kyma.example.com", "other.example", trusted).Trusted);
    }

    [Theory]
    [InlineData("self-signed rsa2048", 2048)]
    [InlineData("self-signed rsa3072", 3072)]
    [InlineData("self-signed rsa4096", 4096)]
    public void An_RSA_key_has_the_requested_size(string mode, int bits)
    {
        using var certificate = Samples.Parse(CertificateModes.Pair(mode, modes.Run(mode).Output));
        using var key = System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPublicKey(certificate);

        Assert.Equal(bits, key!.KeySize);
        Assert.InRange((certificate.NotAfter - certificate.NotBefore).TotalDays, 396, 398);
    }

    [Fact]
    public void A_derived_certificate_depends_only_on_the_window_and_the_domain()
    {
        var start = RotationWindow.At(Samples.Now).Start;
        string At(DateTimeOffset now, string domain = "kyma.example.com") =>
            modes
                .Run("derived from a variable", "--certificate-time", now.ToString("O", CultureInfo.InvariantCulture), "--domain", domain)
                .Text;

        Assert.Equal(At(start), At(start.AddDays(89).AddHours(23)));
        Assert.NotEqual(At(start), At(start.AddDays(90)));
        Assert.NotEqual(At(start), At(start, "example.org"));
        Assert.Equal(
            At(start),
            modes.Run("derived from a file", "--certificate-time", start.AddDays(3).ToString("O", CultureInfo.InvariantCulture)).Text
        );
    }

    [Fact]
    public void A_store_returns_the_same_certificate_again() => Assert.Equal(modes.Run("store").Text, modes.Run("store").Text);

    [Fact]
    public void A_random_certificate_changes_and_the_report_says_how_to_get_a_stable_one()
    {
        var result = modes.Run("self-signed");

        Assert.NotEqual(result.Text, modes.Run("self-signed").Text);
        Assert.Contains("changes on every run (for a stable result, use --tls-seed-file", result.Error, StringComparison.Ordinal);
    }
}
