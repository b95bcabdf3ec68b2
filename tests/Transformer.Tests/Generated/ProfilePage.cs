using System.Text;
using KymaIstioTransform.Cli.Options;

namespace KymaIstioTransform.Tests.Generated;

/// <summary>The tables of docs/profiles.md, from the profile files: what each profile sets, and the source of each value.</summary>
internal static class ProfilePage
{
    /// <summary>The documents of all files in the order of <see cref="Profile.Names"/>.</summary>
    public static IReadOnlyList<ProfileDocument> Documents { get; } =
    [
        .. Directory
            .EnumerateFiles(ProfileDocument.Folder, "*.yaml")
            .SelectMany(ProfileDocument.Read)
            .OrderBy(d => Profile.Names.ToList().IndexOf(d.Name)),
    ];

    /// <summary>A row for each profile.</summary>
    public static string Settings()
    {
        var text = new StringBuilder(
            """
            | profile | Kyma | Istio | sidecar: requests, limits (CPU/memory) | istio-init | injection | tracing | Pilot webhook | checks |
            |---|---|---|---|---|---|---|---|---|

            """
        );
        foreach (var document in Documents)
        {
            string[] cells =
                document.Releases.Length > 0
                    ?
                    [
                        document.Releases,
                        document.Istio,
                        Resources(document, "sidecars"),
                        Resources(document, "sidecars.init"),
                        Injection(document),
                        Tracing(document),
                        document["pilotWebhook.enabled"] switch
                        {
                            "true" => "yes",
                            "false" => "no",
                            _ => "Istio 1.0",
                        },
                        Checks(document),
                    ]
                    :
                    [
                        "",
                        "",
                        Resources(document, "sidecars") + (document["ingressGateway.hostPorts"] == "true" ? "; host ports" : ""),
                        "",
                        "",
                        "",
                        "",
                        "",
                    ];
            text.Append($"| `{document.Name}` | ").AppendJoin(" | ", cells).Append(" |\n");
        }

        return text.ToString();
    }

    /// <summary>The sources of each profile, with the settings from each source.</summary>
    public static string Sources()
    {
        var text = new StringBuilder("| profile | source (tag and path) | settings |\n|---|---|---|\n");
        foreach (var document in Documents)
        {
            foreach (
                var source in document
                    .Settings.SelectMany(s => s.Source.Split(':')[0].Split("; "), (setting, source) => (setting, source))
                    .GroupBy(s => s.source, s => s.setting.Path)
            )
            {
                text.Append($"| `{document.Name}` | {Link(source.Key)} | {string.Join(", ", source.Select(p => $"`{p}`"))} |\n");
            }
        }

        return text.ToString();
    }

    private static string Link(string source) =>
        source.Split(' ') switch
        {
            [var tag, var path] => $"kyma-project/kyma {tag} `{path}`",
            [var repository, var tag, var path] => $"{repository} {tag} `{path}`",
            _ => source,
        };

    private static string Resources(ProfileDocument document, string path) =>
        document[$"{path}.requests.cpu"] is null
            ? "as the sidecar"
            : $"{document[$"{path}.requests.cpu"]}/{document[$"{path}.requests.memory"]}, "
                + $"{document[$"{path}.limits.cpu"]}/{document[$"{path}.limits.memory"]}";

    private static string Injection(ProfileDocument document) =>
        document["injection.policy"]
        + document["injection.namespaces"] switch
        {
            "all" => ", all namespaces",
            "labelled" => ", labelled namespaces",
            _ => "",
        };

    private static string Tracing(ProfileDocument document) =>
        (
            document["tracing.otlp.provider"] is { } provider
                ? $"{provider} ({document["tracing.otlp.type"]}, port {document["tracing.otlp.port"]})"
                : document["tracing.zipkinAddress"]
        ) + (document["tracing.mesh"] is { } mesh ? $", enableTracing {(mesh == "enabled" ? "true" : "false")}" : "");

    private static string Checks(ProfileDocument document)
    {
        List<string> checks = [];
        checks.AddRange(
            document["checks.istio"] is { } versions ? [$"Istio {versions.Replace(" || ", ", ", StringComparison.Ordinal)}"] : []
        );
        checks.AddRange(document["security.requireMtls"] is { } mtls ? [$"mutual TLS {mtls}"] : []);
        checks.AddRange(document["checks.policyChecks"] == "true" ? ["policy checks on"] : []);
        checks.AddRange(document["checks.injection"] == "true" ? ["injection on"] : []);
        return checks.Count == 0 ? "none" : string.Join("; ", checks);
    }
}
