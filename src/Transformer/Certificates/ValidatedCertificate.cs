namespace KymaIstioTransform.Certificates;

/// <summary>A certificate that can be served, and what its owner should know about it.</summary>
internal sealed record ValidatedCertificate(TlsCertificate Certificate, IReadOnlyList<string> Warnings)
{
    /// <summary>
    /// The server's own certificate of a chain that was read; null for one that was made here, which covers what it was made for.
    /// </summary>
    public CertificateInfo? Leaf { get; init; }

    /// <summary>True when it is valid for a host.</summary>
    public bool Covers(string host) => Leaf?.Covers(host) ?? true;

    public override string ToString() => $"{nameof(ValidatedCertificate)} ({Warnings.Count} warnings, key not shown)";
}
