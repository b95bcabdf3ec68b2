using System.Formats.Asn1;
using System.Security.Cryptography;

namespace KymaIstioTransform.Certificates.Derived;

/// <summary>The extensions of a server certificate. Their order is part of the format of <see cref="CertificateEncoder"/>.</summary>
internal static class CertificateExtensions
{
    private const string BasicConstraints = "2.5.29.19";
    private const string KeyUsage = "2.5.29.15";
    private const string ExtendedKeyUsage = "2.5.29.37";
    private const string SubjectAlternativeName = "2.5.29.17";
    private const string SubjectKeyIdentifier = "2.5.29.14";
    private const string AuthorityKeyIdentifier = "2.5.29.35";
    private const int KeyIdentifierLength = 20;

    /// <summary>Bit 0 of the key usage.</summary>
    private const byte DigitalSignature = 0x80;

    private static readonly Asn1Tag DnsNameTag = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag KeyIdentifierTag = new(TagClass.ContextSpecific, 0);

    /// <summary>Writes the extensions, each as a DER sequence.</summary>
    public static void Write(AsnWriter writer, CertificateRequestData contents)
    {
        var keyIdentifier = KeyIdentifier(contents.PublicKey);

        // The empty sequence is CA:FALSE, the default value that DER leaves out.
        Write(writer, BasicConstraints, critical: true, static value => value.PushSequence().Dispose());
        Write(writer, KeyUsage, critical: true, static value => value.WriteBitString([DigitalSignature], unusedBitCount: 7));
        Write(writer, ExtendedKeyUsage, critical: false, WriteUsage);
        Write(writer, SubjectAlternativeName, critical: false, value => WriteNames(value, contents.Names.DnsNames));
        Write(writer, SubjectKeyIdentifier, critical: false, value => value.WriteOctetString(keyIdentifier));
        Write(writer, AuthorityKeyIdentifier, critical: false, value => WriteAuthority(value, keyIdentifier));
    }

    private static void WriteUsage(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.ServerAuth);
        }
    }

    private static void WriteNames(AsnWriter writer, IEnumerable<string> names)
    {
        using (writer.PushSequence())
        {
            foreach (var name in names)
            {
                writer.WriteCharacterString(UniversalTagNumber.IA5String, name, DnsNameTag);
            }
        }
    }

    /// <summary>A self-signed certificate is its own authority.</summary>
    private static void WriteAuthority(AsnWriter writer, byte[] keyIdentifier)
    {
        using (writer.PushSequence())
        {
            writer.WriteOctetString(keyIdentifier, KeyIdentifierTag);
        }
    }

    private static void Write(AsnWriter writer, string oid, bool critical, Action<AsnWriter> writeValue)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            if (critical)
            {
                writer.WriteBoolean(true);
            }

            using (writer.PushOctetString())
            {
                writeValue(writer);
            }
        }
    }

    /// <summary>RFC 7093 method 1: the first 160 bits of SHA-256 of the public key, without the tag and length around it.</summary>
    private static byte[] KeyIdentifier(byte[] publicKeyInfo)
    {
        var info = new AsnReader(publicKeyInfo, AsnEncodingRules.DER).ReadSequence();
        info.ReadSequence();
        return SHA256.HashData(info.ReadBitString(out _))[..KeyIdentifierLength];
    }
}
