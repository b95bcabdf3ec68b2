namespace KymaIstioTransform.Certificates;

/// <summary>A certificate that can be served, with warnings for its owner.</summary>
internal sealed record ValidatedCertificate(TlsCertificate Certificate, IReadOnlyList<string> Warnings)
{
    /// <summary>
    /// The server's own certificate of a chain that was read. Null for a generated certificate, which covers the names it was generated
    /// for.
    /// </summary>
    public CertificateInfo? Leaf { get; init; }

    /// <summary>True when it is valid for a host.</summary>
    public bool Covers(string host) => Leaf?.Covers(host) ?? true;

    public override string ToString() => $"{nameof(ValidatedCertificate)} ({Warnings.Count} warnings, key not shown)";
}
