namespace KymaIstioTransform.Certificates.Sealing;

/// <summary>Where the Sealed Secrets controller may unseal a value, in kubeseal's terms.</summary>
internal enum SealingScope
{
    /// <summary>Only with the same namespace and name.</summary>
    Strict,

    /// <summary>With any name in the same namespace.</summary>
    NamespaceWide,

    /// <summary>Anywhere in the cluster.</summary>
    ClusterWide,
}
