using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KymaIstioTransform.Certificates.Sealing;

/// <summary>
/// Encrypts the values of a Secret for a Sealed Secrets controller, in the scheme of kubeseal. Sealing is random: sealing twice gives two
/// results. This program cannot decrypt them.
/// </summary>
internal static class SealedSecret
{
    /// <summary>
    /// The controller reads the scope from these annotations of the SealedSecret. Without an annotation, the scope is strict.
    /// </summary>
    public const string ClusterWideAnnotation = "sealedsecrets.bitnami.com/cluster-wide";

    /// <inheritdoc cref="ClusterWideAnnotation"/>
    public const string NamespaceWideAnnotation = "sealedsecrets.bitnami.com/namespace-wide";

    private const int SessionKeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>Seals each value separately and keeps the order.</summary>
    /// <exception cref="CertificateException">The scope needs a namespace, or the RSA key is too short.</exception>
    public static SealedData Seal(
        SealingKey key,
        string secretNamespace,
        string secretName,
        SealingScope scope,
        IEnumerable<KeyValuePair<string, byte[]>> data
    )
    {
        if (secretNamespace.Length == 0 && scope != SealingScope.ClusterWide)
        {
            throw new CertificateException("a sealed Secret must have a namespace, unless its scope is cluster-wide");
        }

        var label = Encoding.UTF8.GetBytes(Label(scope, secretNamespace, secretName));
        return new SealedData(
            [.. data.Select(entry => KeyValuePair.Create(entry.Key, Convert.ToBase64String(Seal(key, entry.Value, label))))],
            Annotations(scope)
        );
    }

    /// <summary>The label that a value is bound to. The controller decrypts with the label that it computes from the object.</summary>
    private static string Label(SealingScope scope, string secretNamespace, string secretName) =>
        scope switch
        {
            SealingScope.ClusterWide => "",
            SealingScope.NamespaceWide => secretNamespace,
            _ => $"{secretNamespace}/{secretName}",
        };

    private static KeyValuePair<string, string>[] Annotations(SealingScope scope) =>
        scope switch
        {
            SealingScope.ClusterWide => [KeyValuePair.Create(ClusterWideAnnotation, "true")],
            SealingScope.NamespaceWide => [KeyValuePair.Create(NamespaceWideAnnotation, "true")],
            _ => [],
        };

    /// <summary>The length of the wrapped key in two bytes, the wrapped key, then ciphertext and tag.</summary>
    private static byte[] Seal(SealingKey key, byte[] value, byte[] label)
    {
        var sessionKey = RandomNumberGenerator.GetBytes(SessionKeyLength);
        var wrapped = RsaOaep.Encrypt(key, sessionKey, label);
        var result = new byte[sizeof(ushort) + wrapped.Length + value.Length + TagLength];
        BinaryPrimitives.WriteUInt16BigEndian(result, (ushort)wrapped.Length);
        wrapped.CopyTo(result, sizeof(ushort));

        // The session key encrypts only this value, so a nonce of zeros is never reused with it.
        using var gcm = new AesGcm(sessionKey, TagLength);
        var encrypted = result.AsSpan(sizeof(ushort) + wrapped.Length);
        gcm.Encrypt(new byte[NonceLength], value, encrypted[..value.Length], encrypted[value.Length..]);
        return result;
    }
}
