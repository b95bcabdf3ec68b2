using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CsCheck;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Pem;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates;

public sealed class ProvidedCertificateTests
{
    private static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly byte[] EcCertificate = Samples.Certificate(Ec);
    private static readonly byte[] EcKey = Samples.Pkcs8(Ec);

    public static TheoryData<string> KeyForms => ["ec pkcs8", "ec sec1", "ec sec1 with parameters", "rsa pkcs8", "rsa pkcs1"];

    [Theory]
    [MemberData(nameof(KeyForms))]
    public void Every_common_key_format_is_kept_byte_for_byte(string form)
    {
        var isRsa = form.StartsWith("rsa", StringComparison.Ordinal);
        var certificate = Samples.Certificate(isRsa ? Rsa : Ec);
        var key = Samples.Utf8(
            form switch
            {
                "ec pkcs8" => Ec.ExportPkcs8PrivateKeyPem(),
                "ec sec1" => Ec.ExportECPrivateKeyPem(),
                "ec sec1 with parameters" => "-----BEGIN EC PARAMETERS-----\r\nBggqhkjOPQMBBw==\r\n-----END EC PARAMETERS-----\r\n"
                    + Ec.ExportECPrivateKeyPem(),
                "rsa pkcs8" => Rsa.ExportPkcs8PrivateKeyPem(),
                _ => Rsa.ExportRSAPrivateKeyPem(),
            }
        );

        var read = ProvidedCertificate.Read(certificate, key, Samples.Names.DnsNames, Samples.Now, CertificateChecks.NoNotice);

        Assert.Empty(read.Warnings);
        Assert.Equal(certificate, read.Certificate.CertificatePem);
        Assert.Equal(key, read.Certificate.PrivateKeyPem);
    }

    [Fact]
    public void Only_a_chain_in_the_wrong_order_causes_a_warning()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=authority", rootKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = authority.CreateSelfSigned(Samples.Now.AddDays(-1), Samples.Now.AddDays(90));
        var request = new CertificateRequest("CN=leaf", Ec, HashAlgorithmName.SHA256);
        Samples.AddNames(request, Samples.Domain.Apex, Samples.Domain.Wildcard);
        using var leaf = request.Create(root, Samples.Now, Samples.Now.AddDays(9), [1, 2, 3]);

        byte[] chain =
        [
            .. Samples.Utf8("Bag Attributes: any text\n" + leaf.ExportCertificatePem() + "\n"),
            .. Samples.Utf8(root.ExportCertificatePem()),
        ];
        byte[] wrong = [.. chain, .. Samples.Utf8("\n"), .. EcCertificate];

        Assert.Empty(Warnings(chain));
        Assert.Contains("certificate 3 of the chain did not issue certificate 2", Assert.Single(Warnings(wrong)), StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_dates_cause_a_warning()
    {
        var expired = Samples.Certificate(Ec, notAfter: Samples.Now.AddSeconds(-1));
        var future = Samples.Certificate(Ec, notBefore: Samples.Now.AddSeconds(1));

        Assert.Equal("the certificate expired on 2025-03-01T11:59:59Z", Assert.Single(Warnings(expired)));
        Assert.Equal("the certificate is not valid before 2025-03-01T12:00:01Z", Assert.Single(Warnings(future)));
    }

    [Fact]
    public void Missing_names_cause_a_warning()
    {
        var apexOnly = Samples.Certificate(Ec, static r => Samples.AddNames(r, Samples.Domain.Apex));
        var xipPatch = Samples.Certificate(Ec, static r => Samples.AddNames(r, Samples.Domain.Wildcard));
        var none = Samples.Certificate(Ec, static _ => { });

        Assert.Contains("does not cover *.kyma.example.com", Assert.Single(Warnings(apexOnly)), StringComparison.Ordinal);
        Assert.Contains("does not cover kyma.example.com", Assert.Single(Warnings(xipPatch)), StringComparison.Ordinal);
        Assert.Contains("no subject alternative name", Assert.Single(Warnings(none)), StringComparison.Ordinal);
        Assert.Empty(ProvidedCertificate.Read(apexOnly, EcKey, [], Samples.Now, CertificateChecks.NoNotice).Warnings);
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.2", 1)]
    [InlineData("1.3.6.1.5.5.7.3.1", 0)]
    [InlineData("2.5.29.37.0", 0)]
    public void An_extended_key_usage_without_serverAuth_causes_a_warning(string usage, int warnings)
    {
        var certificate = Samples.Certificate(
            Ec,
            request =>
            {
                Samples.AddNames(request, Samples.Domain.Apex, Samples.Domain.Wildcard);
                request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
            }
        );

        Assert.Equal(warnings, Warnings(certificate).Count(static w => w.Contains("serverAuth", StringComparison.Ordinal)));
    }

    [Fact]
    public void Keys_that_Envoy_rejects_cause_a_warning()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var small = RSA.Create(1024);

        Assert.Contains("not on P-256", Assert.Single(Warnings(Samples.Certificate(p384), Samples.Pkcs8(p384))), StringComparison.Ordinal);
        Assert.Contains("1024 bits", Assert.Single(Warnings(Samples.Certificate(small), Samples.Pkcs8(small))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_another_certificate_is_rejected()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Rejected("does not belong", EcCertificate, Samples.Pkcs8(other));
        Rejected("does not belong", EcCertificate, Samples.Pkcs8(Rsa));
    }

    [Fact]
    public void Encrypted_keys_are_rejected_with_the_command_that_decrypts_them()
    {
        var pkcs8 = Ec.ExportEncryptedPkcs8PrivateKeyPem(
            "password",
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)
        );
        var traditional = Ec.ExportECPrivateKeyPem()
            .Replace(
                "KEY-----\n",
                "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\n",
                StringComparison.Ordinal
            );

        Rejected("openssl pkey", EcCertificate, Samples.Utf8(pkcs8));
        Rejected("openssl pkey", EcCertificate, Samples.Utf8(traditional));
    }

    [Fact]
    public void Several_keys_no_key_and_keys_in_the_certificate_are_rejected()
    {
        Rejected("there are 2", EcCertificate, [.. EcKey, .. EcKey]);
        Rejected("has no PRIVATE KEY block", EcCertificate, EcCertificate);
        Rejected("also contains a private key", [.. EcCertificate, .. EcKey], EcKey);
        Rejected("CERTIFICATE block", Samples.Utf8(Ec.ExportSubjectPublicKeyInfoPem()), EcKey);
    }

    [Fact]
    public void Incomplete_PEM_is_rejected()
    {
        var text = Samples.Text(EcCertificate);
        var garbled = text.Replace("MII", "M!I", StringComparison.Ordinal);
        var cut = text[..^40];
        var notDer = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        using var certificate = X509Certificate2.CreateFromPem(text);

        Rejected("no -----BEGIN line", [], EcKey);
        Rejected("no -----BEGIN line", Samples.Utf8("hello"), EcKey);
        Rejected("damaged", Samples.Utf8(garbled == text ? cut : garbled), EcKey);
        Rejected("damaged", Samples.Utf8(cut), EcKey);
        Rejected("damaged", [.. EcCertificate, .. Samples.Utf8(cut)], EcKey);
        Rejected("not a valid X.509 certificate", Samples.Utf8(notDer), EcKey);
        Rejected("not a valid key", EcCertificate, Samples.Utf8("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"));
        Rejected("not a valid key", EcCertificate, Samples.Utf8("-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----\n"));
        Rejected("binary", certificate.RawData, EcKey);
    }

    [Theory]
    [InlineData(
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n",
        "an Ed25519 key"
    )]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n", "OPENSSH PRIVATE KEY")]
    public void Unsupported_keys_are_named(string key, string name) => Rejected(name, EcCertificate, Samples.Utf8(key));

    [Fact]
    public void Damaged_bytes_in_PEM_never_cause_a_crash()
    {
        var (rsaCertificate, rsaKey) = (Samples.Certificate(Rsa), Samples.Pkcs8(Rsa));
        var damage = Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 9999], Gen.Byte).Array[0, 2];

        Gen.Select(Gen.Bool, damage, damage)
            .Sample(
                (rsa, inCertificate, inKey) =>
                    IsReadOrRejected(Damage(rsa ? rsaCertificate : EcCertificate, inCertificate), Damage(rsa ? rsaKey : EcKey, inKey)),
                iter: 4000
            );
    }

    [Fact]
    public void Base64_is_decoded_with_and_without_line_breaks()
    {
        var plain = Convert.ToBase64String(EcCertificate);
        var wrapped = Convert.ToBase64String(EcCertificate, Base64FormattingOptions.InsertLineBreaks) + "\n";

        Assert.Equal(EcCertificate, ProvidedCertificate.Decode(plain, "global.tlsCrt"));
        Assert.Equal(EcCertificate, ProvidedCertificate.Decode(wrapped, "global.tlsCrt"));
    }

    [Fact]
    public void An_error_about_invalid_base64_names_the_value_without_showing_it()
    {
        var pem = Assert.Throws<CertificateException>(() => ProvidedCertificate.Decode(Samples.Text(EcKey), "global.tlsKey"));
        var junk = Assert.Throws<CertificateException>(() => ProvidedCertificate.Decode("pass*word", "global.tlsKey"));

        Assert.Equal("global.tlsKey is PEM and must be the base64 of PEM: encode the file with `base64 -w0`", pem.Message);
        Assert.Equal("global.tlsKey must be base64", junk.Message);
    }

    private static bool IsReadOrRejected(byte[] certificate, byte[] key)
    {
        try
        {
            return ProvidedCertificate
                    .Read(certificate, key, Samples.Names.DnsNames, Samples.Now, CertificateChecks.NoNotice)
                    .Certificate.PrivateKeyPem == key;
        }
        catch (CertificateException)
        {
            return true;
        }
    }

    /// <summary>The same PEM with some changed bytes, mostly early ones, because the structure is at the front.</summary>
    private static byte[] Damage(byte[] pem, (int Position, int Limit, byte Value)[] changes)
    {
        var block = PemText.Read(pem, "it")[0];
        var der = block.Der.ToArray();
        foreach (var (position, limit, value) in changes)
        {
            der[position % (1 + (limit % der.Length))] = value;
        }

        return PemText.Write(block.Label, der);
    }

    private static IReadOnlyList<string> Warnings(byte[] certificate, byte[]? key = null) =>
        ProvidedCertificate.Read(certificate, key ?? EcKey, Samples.Names.DnsNames, Samples.Now, CertificateChecks.NoNotice).Warnings;

    private static void Rejected(string reason, byte[] certificate, byte[] key)
    {
        var e = Assert.Throws<CertificateException>(() =>
            ProvidedCertificate.Read(certificate, key, Samples.Names.DnsNames, Samples.Now, CertificateChecks.NoNotice)
        );
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }
}
