using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Derived;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates.Derived;

public sealed class DerivedCertificateTests
{
    private static readonly RotationWindow Window = RotationWindow.At(Samples.Now);

    /// <summary>
    /// These vectors never change. If a test here fails, users' Secrets would change: add a new version of the derivation instead.
    /// </summary>
    [Fact]
    public void The_derivation_matches_the_golden_vectors()
    {
        Assert.Equal((DerivedGolden.Certificate, DerivedGolden.Key), Texts(DerivedCertificate.Create(Samples.Seed, Samples.Names, Window)));
        Assert.Equal(
            (DerivedGolden.LongDomainCertificate, DerivedGolden.LongDomainKey),
            Texts(
                DerivedCertificate.Create(
                    Samples.Seed,
                    CertificateNames.Of(DomainName.Parse("bücher." + new string('a', 63) + ".example")),
                    RotationWindow.At(new DateTimeOffset(2049, 12, 31, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(7))
                )
            )
        );
    }

    [Fact]
    public void The_key_is_HKDF_of_the_seed_reduced_to_the_order()
    {
        const string Version = "kyma-istio-transform/derived-certificate/v1";
        var info = Convert.FromHexString(
            "2b"
                + Convert.ToHexString(Samples.Utf8(Version))
                + "11"
                + Convert.ToHexString(Samples.Utf8("p-256 private key"))
                + "10"
                + Convert.ToHexString(Samples.Utf8("kyma.example.com"))
                + "00000000000000DF"
                + "000000000076A700"
                + "0000000000278D00"
        );
        var wide = HKDF.DeriveKey(HashAlgorithmName.SHA256, Convert.FromHexString(Samples.SeedHex), 48, Samples.Utf8(Version), info);
        var order = BigInteger.Parse(
            "115792089210356248762697446949407573529996955224135760342422259061068512044369",
            System.Globalization.CultureInfo.InvariantCulture
        );

        using var key = ECDsa.Create();
        key.ImportFromPem(DerivedGolden.Key);

        Assert.Equal(
            (new BigInteger(wide, isUnsigned: true, isBigEndian: true) % (order - 1)) + 1,
            new BigInteger(key.ExportParameters(true).D, isUnsigned: true, isBigEndian: true)
        );
    }

    [Fact]
    public void Every_moment_of_a_window_gives_the_same_bytes()
    {
        var first = DerivedCertificate.Create(Samples.Seed, Samples.Names, RotationWindow.At(Window.Start));

        foreach (var moment in new[] { Samples.Now, Samples.Now.AddDays(1), Window.End.AddTicks(-1) })
        {
            var other = DerivedCertificate.Create(
                Samples.Seed,
                CertificateNames.Of(DomainName.Parse("KYMA.example.com")),
                RotationWindow.At(moment)
            );
            Assert.Equal(Texts(first), Texts(other));
        }
    }

    [Fact]
    public void Any_other_input_gives_another_key_and_serial()
    {
        (string Seed, string Domain, RotationWindow Window)[] inputs =
        [
            (Samples.SeedHex, "kyma.example.com", Window),
            (Samples.SeedHex, "kyma.example.com", RotationWindow.At(Window.End)),
            (
                Samples.SeedHex,
                "kyma.example.com",
                RotationWindow.At(DateTimeOffset.UnixEpoch.AddDays(Window.Number * 91), TimeSpan.FromDays(91))
            ),
            (Samples.SeedHex, "kyma2.example.com", Window),
            (Samples.SeedHex, "example.com", Window),
            ("9" + Samples.SeedHex[1..], "kyma.example.com", Window),
        ];

        var certificates = inputs
            .Select(static i =>
                Samples.Parse(
                    DerivedCertificate.Create(Seed.Parse(Samples.Utf8(i.Seed)), CertificateNames.Of(DomainName.Parse(i.Domain)), i.Window)
                )
            )
            .ToList();

        Assert.Equal(inputs.Length, certificates.Select(static c => c.SerialNumber).Distinct().Count());
        Assert.Equal(inputs.Length, certificates.Select(static c => c.GetPublicKeyString()).Distinct().Count());
        certificates.ForEach(static c => c.Dispose());
    }

    [Fact]
    public void The_lifetime_is_the_window_and_its_overlap()
    {
        using var certificate = Samples.Parse(DerivedCertificate.Create(Samples.Seed, Samples.Names, Window));
        using var next = Samples.Parse(DerivedCertificate.Create(Samples.Seed, Samples.Names, RotationWindow.At(Window.End)));

        Assert.Equal(new DateTime(2024, 11, 13, 0, 0, 0, DateTimeKind.Utc), certificate.NotBefore.ToUniversalTime());
        Assert.Equal(new DateTime(2025, 4, 11, 23, 59, 59, DateTimeKind.Utc), certificate.NotAfter.ToUniversalTime());
        Assert.True(next.NotBefore < certificate.NotAfter);
    }

    [Fact]
    public void It_is_a_valid_server_certificate()
    {
        var made = DerivedCertificate.Create(Samples.Seed, Samples.Names, Window);

        Assert.Empty(
            ProvidedCertificate
                .Read(made.CertificatePem, made.PrivateKeyPem, Samples.Names.DnsNames, Samples.Now, CertificateChecks.NoNotice)
                .Warnings
        );
        using var certificate = Samples.Parse(made);
        Assert.Equal("1.2.840.10045.4.3.2", certificate.SignatureAlgorithm.Value);
        Assert.False(Assert.Single(certificate.Extensions.OfType<X509BasicConstraintsExtension>()).CertificateAuthority);
    }

    private static (string Certificate, string Key) Texts(TlsCertificate certificate) =>
        (Samples.Text(certificate.CertificatePem), Samples.Text(certificate.PrivateKeyPem));
}
