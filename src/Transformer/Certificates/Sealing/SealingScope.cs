namespace KymaIstioTransform.Certificates.Sealing;

/// <summary>Where the Sealed Secrets controller may unseal a value; the words of kubeseal.</summary>
internal enum SealingScope
{
    /// <summary>Only under the same namespace and name.</summary>
    Strict,

    /// <summary>Under any name in the same namespace.</summary>
    NamespaceWide,

    /// <summary>Anywhere in the cluster.</summary>
    ClusterWide,
}
