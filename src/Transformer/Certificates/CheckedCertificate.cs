namespace KymaIstioTransform.Certificates;

/// <summary>A certificate that can be served, and what its owner should know about it.</summary>
internal sealed record CheckedCertificate(TlsCertificate Certificate, IReadOnlyList<string> Warnings)
{
    public override string ToString() => $"{nameof(CheckedCertificate)} ({Warnings.Count} warnings, key not shown)";
}
