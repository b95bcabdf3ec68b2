using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches;

/// <summary>
/// Removes Helm's hooks when Helm does not apply the output. Istio up to 1.2 has the Job <c>istio-cleanup-secrets</c>, with its account and
/// roles, for cleanup after deletion. If it is applied with the other objects, it runs immediately and deletes the certificates of running
/// workloads.
/// </summary>
internal sealed class HelmHookRemoval : IPatch
{
    public string Name => "helm-hooks";

    public string Summary => "remove Helm hooks that run on uninstall: kubectl apply would run them";

    public bool AppliesTo(InputKind input) => input is InputKind.Release or InputKind.HooksOnly;

    public void Apply(PatchContext context)
    {
        Func<Resource, bool> isRemoved = context.Options.HelmHooks switch
        {
            HelmHookMode.Keep => _ => false,
            HelmHookMode.Drop => HelmHooks.Is,
            _ => HelmHooks.IsForDeletion,
        };
        foreach (var hook in context.Manifest.Resources.Where(isRemoved))
        {
            context.Remove(hook, $"a Helm hook for {string.Join(", ", hook.HookEvents)}");
        }
    }
}
