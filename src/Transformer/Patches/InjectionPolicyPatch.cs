using KymaIstioTransform.Istio;
using KymaIstioTransform.Manifests;

namespace KymaIstioTransform.Patches;

/// <summary>Sets the injector's policy: who gets a sidecar without saying so. Kyma disabled it up to release 0.6 and enabled it from 0.7 on.</summary>
internal sealed class InjectionPolicyPatch : IPatch
{
    public string Name => "injection-policy";

    public string Summary => "the sidecar injector's policy is the one Kyma sets";

    public void Apply(PatchRun run)
    {
        var policy = run.Options.InjectionPolicy;
        if (policy == InjectionPolicy.Auto)
        {
            policy = run.Istio.Era == IstioEra.V1_0 || (run.Istio.Era == IstioEra.Unknown && run.Istio.Version?.Is(1, 0) == true) ? InjectionPolicy.Disabled : InjectionPolicy.Keep;
        }

        foreach (var injector in run.Istio.Injectors)
        {
            Set(run, injector, policy);
        }

        if (run.Istio.Injectors.Count == 0)
        {
            run.Skip("ConfigMap istio-sidecar-injector", "the input has no injector");
        }
    }

    private static void Set(PatchRun run, Resource injector, InjectionPolicy policy)
    {
        if (policy == InjectionPolicy.Keep)
        {
            return;
        }

        var config = run.Edit(injector).Open(InjectorConfig.Config(injector)!.Value);
        if (config.Root.Find("policy") is { } current)
        {
            config.Set(current, policy == InjectionPolicy.Disabled ? "disabled" : "enabled");
        }
        else
        {
            run.Skip(injector.Id.ToString(), "its configuration has no policy");
        }
    }
}
