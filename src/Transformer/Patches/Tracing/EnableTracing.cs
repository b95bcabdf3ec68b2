using KymaIstioTransform.Istio;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>
/// Sets <c>enableTracing</c> in every mesh configuration: true up to Kyma 2.13, false from 2.14 on, where a Telemetry object enables
/// tracing.
/// </summary>
internal static class EnableTracing
{
    private const string Field = "enableTracing";

    /// <summary>Sets the field to the requested value; <see cref="TracingMode.Keep"/> changes nothing.</summary>
    public static void Apply(PatchContext context, TracingMode wanted)
    {
        if (wanted == TracingMode.Keep)
        {
            return;
        }

        var value = wanted == TracingMode.Enabled ? "true" : "false";
        foreach (var istio in DeclarativeIstio.All(context.Manifest).Where(i => i.MeshPath.Length > 0))
        {
            context.Edit(istio.Resource).SetPath(istio.Resource.Root, [.. istio.MeshPath, Field], new YamlLiteral(value));
        }

        foreach (var configMap in context.Istio.Meshes)
        {
            var mesh = context.Edit(configMap).Open(MeshConfig.Text(configMap)!.Value);
            if (mesh.Root.Find(Field) is { } present)
            {
                if (!present.Is(value))
                {
                    mesh.Set(present, new YamlLiteral(value));
                }
            }
            else if (mesh.Root.IsMapping)
            {
                mesh.Add(mesh.Root, Field, new YamlLiteral(value));
            }
        }
    }
}
