using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Istio;

/// <summary>
/// The mode of a proxy. Istio's agent takes the mode as the argument after its command: <c>proxy router --domain …</c> (Istio 1.0 to
/// 1.31); without one it is a sidecar.
/// </summary>
internal static class ProxyMode
{
    /// <summary>The mode of gateways.</summary>
    public const string Router = "router";

    /// <summary>The mode of sidecars.</summary>
    public const string Sidecar = "sidecar";

    private static readonly char[] Blanks = [' ', '\t', '\n'];

    /// <summary>
    /// The agent's long flags without a value (Istio 1.0 to 1.31); the argument after any other long flag without <c>=</c> is its value.
    /// </summary>
    private static readonly HashSet<string> Switches = new(
        ["--log_as_json", "--log_caller", "--disableInternalTelemetry", "--controlPlaneBootstrap", "--sds", "--help"],
        StringComparer.Ordinal
    );

    /// <summary>True for the mode of a proxy that is not a sidecar: of gateways, waypoints and ztunnel (Istio 1.18 and later).</summary>
    public static bool IsNotSidecar(string? mode) => mode is Router or "waypoint" or "ztunnel";

    /// <summary>The mode, also in the command line of a shell; null when none is given.</summary>
    public static string? Of(Container proxy)
    {
        var isCommandGiven = false;
        var isValue = false;
        foreach (var argument in (proxy.Node.Find("command")?.Items ?? default).Concat(proxy.Node.Find("args")?.Items ?? default))
        {
            var text = argument.Text ?? "";
            if (isValue)
            {
                // Also an argument that starts with a dash, as the agent's library for flags (pflag) reads it.
                isValue = false;
            }
            else if (text.StartsWith('-'))
            {
                isValue =
                    text.StartsWith("--", StringComparison.Ordinal)
                    && !text.Contains('=', StringComparison.Ordinal)
                    && !Switches.Contains(text);
            }
            else
            {
                foreach (var word in text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
                {
                    if (isCommandGiven)
                    {
                        return word;
                    }

                    isCommandGiven = word == "proxy";
                }
            }
        }

        return null;
    }
}
