namespace KymaIstioTransform.Certificates.Sources;

/// <summary>
/// Where the gateway's certificate comes from. It is read or generated only when a Secret needs it, so that cryptography is loaded only
/// then.
/// </summary>
internal abstract class CertificateSource
{
    private readonly Dictionary<string, ValidatedCertificate> certificates = new(StringComparer.Ordinal);

    /// <summary>True for the default source, which the user did not request. A certificate in the input takes precedence.</summary>
    public bool IsFallback { get; init; }

    /// <summary>True if the certificate changes on every run. GitOps hosts that render repeatedly must not use it.</summary>
    public virtual bool IsRandom => false;

    /// <summary>Describes the source of the certificate for these names, for the report.</summary>
    public abstract string Describe(CertificateNames names);

    /// <summary>Returns the certificate: the same one on every call.</summary>
    /// <exception cref="CertificateException">It cannot be used.</exception>
    public ValidatedCertificate Get(CertificateNames names, CertificatePolicy policy)
    {
        var key = names.ToString();
        return certificates.TryGetValue(key, out var known) ? known : certificates[key] = Create(names, policy);
    }

    /// <summary>Reads or generates the certificate.</summary>
    /// <exception cref="CertificateException">It cannot be used.</exception>
    protected abstract ValidatedCertificate Create(CertificateNames names, CertificatePolicy policy);
}
