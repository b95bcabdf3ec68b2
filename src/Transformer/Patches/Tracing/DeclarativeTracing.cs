using KymaIstioTransform.Istio;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>
/// The tracer in objects that declare an Istio installation: the mesh configuration and the chart values. <see cref="MeshTracing"/> and
/// <see cref="ChartValuesTracing"/> set them in rendered manifests.
/// </summary>
internal static class DeclarativeTracing
{
    /// <summary>Sets the address; returns how many places name Zipkin, including those that were already correct.</summary>
    public static int Apply(PatchContext context, DeclarativeIstio istio, string address)
    {
        var (resource, root) = (istio.Resource, istio.Resource.Root);
        if (istio.ValuesPath.Length == 0)
        {
            WarnOfOtherApi(context, istio, address);
            return 0;
        }

        var editor = context.Edit(resource);
        var values = root.Find(istio.ValuesPath);
        var found = values is { IsMapping: true } given ? ApplyToValues(editor, istio, given, address) : 0;
        if (istio.Api == DeclarativeApi.IstioControlPlane)
        {
            // Istio 1.4 copies the value into the mesh configuration. Otherwise it renders zipkin.NAMESPACE:9411 there.
            var isSet = values?.Find([.. ChartValuesTracing.TracerPath]) is not null;
            return found + (isSet ? 0 : Add([.. istio.ValuesPath, .. ChartValuesTracing.TracerPath]));
        }

        if (root.Find(istio.MeshPath) is { IsMapping: true } mesh && FieldEditor.HasEntries(mesh))
        {
            return found + MeshTracing.Apply(context, resource, editor, mesh, address);
        }

        return values?.Find("meshConfig", "defaultConfig", "tracing") is null
            ? found + Add([.. istio.MeshPath, "defaultConfig", .. MeshTracing.AddressPaths[^1]])
            : found;

        // Adds the address, unless the values choose another tracer.
        int Add(string[] path)
        {
            if (!ChartValuesTracing.UsesZipkin(values))
            {
                return 0;
            }

            editor.SetPath(root, path, address);
            return 1;
        }
    }

    private static int ApplyToValues(FieldEditor editor, DeclarativeIstio istio, YamlNode values, string address) =>
        ChartValuesTracing.SetTracer(editor, values, address)
        + (istio.Api == DeclarativeApi.Sail ? 0 : ChartValuesTracing.SetMesh(editor, values, address));

    private static void WarnOfOtherApi(PatchContext context, DeclarativeIstio istio, string address) =>
        context.Warn(
            istio.Resource,
            istio.Api == DeclarativeApi.KymaModule
                ? "the module's API has no trace address: it declares the tracing provider kyma-traces (select it in a Telemetry "
                    + "object)"
                : "left unchanged: a ServiceMeshControlPlane of this API sets its collector in spec.tracing and spec.addons, or in "
                    + $"spec.istio (set {address} there)"
        );

    /// <summary>Adds the provider to the mesh configuration.</summary>
    public static void Apply(PatchContext context, DeclarativeIstio istio, OtlpProvider otlp)
    {
        if (istio.MeshPath.Length == 0)
        {
            context.Warn(
                istio.Resource,
                istio.Api == DeclarativeApi.KymaModule
                    ? "the module's API has no tracing providers: it declares kyma-traces itself (select it in a Telemetry object)"
                    : "left unchanged: its API has no tracing providers"
            );
            return;
        }

        var editor = context.Edit(istio.Resource);
        if (istio.Resource.Root.Find(istio.MeshPath) is { IsMapping: true } mesh && FieldEditor.HasEntries(mesh))
        {
            OtlpTracing.Apply(editor.Under(mesh), otlp);
        }
        else
        {
            editor.SetPath(
                istio.Resource.Root,
                istio.MeshPath,
                new YamlMap(("extensionProviders", new YamlList(OtlpTracing.Provider(otlp))))
            );
        }
    }
}
