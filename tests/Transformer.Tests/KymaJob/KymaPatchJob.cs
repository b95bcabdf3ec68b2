using System.Text.Json;
using System.Text.Json.Nodes;

namespace KymaIstioTransform.Tests.KymaJob;

/// <summary>What the installer passed to the chart <c>istio-kyma-patch</c>.</summary>
/// <param name="Release">The Kyma release: 0.5 or 0.6.</param>
/// <param name="IsLocalEnv">The value <c>global.isLocalEnv</c>.</param>
/// <param name="TlsCrt">The value <c>global.tlsCrt</c>: base64 of PEM.</param>
/// <param name="TlsKey">The value <c>global.tlsKey</c>: base64 of PEM.</param>
internal sealed record JobSettings(string Release, bool IsLocalEnv, string TlsCrt, string TlsKey);

/// <summary>
/// An independent model of the Job <c>istio-kyma-patch</c> of Kyma 0.5.0 and 0.6.0, faults included: the objects of its chart
/// (<c>resources/istio-kyma-patch/templates</c>) and, step by step and in the same order, its script
/// (<c>components/istio-kyma-patch/patch.sh</c>) with its configuration (<c>templates/configmap.yaml</c>).
/// The one thing left out is the restart of the gateway's pods: pods are not in a manifest.
/// </summary>
internal sealed class KymaPatchJob(JobSettings settings, Cluster cluster)
{
    private const string Zipkin = "zipkin.kyma-system:9411";
    private const string RequiredVersion = "1.0.2";
    private const string RequiredDefinition = "policies.authentication.istio.io";

    /// <summary>The lines of the file <c>delete</c>, in order, with kubectl's short names resolved to kinds.</summary>
    private static readonly (string Kind, string Name)[] DeleteList =
    [
        ("Deployment", "prometheus"),
        ("ConfigMap", "prometheus"),
        ("Service", "prometheus"),
        ("ServiceAccount", "prometheus"),
        ("Deployment", "servicegraph"),
        ("Service", "servicegraph"),
        ("Deployment", "grafana"),
        ("ConfigMap", "grafana"),
        ("Policy", "grafana-ports-mtls-disabled"),
        ("PersistentVolumeClaim", "istio-grafana-pvc"),
        ("Secret", "grafana"),
        ("Service", "grafana"),
        ("Deployment", "istio-tracing"),
        ("Service", "zipkin"),
        ("Service", "tracing"),
        ("Service", "jaeger-query"),
        ("Service", "jaeger-agent"),
        ("Service", "jaeger-collector"),
    ];

    /// <summary>The kubectl calls that failed. The real script exits at the first one; the model continues.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Runs the Job. Returns the message of the precondition that stops it before it changes anything, else null.</summary>
    public string? Run()
    {
        InstallChart();
        if (CheckPreconditions() is { } rejection)
        {
            return rejection;
        }

        ConfigureSidecarInjector();
        RunAllPatches();
        foreach (var (kind, name) in DeleteList)
        {
            cluster.Delete(kind, name);
        }

        return null;
    }

    private void InstallChart()
    {
        Apply(
            $$"""
            {
              "apiVersion": "v1",
              "kind": "Secret",
              "metadata": {"name": "istio-ingressgateway-certs", "namespace": "istio-system"},
              "type": "kubernetes.io/tls",
              "data": {"tls.crt": "{{settings.TlsCrt}}", "tls.key": "{{settings.TlsKey}}"}
            }
            """
        );
        if (settings.Release == "0.5")
        {
            Apply(
                """
                {
                  "apiVersion": "v1",
                  "kind": "ConfigMap",
                  "metadata": {"name": "istio-webhook"},
                  "data": {"plugin.lua": "-- script\n"}
                }
                """
            );
            Apply(
                """
                {
                  "apiVersion": "v1",
                  "kind": "Service",
                  "metadata": {
                    "name": "istio-webhook",
                    "namespace": "istio-system",
                    "labels": {"app": "istio-webhook"},
                    "annotations": {"auth.istio.io/5000": "NONE"}
                  },
                  "spec": {"ports": [{"name": "http", "port": 5000}], "selector": {"app": "istio-webhook"}}
                }
                """
            );
            Apply(
                """
                {
                  "apiVersion": "extensions/v1beta1",
                  "kind": "Deployment",
                  "metadata": {"name": "istio-webhook", "namespace": "istio-system"},
                  "spec": {
                    "replicas": 1,
                    "template": {
                      "metadata": {"labels": {"app": "istio-webhook", "version": "v1"}},
                      "spec": {
                        "containers": [
                          {
                            "image": "example/istio-webhook:0.5.0",
                            "name": "istio-webhook",
                            "ports": [{"containerPort": 5000}],
                            "args": ["--script", "/istio-webhook/scripts/plugin.lua", "--port", "5000"],
                            "volumeMounts": [{"name": "config-volume", "mountPath": "/istio-webhook/scripts"}]
                          }
                        ],
                        "volumes": [{"name": "config-volume", "configMap": {"name": "istio-webhook"}}]
                      }
                    }
                  }
                }
                """
            );
        }
    }

    private void Apply(string json) => cluster.Apply(JsonNode.Parse(json)!.AsObject());

    /// <summary>require_istio_version, require_mtls_disabled (0.6) and check_requirements.</summary>
    private string? CheckPreconditions()
    {
        var image = (string?)Containers("istio-pilot")?[0]?["image"];
        var version = image?.Split(':') is [_, var second, ..] ? second : "";
        if (version != RequiredVersion)
        {
            return $"Istio must be in version: {RequiredVersion}!";
        }

        // jsonpath prints the list of peers, and grep looks for the text: an empty "mtls" counts too.
        if (
            settings.Release == "0.6"
            && cluster.Find("MeshPolicy", "default")?["spec"]?["peers"]?.ToJsonString().Contains("mtls", StringComparison.Ordinal) == true
        )
        {
            return "mTLS must be disabled";
        }

        return cluster.Find("CustomResourceDefinition", RequiredDefinition) is null
            ? $"Cannot find required CRD {RequiredDefinition}"
            : null;
    }

    private void ConfigureSidecarInjector()
    {
        var data = cluster.Find("ConfigMap", "istio-sidecar-injector")?["data"];
        var text = ((string?)data?["config"])?.TrimEnd('\n');
        if (data is null || text?.Contains("policy: enabled", StringComparison.Ordinal) != true)
        {
            return;
        }

        var lines = text.Split('\n')
            .Select(l => First(l, "policy: enabled", "policy: disabled"))
            .Select(l => l.Replace("[[ .ProxyConfig.ZipkinAddress ]]", Zipkin, StringComparison.Ordinal));
        lines = lines.SelectMany(l =>
            First(
                    l,
                    "    resources:",
                    "    resources:\n      limits: { memory: 128Mi, cpu: 100m }\n      requests: { memory: 128Mi, cpu: 10m }"
                )
                .Split('\n')
        );
        lines = lines.SelectMany(l =>
            l.Contains("  - name: istio-", StringComparison.Ordinal)
                ? [l, "    resources: { limits: { memory: 128Mi, cpu: 100m }, requests: { memory: 128Mi, cpu: 10m } }"]
                : new[] { l }
        );

        // The script escapes line breaks and quotes for JSON, and nothing else.
        var escaped = string.Join("\\n", lines).Replace("\"", "\\\"", StringComparison.Ordinal);
        try
        {
            data["config"] = JsonNode.Parse($"\"{escaped}\"");
        }
        catch (JsonException)
        {
            Failures.Add("kubectl patch configmap istio-sidecar-injector: invalid JSON");
        }
    }

    /// <summary>sed without the flag g: the first occurrence in a line.</summary>
    private static string First(string line, string old, string replacement) =>
        line.IndexOf(old, StringComparison.Ordinal) is >= 0 and var at ? line[..at] + replacement + line[(at + old.Length)..] : line;

    private void RunAllPatches()
    {
        Replace("istio-ingressgateway", 15, Zipkin);
        if (settings.IsLocalEnv)
        {
            AddHostPort(0, 80);
            AddHostPort(1, 443);
        }

        Replace("istio-egressgateway", 15, Zipkin);
        if (settings.Release == "0.5" && Deployment("istio-pilot") is not null)
        {
            Containers("istio-pilot")![0]!["args"] = new JsonArray("discovery", "--webhookEndpoint", "http://istio-webhook:5000");
        }

        Replace("istio-policy", 4, $"--trace_zipkin_url=http://{Zipkin}/api/v1/spans");
        Replace("istio-telemetry", 4, $"--trace_zipkin_url=http://{Zipkin}/api/v1/spans");
    }

    /// <summary>{"op": "replace", "path": "/spec/template/spec/containers/0/args/INDEX"}</summary>
    private void Replace(string deployment, int index, string value)
    {
        if (Deployment(deployment) is null)
        {
            return;
        }

        if (Containers(deployment)?[0]?["args"] is JsonArray args && index < args.Count)
        {
            args[index] = value;
        }
        else
        {
            Failures.Add($"kubectl patch deployment {deployment}: no args/{index}");
        }
    }

    /// <summary>{"op": "add", "path": "/spec/template/spec/containers/0/ports/INDEX/hostPort"}</summary>
    private void AddHostPort(int index, int port)
    {
        if (Deployment("istio-ingressgateway") is not null)
        {
            Containers("istio-ingressgateway")![0]!["ports"]![index]!["hostPort"] = (long)port;
        }
    }

    /// <summary>
    /// The script looks for NotFound in standard output, but kubectl writes it to standard error: an absent Deployment ends it.
    /// </summary>
    private JsonObject? Deployment(string name)
    {
        if (cluster.Find("Deployment", name) is { } found)
        {
            return found;
        }

        Failures.Add($"kubectl patch deployment {name}: NotFound");
        return null;
    }

    private JsonArray? Containers(string deployment) =>
        cluster.Find("Deployment", deployment)?["spec"]?["template"]?["spec"]?["containers"]?.AsArray();
}
