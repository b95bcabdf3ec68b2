namespace KymaIstioTransform.Certificates.Sources;

/// <summary>A new self-signed certificate on every run.</summary>
/// <param name="algorithm">The algorithm of its key.</param>
/// <param name="lifetime">How long it is valid; null for the default.</param>
internal sealed class SelfSignedSource(KeyAlgorithm algorithm, TimeSpan? lifetime) : CertificateSource
{
    public override bool IsRandom => true;

    public override string Describe(CertificateNames names) => $"self-signed for {names}";

    /// <summary>Generates a certificate.</summary>
    public TlsCertificate Generate(CertificateNames names, CertificatePolicy policy) =>
        SelfSignedCertificate.Create(names, algorithm, policy.Time - SelfSignedCertificate.ClockAllowance, lifetime);

    protected override ValidatedCertificate Create(CertificateNames names, CertificatePolicy policy)
    {
        policy.RequireOpenSsl();
        return new ValidatedCertificate(
            Generate(names, policy),
            [
                $"the certificate is self-signed for {string.Join(" and ", names.DnsNames)} and changes on every run (for a stable "
                + "result, use --tls-seed-file, --tls-store, or --tls-cert and --tls-key)",
            ]
        );
    }
}
