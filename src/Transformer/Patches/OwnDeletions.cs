using KymaIstioTransform.Manifests;

namespace KymaIstioTransform.Patches;

/// <summary>Removes the objects that the user names, as Kyma's file <c>delete</c> did; an absent one is no error.</summary>
internal sealed class OwnDeletions : IPatch
{
    public string Name => "own-deletions";

    public string Summary => "objects that the user wants removed are gone";

    public void Apply(PatchRun run)
    {
        var removed = new List<Resource>();
        foreach (var deletion in run.Options.Own.Deletions)
        {
            var objects = deletion.Target is { } target ? run.Manifest.Resources.Where(r => target.Matches(r, run.Istio.Namespace)).Except(removed).ToList() : [];
            objects.ForEach(o => run.Remove(o));
            removed.AddRange(objects);
            if (objects.Count == 0)
            {
                run.Skip(deletion.Line, deletion.Reason ?? "the input has none");
            }
        }

        DanglingReferences.Warn(run, removed);
    }
}
