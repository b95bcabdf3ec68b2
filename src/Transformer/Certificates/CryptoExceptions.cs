using System.Formats.Asn1;
using System.Security.Cryptography;

namespace KymaIstioTransform.Certificates;

/// <summary>Knows the exceptions by which the platform says that a key or certificate is malformed; it says so in several ways.</summary>
internal static class CryptoExceptions
{
    public static bool IsMalformedInput(Exception exception) =>
        exception is CryptographicException or AsnContentException

            // An unknown curve, or one it cannot name.
            or NotSupportedException

            // Numbers out of range inside of valid DER.
            or ArgumentException;
}
