using System.Text;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Pem;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Certificates;

/// <summary>The values of a Secret. In the cluster, those in stringData override those in data.</summary>
internal static class TlsSecret
{
    /// <summary>The key of the certificate, with its chain.</summary>
    public const string Certificate = "tls.crt";

    /// <summary>The key of the private key.</summary>
    public const string Key = "tls.key";

    /// <summary>The node of a value; null when there is none.</summary>
    public static YamlNode? Find(Resource secret, string key) => secret.Root.Find("stringData", key) ?? secret.Root.Find("data", key);

    /// <summary>True for a value in stringData, which is not base64.</summary>
    public static bool IsPlainText(Resource secret, string key) => secret.Root.Find("stringData", key) is not null;

    /// <summary>The bytes of a value that <see cref="Find"/> found.</summary>
    /// <exception cref="CertificateException">It is not base64.</exception>
    public static byte[] Decode(Resource secret, YamlNode value, string key) =>
        IsPlainText(secret, key) ? Encoding.UTF8.GetBytes(value.Value) : ProvidedCertificate.Decode(value.Value, key);

    /// <summary>The first certificate of the chain; null where there is none or it cannot be read.</summary>
    public static CertificateInfo? ReadCertificate(Resource secret)
    {
        if (Find(secret, Certificate) is not { Text: not null } value)
        {
            return null;
        }

        try
        {
            var blocks = PemText.Read(Decode(secret, value, Certificate), Certificate);
            var first = blocks.FirstOrDefault(b => b.Label == PemBlock.Certificate);
            return first is null ? null : CertificateInfo.Read(first, Certificate);
        }
        catch (CertificateException)
        {
            return null;
        }
    }
}
