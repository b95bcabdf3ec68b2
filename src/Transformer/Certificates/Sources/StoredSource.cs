using KymaIstioTransform.Certificates.Store;

namespace KymaIstioTransform.Certificates.Sources;

/// <summary>A self-signed certificate that is kept in a directory until it must be renewed.</summary>
/// <param name="directory">The directory.</param>
/// <param name="generator">Generates what the directory does not have.</param>
internal sealed class StoredSource(string directory, SelfSignedSource generator) : CertificateSource
{
    public override string Describe(CertificateNames names) => $"from the store {directory}";

    protected override ValidatedCertificate Create(CertificateNames names, CertificatePolicy policy)
    {
        policy.RequireOpenSsl();
        return policy.IsReadOnly
            ? CertificateStore.FindOrMake(directory, names, policy.Time, () => generator.Generate(names, policy))
            : CertificateStore.GetOrCreate(directory, names, policy.Time, () => generator.Generate(names, policy));
    }
}
