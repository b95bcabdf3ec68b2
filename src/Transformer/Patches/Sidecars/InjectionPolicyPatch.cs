using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>
/// Sets the injector's policy: which pods get a sidecar by default. Kyma disabled it up to release 0.6 and enabled it from 0.7 on.
/// </summary>
internal sealed class InjectionPolicyPatch : IPatch
{
    public string Name => "injection-policy";

    public string Summary => "set Kyma's injection policy in the sidecar injector";

    public void Apply(PatchContext context)
    {
        WebhookNamespaces.Apply(context, context.Options.InjectionNamespaces);
        var policy = context.Options.InjectionPolicy;
        var isExplicit = policy is InjectionPolicy.Disabled or InjectionPolicy.Enabled;
        if (policy == InjectionPolicy.Auto)
        {
            policy =
                context.Istio.Kind == ControlPlaneKind.V1_0
                || (context.Istio.Kind == ControlPlaneKind.Unknown && context.Istio.Version?.Is(1, 0) == true)
                    ? InjectionPolicy.Disabled
                    : InjectionPolicy.Keep;
        }

        foreach (var injector in context.Istio.Injectors)
        {
            Set(context, injector, policy);
        }

        var declared = isExplicit ? DeclarativeIstio.All(context.Manifest).Where(i => i.ValuesPath.Length > 0).ToList() : [];
        declared.ForEach(i =>
            context
                .Edit(i.Resource)
                .SetPath(
                    i.Resource.Root,
                    [.. i.ValuesPath, "global", "proxy", "autoInject"],
                    policy == InjectionPolicy.Disabled ? "disabled" : "enabled"
                )
        );
        if (context.Istio.Injectors.Count == 0 && declared.Count == 0)
        {
            // A stream with only gateways has no injector. A control plane without an injector cannot inject as requested.
            var kind = isExplicit && context.Istio.ControlPlanes.Count > 0 ? SkipKind.NotDone : SkipKind.NotApplicable;
            context.Skip(kind, "ConfigMap istio-sidecar-injector", "the input has no sidecar injector");
        }
    }

    private static void Set(PatchContext context, Resource injector, InjectionPolicy policy)
    {
        if (policy == InjectionPolicy.Keep)
        {
            return;
        }

        var config = context.Edit(injector).Open(InjectorConfig.Config(injector)!.Value);
        if (config.Root.Find("policy") is { } current)
        {
            config.Set(current, policy == InjectionPolicy.Disabled ? "disabled" : "enabled");
        }
        else
        {
            context.NotDone(injector, "its configuration has no policy");
        }
    }
}
