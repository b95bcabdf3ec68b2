namespace KymaIstioTransform.Certificates;

/// <summary>A certificate that can be served, and what its owner should know about it.</summary>
internal sealed record ValidatedCertificate(TlsCertificate Certificate, IReadOnlyList<string> Warnings)
{
    public override string ToString() => $"{nameof(ValidatedCertificate)} ({Warnings.Count} warnings, key not shown)";
}
