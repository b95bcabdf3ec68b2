using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Patches.Addons;

namespace KymaIstioTransform.Patches.User;

/// <summary>Removes the objects that the user names, as Kyma's file <c>delete</c> did. An absent object is not an error.</summary>
internal sealed class UserDeletions : IPatch
{
    public string Name => "user-deletions";

    public string Summary => "remove objects that the user names";

    public void Apply(PatchContext context)
    {
        var removed = new List<Resource>();
        foreach (var deletion in context.Options.UserChanges.Deletions)
        {
            var objects = deletion.Target is { } target
                ? context.Manifest.Resources.Where(r => target.Matches(r, context.Istio.Namespace)).Except(removed).ToList()
                : [];
            objects.ForEach(o => context.Remove(o));
            removed.AddRange(objects);
            if (objects.Count == 0)
            {
                context.NotApplicable(deletion.Line, deletion.Reason ?? "not in the input");
            }
        }

        DanglingReferences.Warn(context, removed);
    }
}
