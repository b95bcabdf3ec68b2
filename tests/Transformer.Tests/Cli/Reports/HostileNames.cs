using System.Text.Json;

namespace KymaIstioTransform.Tests.Cli.Reports;

/// <summary>
/// Names and values that try to inject content into a report: markup, escape sequences, line breaks, syntax of other formats.
/// </summary>
internal static class HostileNames
{
    public static IReadOnlyList<string> All { get; } =
    [
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!--<script>",
        "a\n::error file=x::forged",
        "a\r\n::set-output name=x::y",
        "%0A::error::forged",
        "\e[31mred\e[2J",
        "\e]8;;http://evil.example\e\\link\e]8;;\e\\",
        "\u202eevil\u2066",
        "zero\u200bwidth\ufeff",
        "\u2028line\u2029paragraph",
        "]]><failure/>",
        "&amp;&#x0;",
        "| pipe | `code` | **bold** | @everyone | #1 | [x](http://evil.example)",
        "\ufffe\uffff\u0001\u0085\u009b",
        "\"quoted\\\"",
    ];

    /// <summary>A Service of a removed addon for each name, with the name in its name, namespace, labels and template.</summary>
    public static string Stream { get; } = StreamOf(All);

    /// <summary>The same for other names.</summary>
    public static string StreamOf(IEnumerable<string> names) => string.Concat(names.Select(Document));

    private static string Document(string name, int number)
    {
        var text = Escaped(name);
        var kind = number % 2 == 0 ? "Deployment" : "Service";
        return """
            ---
            {"apiVersion": "v1", "kind": "KIND",
             "metadata": {"name": "grafana", "namespace": "istio-system",
                          "labels": {"app": "grafana", "chart": "grafana", "release": "istio", "x": TEXT}},
             "spec": {"ports": [{"name": TEXT, "port": PORT}], "template": {"spec": {"containers": [
                 {"name": "app", "image": "app"},
                 {"name": "istio-proxy", "image": TEXT,
                  "args": ["proxy", "sidecar", "--serviceCluster", TEXT, "--zipkinAddress", "zipkin:9411"]}
             ]}}}}
            ---
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": TEXT, "namespace": TEXT},
             "spec": {"template": {"spec": {"containers": [
                 {"name": "app", "image": "app"},
                 {"name": "istio-proxy", "image": "x",
                  "args": ["proxy", "sidecar", "--serviceCluster", TEXT, "--zipkinAddress", "zipkin:9411"]}
             ]}}}}

            """.Replace("TEXT", text, StringComparison.Ordinal).Replace("KIND", kind, StringComparison.Ordinal).Replace(
            "PORT",
            $"{number + 1}",
            StringComparison.Ordinal
        );
    }

    /// <summary>As a JSON string in ASCII, because YAML rejects raw control characters.</summary>
    private static string Escaped(string text) => JsonSerializer.Serialize(text);
}
