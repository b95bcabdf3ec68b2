namespace KymaIstioTransform.Kubernetes;

/// <summary>What names a Kubernetes object; an absent namespace is empty.</summary>
internal sealed record ResourceId(string ApiVersion, string Kind, string Namespace, string Name)
{
    /// <summary>The API group, empty for the core group.</summary>
    public string Group => ApiVersion.Contains('/', StringComparison.Ordinal) ? ApiVersion[..ApiVersion.IndexOf('/', StringComparison.Ordinal)] : "";

    public override string ToString() => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
