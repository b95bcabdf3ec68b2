using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches;

/// <summary>
/// Turns an export of a running Istio (<c>kubectl get -o yaml</c>) into manifests. Removes fields that the API server added and objects
/// that controllers created.
/// </summary>
internal sealed class ServerFieldRemoval : IPatch
{
    public string Name => "clean-export";

    public string Summary => "remove fields and objects that only the API server creates (only with --clean-export)";

    public bool IsOn(TransformOptions options) => options.CleanExport;

    public void Apply(PatchContext context)
    {
        if (!context.Options.CleanExport)
        {
            return;
        }

        foreach (var resource in context.Manifest.Resources)
        {
            if (ServerManagedFields.ReasonGenerated(resource) is { } reason)
            {
                context.Remove(resource, reason);
            }
            else
            {
                Clean(context, resource);
            }
        }

        foreach (var list in context.Manifest.Documents.Where(d => d.Resources is [{ IsListItem: true }, ..] && !d.IsResourceList))
        {
            Clean(context, Resource.OfList(list));
        }
    }

    private static void Clean(PatchContext context, Resource resource)
    {
        foreach (var node in ServerManagedFields.Of(resource))
        {
            context.Edit(resource).Remove(node);
        }
    }
}
