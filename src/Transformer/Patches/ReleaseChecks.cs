using KymaIstioTransform.Istio;

namespace KymaIstioTransform.Patches;

/// <summary>
/// The checks that later releases of Kyma made on a user's own Istio: the version (all), the policy checks of mixer (1.1 to 1.15) and
/// automatic injection (1.2.2 and later). Each only on request; nothing is changed. That of mutual TLS is a part of <see cref="SecurityPrecondition"/>.
/// </summary>
internal sealed class ReleaseChecks : IPatch
{
    public string Name => "release-checks";

    public string Summary => "precondition, on request: version, policy checks and injection are as a Kyma release demanded";

    public void Apply(PatchRun run)
    {
        var checks = run.Options.Checks;
        if (checks.Istio is { } range)
        {
            CheckVersion(run, range);
        }

        if (checks.PolicyChecks)
        {
            CheckPolicies(run);
        }

        if (checks.Injection)
        {
            CheckInjection(run);
        }
    }

    private static void CheckVersion(PatchRun run, IstioRange range)
    {
        if (run.Istio.ControlPlanes.Count == 0)
        {
            run.Fail($"Istio must be {range.Text}, but the input has no control plane that tells its version");
        }

        foreach (var controlPlane in run.Istio.ControlPlanes)
        {
            var version = IstioInstallation.VersionOf(controlPlane);
            if (version is null || !range.Contains(version))
            {
                run.Fail($"{controlPlane.Id}: Istio must be {range.Text}, but this is {version?.ToString() ?? "of a version that its image does not tell"}", run.Manifest.Locate(controlPlane));
            }
        }
    }

    /// <summary>Kyma's job looked for <c>disablePolicyChecks: true</c> in the mesh configuration; mixer is gone from Istio 1.8 on.</summary>
    private static void CheckPolicies(PatchRun run)
    {
        foreach (var configMap in run.Istio.Meshes)
        {
            var mesh = run.Edit(configMap).Open(MeshConfig.Text(configMap)!.Value);
            if (mesh.Root.Tree is not null && mesh.Root.Find("disablePolicyChecks") is { } disabled && disabled.Is("true"))
            {
                run.Fail($"{configMap.Id}: mixer's policy checks must be on, but disablePolicyChecks is true (render the chart with --set global.disablePolicyChecks=false)", mesh.Locate(disabled));
            }
        }
    }

    private static void CheckInjection(PatchRun run)
    {
        if (run.Istio.Injectors.Count == 0)
        {
            run.Fail("sidecars must be injected automatically, but the input has no ConfigMap istio-sidecar-injector");
        }

        foreach (var injector in run.Istio.Injectors)
        {
            var config = run.Edit(injector).Open(InjectorConfig.Config(injector)!.Value);
            if (config.Root.Find("policy") is { } policy && !policy.Is("enabled"))
            {
                run.Fail($"{injector.Id}: sidecars must be injected automatically, but the policy is {policy.Value} (use --injection-policy enabled on what you render)", config.Locate(policy));
            }
        }
    }
}
