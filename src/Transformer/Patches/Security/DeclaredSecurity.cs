using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Security;

/// <summary>
/// The security settings of objects that declare an Istio installation. The module of Kyma cannot disable security, and
/// ServiceMeshControlPlane has no switch for its certificate authority.
/// </summary>
internal static class DeclaredSecurity
{
    /// <summary>The variable that disables istiod's certificate authority (Istio 1.5 and later).</summary>
    public const string CaServer = "ENABLE_CA_SERVER";

    /// <summary>What is missing for Istio's security and how to fix it; one text for each object.</summary>
    public static IEnumerable<string> Missing(Manifest manifest)
    {
        foreach (var istio in DeclarativeIstio.All(manifest))
        {
            if (Switch(istio) is { Node: var node, Path: var path } && IsFalse(node.Text ?? ""))
            {
                yield return $"{istio.Resource.Id} disables it (remove {path})";
            }
        }
    }

    /// <summary>
    /// The values that Go's strconv.ParseBool reads as false. For values that are not booleans, istiod keeps its default, which is true.
    /// </summary>
    public static bool IsFalse(string value) => value is "0" or "f" or "F" or "false" or "FALSE" or "False";

    private static (YamlNode Node, string Path)? Switch(DeclarativeIstio istio) =>
        istio.Api switch
        {
            DeclarativeApi.IstioControlPlane => At(istio, "spec", "values", "security", "enabled")
                ?? At(istio, "spec", "security", "enabled")
                ?? At(istio, "spec", "security", "components", "citadel", "enabled"),
            DeclarativeApi.IstioOperator => Variable(istio) ?? At(istio, "spec", "values", "pilot", "env", CaServer),
            DeclarativeApi.Sail => At(istio, "spec", "values", "pilot", "env", CaServer),
            _ => null,
        };

    private static (YamlNode Node, string Path)? At(DeclarativeIstio istio, params ReadOnlySpan<string> path) =>
        istio.Resource.Root.Find(path) is { IsScalar: true } node ? (node, string.Join('.', path.ToArray())) : null;

    /// <summary>The variable in the list that istioctl merges into istiod's Deployment.</summary>
    private static (YamlNode Node, string Path)? Variable(DeclarativeIstio istio)
    {
        foreach (var variable in istio.Resource.Root.Find("spec", "components", "pilot", "k8s", "env")?.Items ?? default)
        {
            if (variable.Find("name")?.Is(CaServer) == true && variable.Find("value") is { } value)
            {
                return (value, $"{CaServer} from spec.components.pilot.k8s.env");
            }
        }

        return null;
    }
}
