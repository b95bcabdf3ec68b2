using KymaIstioTransform.Istio;

namespace KymaIstioTransform.Patches.Security;

/// <summary>
/// Checks the mesh's mutual TLS mode that a Kyma release required: none (0.6 to 0.8), permissive (0.9), strict (1.0 and later).
/// </summary>
internal static class MtlsCheck
{
    /// <summary>Fails when the mesh's mode differs from the required one or cannot be determined.</summary>
    public static void Check(PatchContext context)
    {
        var required = context.Options.Security.RequireMtls;
        if (required == MtlsRequirement.Any)
        {
            return;
        }

        var (mode, policy, at) = MeshMtls.Find(context.Manifest, context.Istio);
        if (mode is { } found && Allowed(found) == required)
        {
            return;
        }

        var reason = (mode, policy) switch
        {
            (null, _) => "the input has neither a mesh-wide policy nor a control plane",
            ({ } wrong, null) => $"it is {Word(Allowed(wrong))}: the input has no mesh-wide policy",
            ({ } wrong, _) => $"{policy} makes it {Word(Allowed(wrong))}",
        };
        context.Fail(
            $"mutual TLS must be {Word(required)}, but {reason} ({Remedy(context.Istio.Kind, required)}, or --require-mtls any)",
            at
        );
    }

    private static MtlsRequirement Allowed(MtlsMode mode) =>
        mode switch
        {
            MtlsMode.Strict => MtlsRequirement.Strict,
            MtlsMode.Permissive => MtlsRequirement.Permissive,
            _ => MtlsRequirement.Off,
        };

    private static string Remedy(ControlPlaneKind kind, MtlsRequirement required) =>
        (kind, required) switch
        {
            (ControlPlaneKind.V1_0 or ControlPlaneKind.Pilot, MtlsRequirement.Strict) =>
                "render the chart with --set global.mtls.enabled=true",
            (ControlPlaneKind.V1_0 or ControlPlaneKind.Pilot, MtlsRequirement.Permissive) =>
                "render the chart with --set global.mtls.enabled=false",
            (ControlPlaneKind.V1_0 or ControlPlaneKind.Pilot, _) => "remove the MeshPolicy default",
            (_, MtlsRequirement.Off) => "add a PeerAuthentication default with mode DISABLE in Istio's namespace",
            _ => $"add a PeerAuthentication default with mode {Word(required).ToUpperInvariant()} in Istio's namespace",
        };

    private static string Word(MtlsRequirement requirement) =>
        requirement switch
        {
            MtlsRequirement.Off => "off",
            MtlsRequirement.Permissive => "permissive",
            _ => "strict",
        };
}
