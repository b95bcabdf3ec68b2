namespace KymaIstioTransform.Certificates;

/// <summary>Why the store gave the certificate it gave.</summary>
internal enum StoreOutcome
{
    Reused,

    /// <summary>There was none for the domain.</summary>
    Created,

    /// <summary>The stored one is near its end, or no longer covers the domain.</summary>
    Renewed,
}
