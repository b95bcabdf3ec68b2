using KymaIstioTransform.Certificates.Derived;

namespace KymaIstioTransform.Certificates.Sources;

/// <summary>A certificate derived from a secret seed: the same one for the same names and window of time.</summary>
/// <param name="seed">The seed as the user gives it.</param>
/// <param name="window">How long a certificate is used; null for the default.</param>
internal sealed class DerivedSource(byte[] seed, TimeSpan? window) : CertificateSource
{
    public override string Describe(CertificateNames names) => $"derived for {names}";

    protected override ValidatedCertificate Create(CertificateNames names, CertificatePolicy policy)
    {
        policy.RequireOpenSsl();
        return new ValidatedCertificate(DerivedCertificate.Create(Seed.Parse(seed), names, RotationWindow.At(policy.Time, window)), []);
    }
}
