using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Istio;

/// <summary>The mutual TLS that a mesh requires for connections between its workloads.</summary>
internal enum MtlsMode
{
    /// <summary>Plain text only.</summary>
    Off,

    /// <summary>Mutual TLS and plain text.</summary>
    Permissive,

    /// <summary>Mutual TLS only.</summary>
    Strict,
}

/// <summary>The mutual TLS of the whole mesh according to the input; policies of single namespaces and workloads are ignored.</summary>
/// <param name="Mode">The mode; null when there is no policy and no control plane shows the default.</param>
/// <param name="Policy">The policy that sets the mode; null for the default.</param>
/// <param name="At">The place of that policy.</param>
internal sealed record MeshMtls(MtlsMode? Mode, ResourceId? Policy, Location? At)
{
    /// <summary>The chart security of Istio 1.0 to 1.5 stores its policies in this ConfigMap. A Job applies them.</summary>
    private const string PoliciesConfigMap = "istio-security-custom-resources";

    /// <summary>From this release on, the default without a policy is permissive; in earlier releases it is off.</summary>
    private static readonly IstioVersion FirstPermissive = new(1, 5, null);

    /// <summary>From this release on, the charts have no value that creates a policy.</summary>
    private static readonly IstioVersion FirstWithoutMtlsValue = new(1, 6, null);

    /// <summary>Reads the policies of the input, else what an object for an operator declares, else the default of the release.</summary>
    /// <exception cref="Yaml.YamlException">A mesh configuration is not YAML.</exception>
    public static MeshMtls Find(Manifest manifest, IstioInstallation istio)
    {
        var policies = Policies(manifest).ToList();
        var root = istio.Meshes.Select(MeshConfig.RootNamespace).FirstOrDefault(n => n is not null) ?? istio.Namespace;

        // PeerAuthentication was added in Istio 1.5 and takes precedence over the older MeshPolicy. Of several, the one named default is
        // used.
        return policies
                .Where(p => IsMeshWide(p.Resource, root))
                .OrderBy(p => p.Resource.Name == "default" ? 0 : 1)
                .Select(p => p.Mtls(PeerMode))
                .FirstOrDefault()
            ?? policies
                .Where(p => p.Resource is { Kind: "MeshPolicy", Name: "default" })
                .Select(p => p.Mtls(MeshPolicyMode))
                .FirstOrDefault()
            ?? (istio.ControlPlanes.Count == 0 ? Declared(manifest) : null)
            ?? new MeshMtls(WithoutPolicy(istio), null, null);
    }

    /// <summary>The mode of an installation that an object declares; null when there is no such object.</summary>
    private static MeshMtls? Declared(Manifest manifest)
    {
        foreach (var istio in DeclarativeIstio.All(manifest))
        {
            var setting = MtlsPath(istio) is { } path ? istio.Resource.Root.Find(path) : null;
            MtlsMode? mode =
                setting?.Is("true") == true || istio.Api == DeclarativeApi.KymaModule ? MtlsMode.Strict
                : istio.Api == DeclarativeApi.ServiceMesh && setting is null ? null
                : MtlsMode.Permissive;
            return new MeshMtls(mode, istio.Resource.Id, manifest.Locate(istio.Resource, setting?.Span.Start));
        }

        return null;
    }

    /// <summary>
    /// The charts up to Istio 1.5 created a policy from <c>global.mtls.enabled</c>, and a ServiceMeshControlPlane has its own field. Null
    /// for APIs without such a setting; Kyma's module always adds a strict policy.
    /// </summary>
    private static string[]? MtlsPath(DeclarativeIstio istio) =>
        istio switch
        {
            { Api: DeclarativeApi.ServiceMesh } => ["spec", "security", "dataPlane", "mtls"],
            { Api: DeclarativeApi.IstioControlPlane } => [.. istio.ValuesPath, "global", "mtls", "enabled"],
            { Api: DeclarativeApi.IstioOperator, Version: { } version } when version < FirstWithoutMtlsValue =>
            [
                .. istio.ValuesPath,
                "global",
                "mtls",
                "enabled",
            ],
            _ => null,
        };

    /// <summary>Objects of the input, and those that a Job of the chart applies.</summary>
    private static IEnumerable<PlacedPolicy> Policies(Manifest manifest)
    {
        foreach (var resource in manifest.Resources.Where(r => r.Kind is "PeerAuthentication" or "MeshPolicy"))
        {
            yield return new PlacedPolicy(resource, manifest.Locate(resource));
        }

        foreach (var configMap in manifest.OfKind("ConfigMap").Where(c => c.Name == PoliciesConfigMap))
        {
            foreach (var (text, resource) in EmbeddedManifests.Of(configMap, "kind:"u8))
            {
                yield return new PlacedPolicy(resource, manifest.Locate(configMap, text.Span.Start));
            }
        }
    }

    private static bool IsMeshWide(Resource policy, string root) =>
        policy.Kind == "PeerAuthentication"
        && (policy.Namespace == root || policy.Namespace.Length == 0)
        && policy.Root.Find("spec", "selector", "matchLabels") is not { Pairs.Count: > 0 };

    private static MtlsMode PeerMode(Resource policy) =>
        policy.Root.Find("spec", "mtls", "mode")?.Text switch
        {
            "STRICT" => MtlsMode.Strict,
            "DISABLE" => MtlsMode.Off,
            _ => MtlsMode.Permissive,
        };

    /// <summary>Without a mode, even as <c>mtls: {}</c> or without a value, it is strict; without <c>mtls</c> it is off.</summary>
    private static MtlsMode MeshPolicyMode(Resource policy)
    {
        var mtls = policy.Root.Find("spec", "peers")?.Items.Select(p => p.Find("mtls")).FirstOrDefault(m => m is not null);
        return mtls is null ? MtlsMode.Off
            : mtls.Value.Find("mode")?.Text == "PERMISSIVE" ? MtlsMode.Permissive
            : MtlsMode.Strict;
    }

    private static MtlsMode? WithoutPolicy(IstioInstallation istio) =>
        istio.Kind switch
        {
            ControlPlaneKind.Unknown => null,
            ControlPlaneKind.Istiod => MtlsMode.Permissive,
            _ => istio.Version is { } version && version >= FirstPermissive ? MtlsMode.Permissive : MtlsMode.Off,
        };

    private readonly record struct PlacedPolicy(Resource Resource, Location At)
    {
        public MeshMtls Mtls(Func<Resource, MtlsMode> mode) => new(mode(Resource), Resource.Id, At);
    }
}
