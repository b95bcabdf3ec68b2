using System.Formats.Asn1;

namespace KymaIstioTransform.Certificates.Derived;

/// <summary>
/// Encodes the DER of a derived, self-signed server certificate (RFC 5280). Every byte is written here because derived certificates must be
/// the same in every version. A change here requires a new version of the derivation. This class signs nothing.
/// </summary>
internal static class CertificateEncoder
{
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    private const string CommonName = "2.5.4.3";
    private const string OrganizationName = "2.5.4.10";
    private const int MaxCommonName = 64;
    private const int LastUtcTimeYear = 2049;
    private const int VersionThree = 2;

    private static readonly Asn1Tag VersionTag = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3);

    /// <summary>The certificate as DER.</summary>
    /// <param name="contents">Names, serial, validity and public key.</param>
    /// <param name="sign">Signs the DER of the body with ECDSA and SHA-256; returns the DER of the signature.</param>
    public static byte[] Write(CertificateRequestData contents, Func<byte[], byte[]> sign)
    {
        var body = WriteBody(contents);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(body);
            WriteSignatureAlgorithm(writer);
            writer.WriteBitString(sign(body));
        }

        return writer.Encode();
    }

    private static byte[] WriteBody(CertificateRequestData contents)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(VersionTag))
            {
                writer.WriteInteger(VersionThree);
            }

            writer.WriteIntegerUnsigned(Positive(contents.Serial));
            WriteSignatureAlgorithm(writer);
            WriteName(writer, contents.Names.CommonName);
            using (writer.PushSequence())
            {
                WriteTime(writer, contents.NotBefore);
                WriteTime(writer, contents.NotAfter);
            }

            WriteName(writer, contents.Names.CommonName);
            writer.WriteEncodedValue(contents.PublicKey);
            using (writer.PushSequence(ExtensionsTag))
            using (writer.PushSequence())
            {
                CertificateExtensions.Write(writer, contents);
            }
        }

        return writer.Encode();
    }

    /// <summary>Fixes the two top bits: the number is positive and always has 16 octets. The caller sets the other 126 bits.</summary>
    private static byte[] Positive(byte[] serial) => [(byte)((serial[0] & 0x3F) | 0x40), .. serial.AsSpan(1)];

    /// <summary>
    /// Writes the subject. Cutting a name that is too long for a common name could give another domain's name, so only the organization is
    /// written.
    /// </summary>
    private static void WriteName(AsnWriter writer, string commonName)
    {
        var fits = commonName.Length <= MaxCommonName;
        using (writer.PushSequence())
        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(fits ? CommonName : OrganizationName);
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, fits ? commonName : "kyma-istio-transform");
        }
    }

    private static void WriteTime(AsnWriter writer, DateTimeOffset time)
    {
        if (time.UtcDateTime.Year <= LastUtcTimeYear)
        {
            writer.WriteUtcTime(time, LastUtcTimeYear);
        }
        else
        {
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        }
    }

    private static void WriteSignatureAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(EcdsaWithSha256);
        }
    }
}
