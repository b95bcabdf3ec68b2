using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Cli.Callers;

/// <summary>
/// Detects Helm as the caller of a post-renderer and reports which objects it does not pass on: no patch can change those.
/// </summary>
internal static class HelmCaller
{
    /// <summary>True when Helm is the caller: Helm handles hooks itself.</summary>
    public static bool Calls(CommandLineEnvironment host) => IsHelm4(host) || IsHelm3(host);

    /// <summary>Warnings for the user; empty when Helm is not the caller.</summary>
    public static IEnumerable<Notice> Withheld(CommandLineEnvironment host) =>
        IsHelm4(host)
            ? [new Notice(null, "Helm 4 installs the definitions in a chart's crds folder itself: they are not transformed")]
        : IsHelm3(host)
            ?
            [
                new Notice(
                    null,
                    "Helm 3 installs hooks and the definitions in a chart's crds folder itself: they are not transformed"
                ),
            ]
        : [];

    private static bool IsHelm4(CommandLineEnvironment host) => !string.IsNullOrEmpty(host.Environment("HELM_PLUGIN_NAME"));

    private static bool IsHelm3(CommandLineEnvironment host) => host.Parent()?.StartsWith("helm", StringComparison.Ordinal) == true;
}
