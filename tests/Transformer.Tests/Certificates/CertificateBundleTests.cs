using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KymaIstioTransform.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates;

public sealed class CertificateBundleTests
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly byte[] Authority = Samples.Certificate(Key, AsAuthority);

    [Fact]
    public void A_CA_bundle_is_kept_byte_for_byte()
    {
        byte[] pem = [.. Samples.Utf8("# root\r\n"), .. Authority, .. Samples.Utf8("\n\n"), .. Authority];

        var bundle = CertificateBundle.ReadCa(pem, Samples.Now, CertificateChecks.NoNotice);

        Assert.Equal(pem, bundle.Pem);
        Assert.Empty(bundle.Warnings);
    }

    [Fact]
    public void A_warning_names_the_position_of_an_expired_or_leaf_certificate()
    {
        byte[] pem =
        [
            .. Authority,
            .. Samples.Certificate(Key),
            .. Samples.Certificate(Key, AsAuthority, notAfter: Samples.Now.AddDays(-1).AddHours(1)),
        ];

        Assert.Equal(
            [
                "certificate 2 of the CA bundle is not a CA certificate (CA:TRUE is missing): clients signed by it will be rejected",
                "certificate 3 of the CA bundle expired on 2025-02-28T13:00:00Z",
            ],
            CertificateBundle.ReadCa(pem, Samples.Now, CertificateChecks.NoNotice).Warnings
        );
    }

    [Fact]
    public void Anything_but_certificates_is_rejected()
    {
        Rejected("block 2 is a PRIVATE KEY", [.. Authority, .. Samples.Pkcs8(Key)]);
        Rejected("no -----BEGIN line", []);
        Rejected("damaged", [.. Authority, .. Authority.AsSpan(0, 100)]);
        Rejected(
            "certificate 2 of the CA bundle is not a valid X.509 certificate",
            [.. Authority, .. Samples.Utf8("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
        );
    }

    private static void AsAuthority(CertificateRequest request) =>
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));

    private static void Rejected(string reason, byte[] pem)
    {
        var e = Assert.Throws<CertificateException>(() => CertificateBundle.ReadCa(pem, Samples.Now, CertificateChecks.NoNotice));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }
}
