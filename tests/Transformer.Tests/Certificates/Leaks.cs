using System.Security.Cryptography;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates;

/// <summary>Finds parts of secrets in output, in any letter case and encoding.</summary>
internal static class Leaks
{
    /// <summary>Shorter parts occur by chance.</summary>
    private const int Piece = 8;

    /// <summary>
    /// The forms in which a private key (PEM, PKCS#8) can appear: base64, base64 of that as in a Secret, and the secret number in
    /// hexadecimal.
    /// </summary>
    public static IEnumerable<string> Of(byte[] pem)
    {
        var text = Samples.Text(pem);
        var base64 = string.Concat(text.Split('\n').Where(l => l.Length > 0 && l[0] != '-'));
        using var key = Load(text);
        return
        [
            base64,
            Convert.ToBase64String(pem),
            Convert.ToHexString(key is RSA rsa ? rsa.ExportParameters(true).D! : ((ECDsa)key).ExportParameters(true).D!),
        ];
    }

    public static HashSet<string> Pieces(IEnumerable<string> secrets) =>
        [
            .. secrets
                .Select(static secret => secret.ToUpperInvariant())
                .SelectMany(static secret => Enumerable.Range(0, secret.Length - Piece + 1).Select(i => secret.Substring(i, Piece))),
        ];

    public static void AssertNone(string shown, HashSet<string> pieces)
    {
        var upper = shown.ToUpperInvariant();
        for (var i = 0; i + Piece <= upper.Length; i++)
        {
            Assert.False(pieces.Contains(upper.Substring(i, Piece)), $"a piece of a secret shows in: {shown}");
        }
    }

    private static AsymmetricAlgorithm Load(string pem)
    {
        try
        {
            var ecdsa = ECDsa.Create();
            ecdsa.ImportFromPem(pem);
            return ecdsa;
        }
        catch (CryptographicException)
        {
            var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return rsa;
        }
    }
}
