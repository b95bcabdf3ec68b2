using KymaIstioTransform.Istio;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Security;

/// <summary>
/// The checks that later releases of Kyma ran on a user's own Istio: the version (all), the policy checks of Mixer (1.1 to 1.15) and
/// automatic injection (1.2.2 and later). Each check runs only on request and changes nothing. <see cref="SecurityPrecondition"/> includes
/// the check of mutual TLS.
/// </summary>
internal sealed class ReleaseChecks : IPatch
{
    public string Name => "release-checks";

    public string Summary => "check what a Kyma release requires (with --require-istio, --require-policy-checks or --require-injection)";

    public bool IsOn(TransformOptions options) => options.Checks is not { Istio: null, PolicyChecks: false, Injection: false };

    public void Apply(PatchContext context)
    {
        var checks = context.Options.Checks;
        if (checks.Istio is { } range)
        {
            CheckVersion(context, range);
        }

        if (checks.PolicyChecks)
        {
            CheckPolicies(context);
        }

        if (checks.Injection)
        {
            CheckInjection(context);
        }
    }

    private static void CheckVersion(PatchContext context, IstioRange range)
    {
        if (context.Istio.ControlPlanes.Count == 0)
        {
            context.Fail($"Istio must be {range.Text}, but the input has no control plane with a known version");
        }

        foreach (var controlPlane in context.Istio.ControlPlanes)
        {
            var version = IstioInstallation.VersionOf(controlPlane);
            if (version is null || !range.Contains(version))
            {
                context.Fail(
                    $"{controlPlane.Id}: Istio must be {range.Text}, but this is "
                    + $"{version?.ToString() ?? "an unknown version"}",
                    context.Manifest.Locate(controlPlane)
                );
            }
        }
    }

    /// <summary>Kyma's Job looked for <c>disablePolicyChecks: true</c> in the mesh configuration. Istio 1.8 removed Mixer.</summary>
    private static void CheckPolicies(PatchContext context)
    {
        foreach (var configMap in context.Istio.Meshes)
        {
            var mesh = EmbeddedYaml.Of(MeshConfig.Text(configMap)!.Value);
            if (mesh.Root.Find("disablePolicyChecks") is { } disabled && disabled.Is("true"))
            {
                context.Fail(
                    $"{configMap.Id}: Mixer's policy checks must be enabled, but disablePolicyChecks is true (render the chart with --set "
                    + "global.disablePolicyChecks=false)",
                    context.Manifest.Locate(configMap, mesh.ToSource(disabled))
                );
            }
        }
    }

    private static void CheckInjection(PatchContext context)
    {
        if (context.Istio.Injectors.Count == 0)
        {
            context.Fail("sidecars must be injected automatically, but the input has no ConfigMap istio-sidecar-injector");
        }

        foreach (var injector in context.Istio.Injectors)
        {
            var config = EmbeddedYaml.Of(InjectorConfig.Config(injector)!.Value);
            if (config.Root.Find("policy") is { } policy && !policy.Is("enabled"))
            {
                context.Fail(
                    $"{injector.Id}: sidecars must be injected automatically, but the policy is {policy.Value} (set "
                    + "--injection-policy enabled when you render it)",
                    context.Manifest.Locate(injector, config.ToSource(policy))
                );
            }
        }
    }
}
