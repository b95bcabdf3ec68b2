using KymaIstioTransform.Patches.Addons;
using KymaIstioTransform.Patches.Certificates;
using KymaIstioTransform.Patches.Security;
using KymaIstioTransform.Patches.Sidecars;
using KymaIstioTransform.Patches.Tracing;
using KymaIstioTransform.Patches.User;
using KymaIstioTransform.Patches.Webhook;

namespace KymaIstioTransform.Patches;

/// <summary>
/// All patches in the order in which they run and are documented. Preconditions come first because they can stop the run.
/// </summary>
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
        new ExternalIstioPatch(),
    ];

    /// <summary>The user's changes, in their order. They run in a second pass over the result of the other patches.</summary>
    public static IReadOnlyList<IPatch> User { get; } = [new UserPatches(), new UserDeletions()];
}
