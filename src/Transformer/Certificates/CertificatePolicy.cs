namespace KymaIstioTransform.Certificates;

/// <summary>The settings for creating and checking certificates.</summary>
/// <param name="Time">The time of the run.</param>
/// <param name="ExpiryNotice">How long before its expiry a certificate is reported.</param>
/// <param name="Domain">The domain that the user names; null for none.</param>
/// <param name="OpenSslVersion">The value of DOTNET_OPENSSL_VERSION_OVERRIDE; see <see cref="OpenSslCheck"/>.</param>
internal sealed record CertificatePolicy(DateTimeOffset Time, TimeSpan? ExpiryNotice, DomainName? Domain, string? OpenSslVersion)
{
    /// <summary>True for runs that only inspect: they store no certificate.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Call this before anything that loads cryptography.</summary>
    /// <exception cref="CertificateException">OpenSSL cannot be loaded.</exception>
    public void RequireOpenSsl() => OpenSslCheck.Check(OpenSslVersion);

    /// <summary>Checks a certificate and its key, both PEM, for hosts; without hosts, for the domain that the user names.</summary>
    /// <exception cref="CertificateException">They cannot be served.</exception>
    public ValidatedCertificate Check(byte[] certificate, byte[] key, IReadOnlyList<string> hosts)
    {
        RequireOpenSsl();
        var names = hosts.Count > 0 || Domain is null ? hosts : CertificateNames.Of(Domain).DnsNames;
        return ProvidedCertificate.Read(certificate, key, names, Time, ExpiryNotice);
    }

    /// <summary>Checks a bundle of CA certificates, PEM.</summary>
    /// <exception cref="CertificateException">It has anything but certificates.</exception>
    public CertificateBundle CheckAuthorities(byte[] bundle)
    {
        RequireOpenSsl();
        return CertificateBundle.ReadCa(bundle, Time, ExpiryNotice);
    }
}
