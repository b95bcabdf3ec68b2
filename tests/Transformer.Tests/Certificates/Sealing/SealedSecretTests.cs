using System.Buffers.Binary;
using System.Security.Cryptography;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Sealing;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Encodings;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Security;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates.Sealing;

public sealed class SealedSecretTests
{
    private static readonly RSA Controller = RSA.Create(2048);
    private static readonly byte[] ControllerCertificate = Samples.Certificate(Controller, static _ => { });
    private static readonly SealingKey Key = SealingKey.Read(ControllerCertificate, Samples.Now);
    private static readonly byte[] Value = RandomNumberGenerator.GetBytes(1234);

    [Theory]
    [InlineData(SealingScope.Strict, "istio-system/certs", null)]
    [InlineData(SealingScope.NamespaceWide, "istio-system", "sealedsecrets.bitnami.com/namespace-wide")]
    [InlineData(SealingScope.ClusterWide, "", "sealedsecrets.bitnami.com/cluster-wide")]
    internal void The_controller_can_unseal_with_the_label_of_the_scope_and_no_other(SealingScope scope, string label, string? annotation)
    {
        var sealedData = Seal(scope, Value);

        var (name, text) = Assert.Single(sealedData.EncryptedData);
        Assert.Equal("tls.key", name);
        Assert.Equal(Value, Unseal(text, label));
        Assert.ThrowsAny<Exception>(() => Unseal(text, label + "x"));
        Assert.Equal(annotation is null ? [] : [KeyValuePair.Create(annotation, "true")], sealedData.Annotations);
    }

    [Fact]
    public void The_platform_unwraps_a_key_without_a_label()
    {
        var bytes = Convert.FromBase64String(Seal(SealingScope.ClusterWide, Value).EncryptedData[0].Value);

        Assert.Equal(32, Controller.Decrypt(bytes[2..258], RSAEncryptionPadding.OaepSHA256).Length);
    }

    [SkippableFact]
    public void OpenSsl_unwraps_the_key_with_the_label()
    {
        OpenSsl.Require();
        using var directory = new TemporaryDirectory();
        var bytes = Convert.FromBase64String(Seal(SealingScope.Strict, Value).EncryptedData[0].Value);
        var wrapped = directory.Write("wrapped", bytes[2..258]);
        var key = directory.Write("key.pem", Samples.Pkcs8(Controller));
        string[] Decrypt(string label) =>
            [
                "pkeyutl",
                "-decrypt",
                "-inkey",
                key,
                "-in",
                wrapped,
                "-out",
                directory.Combine("context"),
                "-pkeyopt",
                "rsa_padding_mode:oaep",
                "-pkeyopt",
                "rsa_oaep_md:sha256",
                "-pkeyopt",
                "rsa_mgf1_md:sha256",
                "-pkeyopt",
                "rsa_oaep_label:" + Convert.ToHexString(Samples.Utf8(label)),
            ];

        OpenSsl.Run(Decrypt("istio-system/certs"));

        Assert.Equal(Value, Open(bytes[258..], File.ReadAllBytes(directory.Combine("context"))));
        Assert.NotEqual(0, OpenSsl.TryRun(Decrypt("istio-system/other")).ExitCode);
    }

    [Fact]
    public void Sizes_match_the_scheme_even_for_empty_data()
    {
        var text = Seal(SealingScope.Strict, []).EncryptedData[0].Value;

        Assert.Equal(2 + 256 + 16, Convert.FromBase64String(text).Length);
        Assert.Empty(Unseal(text, "istio-system/certs"));
    }

    [Fact]
    public void Every_sealing_differs_and_keeps_the_order()
    {
        KeyValuePair<string, byte[]>[] data = [KeyValuePair.Create("tls.key", Value), KeyValuePair.Create("tls.crt", Value)];

        var result = SealedSecret.Seal(Key, "n", "s", SealingScope.Strict, data).EncryptedData;

        Assert.Equal(["tls.key", "tls.crt"], result.Select(static entry => entry.Key));
        Assert.NotEqual(result[0].Value, result[1].Value);
        Assert.NotEqual(result[0].Value[..300], result[1].Value[..300]);
    }

    [Fact]
    public void Small_results_are_padded_to_the_length_of_the_modulus()
    {
        // One in 256 results has a leading zero byte, which must be kept.
        for (var i = 0; i < 1500; i++)
        {
            Assert.Equal(Value[..5], Unseal(Seal(SealingScope.ClusterWide, Value[..5]).EncryptedData[0].Value, "", unwrapByPlatform: true));
        }
    }

    [Fact]
    public void A_namespace_is_required_unless_the_scope_is_cluster_wide()
    {
        Assert.Throws<CertificateException>(() => SealedSecret.Seal(Key, "", "s", SealingScope.Strict, []));
        Assert.Throws<CertificateException>(() => SealedSecret.Seal(Key, "", "s", SealingScope.NamespaceWide, []));
        Assert.Empty(SealedSecret.Seal(Key, "", "s", SealingScope.ClusterWide, []).EncryptedData);
    }

    [Fact]
    public void Expired_non_RSA_and_small_keys_are_rejected()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var small = RSA.Create(512);

        Assert.Contains("expired on 2025-05-30", Rejected(ControllerCertificate, Samples.Now.AddDays(91)), StringComparison.Ordinal);
        Assert.Contains("must have an RSA key", Rejected(Samples.Certificate(ec), Samples.Now), StringComparison.Ordinal);
        Assert.Contains("must have a CERTIFICATE block", Rejected(Samples.Pkcs8(ec), Samples.Now), StringComparison.Ordinal);
        var key = SealingKey.Read(Samples.Certificate(small), Samples.Now);
        Assert.Throws<CertificateException>(() => SealedSecret.Seal(key, "n", "s", SealingScope.Strict, [KeyValuePair.Create("a", Value)]));
    }

    private static string Rejected(byte[] certificate, DateTimeOffset now) =>
        Assert.Throws<CertificateException>(() => SealingKey.Read(certificate, now)).Message;

    private static SealedData Seal(SealingScope scope, byte[] value) =>
        SealedSecret.Seal(Key, "istio-system", "certs", scope, [KeyValuePair.Create("tls.key", value)]);

    /// <summary>Decrypts like the controller, with another library for the label.</summary>
    private static byte[] Unseal(string text, string label, bool unwrapByPlatform = false)
    {
        var bytes = Convert.FromBase64String(text);
        var end = 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (unwrapByPlatform)
        {
            return Open(bytes[end..], Controller.Decrypt(bytes[2..end], RSAEncryptionPadding.OaepSHA256));
        }

        var oaep = new OaepEncoding(new RsaBlindedEngine(), new Sha256Digest(), new Sha256Digest(), Samples.Utf8(label));
        oaep.Init(false, DotNetUtilities.GetRsaKeyPair(Controller).Private);
        return Open(bytes[end..], oaep.ProcessBlock(bytes, 2, end - 2));
    }

    private static byte[] Open(byte[] encrypted, byte[] sessionKey)
    {
        using var gcm = new AesGcm(sessionKey, 16);
        var value = new byte[encrypted.Length - 16];
        gcm.Decrypt(new byte[12], encrypted.AsSpan(0, value.Length), encrypted.AsSpan(value.Length), value);
        return value;
    }
}
