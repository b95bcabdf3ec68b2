namespace KymaIstioTransform.Certificates.Sources;

/// <summary>
/// Overrides of Kyma's installer in the input. The patch prefers them to a fallback; without them, there is no certificate.
/// </summary>
internal sealed class InputSource : CertificateSource
{
    public override string Describe(CertificateNames names) => "from the input";

    protected override ValidatedCertificate Create(CertificateNames names, CertificatePolicy policy) =>
        throw new CertificateException(
            "--tls-mode provided needs --tls-cert and --tls-key, --tls-values, or Kyma overrides with global.tlsCrt and "
            + "global.tlsKey in the input"
        );
}
