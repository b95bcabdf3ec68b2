namespace KymaIstioTransform.Kubernetes;

/// <summary>Identifies a Kubernetes object; an absent namespace is empty.</summary>
internal sealed record ResourceId(string ApiVersion, string Kind, string Namespace, string Name)
{
    /// <summary>The API group, empty for the core group.</summary>
    public string Group => ApiVersion.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? ApiVersion[..slash] : "";

    /// <summary>The same ID with <paramref name="safe"/> applied to each name.</summary>
    public ResourceId With(Func<string, string> safe)
    {
        var (version, kind, inNamespace, name) = (safe(ApiVersion), safe(Kind), safe(Namespace), safe(Name));
        return
            ReferenceEquals(version, ApiVersion)
            && ReferenceEquals(kind, Kind)
            && ReferenceEquals(inNamespace, Namespace)
            && ReferenceEquals(name, Name)
            ? this
            : new ResourceId(version, kind, inNamespace, name);
    }

    /// <summary>
    /// True for a built-in Kubernetes API group. Other groups have their own domain, and may have kinds of the same names.
    /// </summary>
    public bool IsOfKubernetes =>
        ApiVersion.IndexOf('/', StringComparison.Ordinal) is var slash
        && (slash < 0 || !ApiVersion.AsSpan(0, slash).Contains('.') || ApiVersion.AsSpan(0, slash).EndsWith(".k8s.io"));

    public override string ToString() => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
