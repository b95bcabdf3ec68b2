namespace KymaIstioTransform.Certificates;

/// <summary>A certificate from the store, and whether this run made it.</summary>
internal sealed record StoredCertificate(TlsCertificate Certificate, StoreOutcome Outcome, IReadOnlyList<string> Warnings)
{
    public override string ToString() => $"{nameof(StoredCertificate)} ({Outcome}, key not shown)";
}
