namespace KymaIstioTransform.Certificates.Sources;

/// <summary>The base64 text of a setting of Kyma.</summary>
/// <param name="Name">The name of the setting in messages, such as <c>global.tlsCrt</c>.</param>
/// <param name="Value">Base64 of PEM.</param>
internal sealed record EncodedValue(string Name, string Value)
{
    /// <exception cref="CertificateException">The value is not base64.</exception>
    public byte[] Decode() => ProvidedCertificate.Decode(Value, Name);

    public override string ToString() => $"{Name} (not shown)";
}

/// <summary>A certificate and key as values of Kyma's charts or overrides of its installer.</summary>
/// <param name="origin">Where they are from: a file name, or an object of the input.</param>
/// <param name="certificate">The certificate.</param>
/// <param name="key">Its key.</param>
internal sealed class KymaValuesSource(string origin, EncodedValue certificate, EncodedValue key) : CertificateSource
{
    /// <summary>A warning about the place of the key; null for none.</summary>
    public string? Warning { get; init; }

    public override string Describe(CertificateNames names) => $"from {origin}";

    protected override ValidatedCertificate Create(CertificateNames names, CertificatePolicy policy)
    {
        var read = policy.Check(certificate.Decode(), key.Decode(), []);
        return Warning is null ? read : read with { Warnings = [Warning, .. read.Warnings] };
    }
}
