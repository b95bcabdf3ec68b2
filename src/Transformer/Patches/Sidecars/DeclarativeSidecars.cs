using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>
/// The sidecars' resources in objects that declare an Istio installation. Fields that such an object leaves out get defaults with a memory
/// limit (1024Mi in the charts from Istio 1.1 on, and in the Kyma module). Therefore, only removed limits are filled in. Numbers that must
/// be exact are written explicitly.
/// </summary>
internal static class DeclarativeSidecars
{
    /// <summary>
    /// The paths of the values that injection templates print: for the proxy, and for the container that runs before it (Istio 1.5 and
    /// later).
    /// </summary>
    private static readonly string[] Proxy = ["global", "proxy", "resources"];
    private static readonly string[] Init = ["global", "proxy_init", "resources"];

    /// <summary>The Kyma module has one set of amounts, for the proxy.</summary>
    private static readonly string[] Module = ["spec", "components", "proxy", "k8s", "resources"];

    /// <summary>Sets the resources of an installation, or reports why they stay.</summary>
    public static void Apply(PatchContext context, DeclarativeIstio istio)
    {
        if (istio.Api == DeclarativeApi.KymaModule)
        {
            Apply(context, istio.Resource, Module, context.Options.Sidecars);
            return;
        }

        if (istio.ValuesPath.Length == 0)
        {
            context.Warn(
                istio.Resource,
                "left unchanged: set the sidecars' resources in spec.proxy.runtime.container.resources or spec.istio.global.proxy.resources"
            );
            return;
        }

        Apply(context, istio.Resource, [.. istio.ValuesPath, .. Proxy], context.Options.Sidecars);
        Apply(context, istio.Resource, [.. istio.ValuesPath, .. Init], context.Options.Sidecars.ForInit());

        if (istio.Version is { } version && version < FirstWithLimitAnnotations)
        {
            context.Warn(
                istio.Resource,
                $"sidecars with the annotation sidecar.istio.io/proxyCPU or proxyMemory get no memory limit from Istio {version} "
                + "(transform rendered manifests instead)"
            );
        }
    }

    /// <summary>Istio 1.6 knows annotations for limits; before, a pod that has annotations for requests gets no limits at all.</summary>
    private static readonly IstioVersion FirstWithLimitAnnotations = new(1, 6, null);

    private static void Apply(PatchContext context, Resource resource, string[] path, SidecarOptions options)
    {
        if (options.Mode == SidecarMode.Enforce)
        {
            if (resource.Root.Find(path) is { IsMapping: true } given && FieldEditor.HasEntries(given))
            {
                ResourceRequirementsEditor.Complete(context.Edit(resource), given, options);
            }
            else
            {
                context.Edit(resource).SetPath(resource.Root, path, ResourceRequirementsEditor.Block(options));
            }

            return;
        }

        // A null removes a default: the limit, all limits, or all resources.
        var removed = new[] { path, [.. path, "limits"], [.. path, "limits", "memory"] }.Any(p =>
            resource.Root.Find(p) is { IsNull: true }
        );
        if (removed)
        {
            var limit = ResourceRequirementsEditor.Memory(resource.Root.Find(path), options).Limit;
            context.Edit(resource).SetPath(resource.Root, [.. path, "limits", "memory"], limit.Text);
        }
        else
        {
            context.NotApplicable(
                resource,
                $"{string.Join('.', path)} keeps its own or the default memory limit (--sidecar-mode enforce sets Kyma's values)"
            );
        }
    }
}
