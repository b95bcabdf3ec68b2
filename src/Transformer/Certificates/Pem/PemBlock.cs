namespace KymaIstioTransform.Certificates.Pem;

/// <summary>One decoded block of a PEM text. It may be a private key, so ToString shows only its label.</summary>
internal sealed record PemBlock(string Label, byte[] Der)
{
    public const string Certificate = "CERTIFICATE";
    public const string PrivateKey = "PRIVATE KEY";

    /// <summary>True for every kind of private key: RSA PRIVATE KEY, ENCRYPTED PRIVATE KEY and so on.</summary>
    public bool IsPrivateKey => Label.EndsWith(PrivateKey, StringComparison.Ordinal);

    public override string ToString() => $"{nameof(PemBlock)} {Label}";
}
