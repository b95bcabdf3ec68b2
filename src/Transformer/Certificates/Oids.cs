namespace KymaIstioTransform.Certificates;

/// <summary>The object identifiers that are both written and read. Those with a single use are defined where they are used.</summary>
internal static class Oids
{
    public const string RsaEncryption = "1.2.840.113549.1.1.1";
    public const string EcPublicKey = "1.2.840.10045.2.1";
    public const string P256 = "1.2.840.10045.3.1.7";
    public const string ServerAuth = "1.3.6.1.5.5.7.3.1";
}
