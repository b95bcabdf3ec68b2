namespace KymaIstioTransform.Certificates;

/// <summary>One decoded block of a PEM text; it may be a private key, so printing it shows its label only.</summary>
internal sealed record PemBlock(string Label, byte[] Der)
{
    public const string Certificate = "CERTIFICATE";
    public const string PrivateKey = "PRIVATE KEY";

    /// <summary>True for every kind: RSA PRIVATE KEY, ENCRYPTED PRIVATE KEY and so on.</summary>
    public bool IsPrivateKey => Label.EndsWith(PrivateKey, StringComparison.Ordinal);

    public override string ToString() => $"{nameof(PemBlock)} {Label}";
}
