using System.Formats.Asn1;
using System.Security.Cryptography;

namespace KymaIstioTransform.Certificates;

/// <summary>Recognises the platform's exceptions for a malformed key or certificate. Their types vary.</summary>
internal static class CryptoExceptions
{
    /// <summary>True for an exception that the content of a key or certificate causes.</summary>
    public static bool IsMalformedInput(Exception exception) =>
        exception
            is CryptographicException
                or AsnContentException
                // An unknown curve, or one without a name.
                or NotSupportedException
                // Numbers out of range in valid DER.
                or ArgumentException;
}
