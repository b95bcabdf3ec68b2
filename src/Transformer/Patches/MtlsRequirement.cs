using KymaIstioTransform.Istio;
using KymaIstioTransform.Manifests;

namespace KymaIstioTransform.Patches;

/// <summary>
/// The mutual TLS that a Kyma release demanded of the mesh: none (0.6 to 0.8), permissive (0.9), strict (1.0 and later).
/// </summary>
internal static class MtlsRequirement
{
    /// <exception cref="ManifestException">The mesh has another mode, or none can be seen.</exception>
    public static void Check(PatchRun run, MtlsMode required)
    {
        var mtls = MeshMtls.Find(run.Manifest, run.Istio);
        if (mtls.Mode == required)
        {
            return;
        }

        var place = mtls.At is { } at ? $"{at}: " : "";
        var found = (mtls.Mode, mtls.Policy) switch
        {
            (null, _) => "the input has neither a policy nor a control plane to tell it",
            ({ } mode, { } policy) => $"{policy} makes it {Word(mode)}",
            ({ } mode, null) => $"it is {Word(mode)}, since the input has no policy for the whole mesh",
        };
        throw new ManifestException($"{place}security: mutual TLS must be {Word(required)}, but {found} ({Remedy(run.Istio.Era, required)}, or --require-mtls any)");
    }

    private static string Remedy(IstioEra era, MtlsMode required) => era switch
    {
        IstioEra.V1_0 or IstioEra.Pilot when required == MtlsMode.Strict => "render the chart with --set global.mtls.enabled=true",
        IstioEra.V1_0 or IstioEra.Pilot when required == MtlsMode.Permissive => "render the chart with --set global.mtls.enabled=false",
        IstioEra.V1_0 or IstioEra.Pilot => "take the MeshPolicy default out",
        _ => $"give a PeerAuthentication default with the mode {(required == MtlsMode.Off ? "DISABLE" : Word(required).ToUpperInvariant())} in Istio's namespace",
    };

    private static string Word(MtlsMode mode) => mode switch
    {
        MtlsMode.Off => "off",
        MtlsMode.Permissive => "permissive",
        _ => "strict",
    };
}
