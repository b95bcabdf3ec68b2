namespace KymaIstioTransform.Kubernetes;

/// <summary>What names a Kubernetes object; an absent namespace is empty.</summary>
internal sealed record ResourceId(string ApiVersion, string Kind, string Namespace, string Name)
{
    /// <summary>The API group, empty for the core group.</summary>
    public string Group => ApiVersion.Contains('/', StringComparison.Ordinal) ? ApiVersion[..ApiVersion.IndexOf('/', StringComparison.Ordinal)] : "";

    /// <summary>The same names with each replaced by <paramref name="safe"/> of it.</summary>
    public ResourceId With(Func<string, string> safe) => new(safe(ApiVersion), safe(Kind), safe(Namespace), safe(Name));

    public override string ToString() => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
