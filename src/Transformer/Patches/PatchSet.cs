using KymaIstioTransform.Patches.Addons;
using KymaIstioTransform.Patches.Certificates;
using KymaIstioTransform.Patches.Security;
using KymaIstioTransform.Patches.Sidecars;
using KymaIstioTransform.Patches.Tracing;
using KymaIstioTransform.Patches.User;

namespace KymaIstioTransform.Patches;

/// <summary>All patches in the order they run and are documented in. Preconditions come first: they stop the run.</summary>
internal static class PatchSet
{
    public static IReadOnlyList<IPatch> All { get; } =
    [
        new SecurityPrecondition(),
        new ReleaseChecks(),
        new ServerFieldRemoval(),
        new SidecarResources(),
        new ZipkinAddress(),
        new PilotWebhook(),
        new IngressCertificates(),
        new AddonRemoval(),
        new InjectionPolicyPatch(),
        new HostPorts(),
        new HelmHookRemoval(),
        new BringYourOwnIstio(),
    ];

    /// <summary>What the user wants besides, in its order: a pass of its own over the result of the others.</summary>
    public static IReadOnlyList<IPatch> Own { get; } =
    [
        new UserPatches(),
        new UserDeletions(),
    ];
}
