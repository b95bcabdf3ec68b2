using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KymaIstioTransform.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates;

public sealed class SelfSignedCertificateTests
{
    private static readonly DateTimeOffset Start = Samples.Now;

    [Theory]
    [InlineData(KeyAlgorithm.EcdsaP256, X509KeyUsageFlags.DigitalSignature, "1.2.840.10045.4.3.2")]
    [InlineData(KeyAlgorithm.Rsa2048, X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, "1.2.840.113549.1.1.11")]
    internal void The_contents_are_those_of_a_server_certificate(KeyAlgorithm algorithm, X509KeyUsageFlags usage, string signature)
    {
        using var certificate = Samples.Parse(SelfSignedCertificate.Create(Samples.Names, algorithm, Start));

        Assert.Equal("CN=kyma.example.com", certificate.Subject);
        Assert.Equal("CN=kyma.example.com", certificate.Issuer);
        Assert.Equal(signature, certificate.SignatureAlgorithm.Value);
        Assert.Equal(
            ["kyma.example.com", "*.kyma.example.com"],
            Extension<X509SubjectAlternativeNameExtension>(certificate).EnumerateDnsNames()
        );
        Assert.Equal(
            "1.3.6.1.5.5.7.3.1",
            Assert.Single(Extension<X509EnhancedKeyUsageExtension>(certificate).EnhancedKeyUsages.OfType<Oid>()).Value
        );
        Assert.Equal(usage, Extension<X509KeyUsageExtension>(certificate).KeyUsages);
        Assert.True(Extension<X509KeyUsageExtension>(certificate).Critical);
        Assert.False(Extension<X509BasicConstraintsExtension>(certificate).CertificateAuthority);
        Assert.True(Extension<X509BasicConstraintsExtension>(certificate).Critical);
        Assert.Equal(
            Extension<X509SubjectKeyIdentifierExtension>(certificate).SubjectKeyIdentifierBytes,
            Extension<X509AuthorityKeyIdentifierExtension>(certificate).KeyIdentifier!.Value
        );
        Assert.Equal(16, certificate.SerialNumberBytes.Length);
        Assert.InRange(certificate.SerialNumberBytes.Span[0], 0x40, 0x7F);
    }

    [Theory]
    [InlineData(KeyAlgorithm.EcdsaP256, 256)]
    [InlineData(KeyAlgorithm.Rsa2048, 2048)]
    [InlineData(KeyAlgorithm.Rsa3072, 3072)]
    [InlineData(KeyAlgorithm.Rsa4096, 4096)]
    internal void The_key_has_the_size_asked_for_and_belongs_to_the_certificate(KeyAlgorithm algorithm, int bits)
    {
        var made = SelfSignedCertificate.Create(Samples.Names, algorithm, Start);

        using var certificate = Samples.Parse(made);
        Assert.Equal(bits, certificate.GetRSAPublicKey()?.KeySize ?? certificate.GetECDsaPublicKey()!.KeySize);
        Assert.Empty(
            ProvidedCertificate
                .Read(made.CertificatePem, made.PrivateKeyPem, Samples.Names.DnsNames, Start, CertificateChecks.NoNotice)
                .Warnings
        );
    }

    [Fact]
    public void Two_certificates_always_differ()
    {
        var first = SelfSignedCertificate.Create(Samples.Names, KeyAlgorithm.EcdsaP256, Start);
        var second = SelfSignedCertificate.Create(Samples.Names, KeyAlgorithm.EcdsaP256, Start);

        Assert.NotEqual(first.PrivateKeyPem, second.PrivateKeyPem);
        using var a = Samples.Parse(first);
        using var b = Samples.Parse(second);
        Assert.NotEqual(a.SerialNumber, b.SerialNumber);
    }

    [Fact]
    public void The_lifetime_is_397_days_from_the_given_second()
    {
        using var certificate = Samples.Parse(
            SelfSignedCertificate.Create(Samples.Names, KeyAlgorithm.EcdsaP256, Start.AddMilliseconds(700).ToOffset(TimeSpan.FromHours(5)))
        );

        Assert.Equal(Start, certificate.NotBefore.ToUniversalTime());
        Assert.Equal(Start.AddDays(397).AddSeconds(-1), certificate.NotAfter.ToUniversalTime());
    }

    [Fact]
    public void The_lifetime_is_at_most_398_days()
    {
        Assert.Contains("at most 398 days", Rejected(TimeSpan.FromDays(399)).Message, StringComparison.Ordinal);
        Assert.Contains("must be positive", Rejected(TimeSpan.Zero).Message, StringComparison.Ordinal);
        Assert.Contains("at most 398 days", Rejected(TimeSpan.MaxValue).Message, StringComparison.Ordinal);
        using var limit = Samples.Parse(Create(TimeSpan.FromDays(398)));
        Assert.Equal(Start.AddDays(398), limit.NotAfter.ToUniversalTime().AddSeconds(1));
    }

    [Fact]
    public void Times_that_certificates_cannot_express_are_rejected()
    {
        var e = Assert.Throws<CertificateException>(() =>
            SelfSignedCertificate.Create(Samples.Names, KeyAlgorithm.EcdsaP256, DateTimeOffset.MinValue)
        );

        Assert.Contains("before 1950", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_after_2049_are_supported()
    {
        using var certificate = Samples.Parse(
            SelfSignedCertificate.Create(Samples.Names, KeyAlgorithm.EcdsaP256, new DateTimeOffset(2050, 1, 1, 0, 0, 0, TimeSpan.Zero))
        );

        Assert.Equal(2051, certificate.NotAfter.ToUniversalTime().Year);
    }

    [Fact]
    public void Hosts_of_a_Gateway_are_the_alternative_names()
    {
        var names = CertificateNames.ForHosts(["*.shop.example", "API.shop.example", "*.shop.example"]);

        using var certificate = Samples.Parse(SelfSignedCertificate.Create(names, KeyAlgorithm.EcdsaP256, Start));

        Assert.Equal("CN=api.shop.example", certificate.Subject);
        Assert.Equal(
            ["*.shop.example", "api.shop.example"],
            Extension<X509SubjectAlternativeNameExtension>(certificate).EnumerateDnsNames()
        );
    }

    [Theory]
    [InlineData(64, "CN=")]
    [InlineData(65, "O=kyma-istio-transform")]
    public void A_domain_too_long_for_a_common_name_is_in_the_alternative_names_only(int length, string subject)
    {
        var domain = DomainName.Parse(new string('a', 40) + "." + new string('b', length - 41));

        using var certificate = Samples.Parse(SelfSignedCertificate.Create(CertificateNames.Of(domain), KeyAlgorithm.EcdsaP256, Start));

        Assert.StartsWith(subject, certificate.Subject, StringComparison.Ordinal);
        Assert.True(certificate.MatchesHostname("x." + domain.Apex, allowWildcards: true, allowCommonName: false));
        Assert.True(certificate.MatchesHostname(domain.Apex, allowWildcards: true, allowCommonName: false));
    }

    private static CertificateException Rejected(TimeSpan lifetime) => Assert.Throws<CertificateException>(() => Create(lifetime));

    private static TlsCertificate Create(TimeSpan lifetime) =>
        SelfSignedCertificate.Create(Samples.Names, KeyAlgorithm.EcdsaP256, Start, lifetime);

    private static T Extension<T>(X509Certificate2 certificate)
        where T : X509Extension => Assert.Single(certificate.Extensions.OfType<T>());
}
