using KymaIstioTransform.Manifests;

namespace KymaIstioTransform.Patches;

/// <summary>Makes manifests out of an export of a running Istio (<c>kubectl get -o yaml</c>): what the API server put in goes, and objects that nobody wrote.</summary>
internal sealed class ServerFieldRemoval : IPatch
{
    public string Name => "clean";

    public string Summary => "fields and objects that only the API server makes are gone (only with --clean)";

    public void Apply(PatchRun run)
    {
        if (!run.Options.Clean)
        {
            return;
        }

        foreach (var resource in run.Manifest.Resources)
        {
            if (ServerFields.MadeBy(resource) is { } reason)
            {
                run.Remove(resource, reason);
            }
            else
            {
                Clean(run, resource);
            }
        }

        foreach (var list in run.Manifest.Documents.Where(d => d.Resources is [{ IsListItem: true }, ..] && !d.IsResourceList))
        {
            Clean(run, Resource.OfList(list));
        }
    }

    private static void Clean(PatchRun run, Resource resource)
    {
        foreach (var node in ServerFields.Of(resource))
        {
            run.Edit(resource).Remove(node);
        }
    }
}
