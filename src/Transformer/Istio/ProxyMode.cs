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

    /// <summary>
    /// The agent's flags without a value (Istio 1.0 to 1.31); the argument after any other flag without <c>=</c> is its value.
    /// </summary>
    private static readonly HashSet<string> Switches = new(
        ["--log_as_json", "--log_caller", "--disableInternalTelemetry", "--controlPlaneBootstrap", "--sds", "--help", "-h"],
        StringComparer.Ordinal
    );

    /// <summary>The mode; null when none is given.</summary>
    public static string? Of(Container proxy)
    {
        var isCommandGiven = false;
        var isValue = false;
        foreach (var argument in (proxy.Node.Find("command")?.Items ?? default).Concat(proxy.Node.Find("args")?.Items ?? default))
        {
            var text = argument.Text ?? "";
            if (text.StartsWith('-'))
            {
                isValue = !text.Contains('=', StringComparison.Ordinal) && !Switches.Contains(text);
            }
            else if (isValue)
            {
                isValue = false;
            }
            else if (isCommandGiven)
            {
                return text;
            }
            else
            {
                isCommandGiven = text == "proxy";
            }
        }

        return null;
    }
}
