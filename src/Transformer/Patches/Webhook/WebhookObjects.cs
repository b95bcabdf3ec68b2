using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Webhook;

/// <summary>
/// The objects of the webhook that Pilot 1.0 calls, as in Kyma's chart (seed and 0.5.0). They have the script path that 0.5.0 corrected,
/// the API group that current clusters serve, and Istio's namespace on each object.
/// </summary>
internal static class WebhookObjects
{
    /// <summary>The name of the webhook's Deployment, Service and ConfigMap.</summary>
    public const string Name = "istio-webhook";

    private const string ScriptFolder = "/istio-webhook/scripts";
    private const string ScriptFile = "plugin.lua";
    private const string ScriptVolume = "config-volume";
    private const string Port = "5000";

    private static readonly YamlMap AppLabel = new(("app", YamlValue.Of(Name)));
    private static readonly YamlMap PodLabels = new(("app", YamlValue.Of(Name)), ("version", YamlValue.Of("v1")));

    /// <summary>Adds the objects that are missing in the input.</summary>
    public static void Add(PatchContext context, string image, string? script)
    {
        var metadata = new YamlMap(
            ("name", YamlValue.Of(Name)),
            ("namespace", YamlValue.Of(context.Istio.Namespace)),
            ("labels", AppLabel)
        );
        if (script is not null)
        {
            Add(context, "v1", "ConfigMap", metadata, ("data", new YamlMap((ScriptFile, YamlValue.Of(script)))));
        }

        Add(
            context,
            "apps/v1",
            "Deployment",
            metadata,
            ("spec", DeploymentSpec(script is null ? PodSpec(image) : PodSpecWithScript(image)))
        );
        Add(
            context,
            "v1",
            "Service",
            new YamlMap([.. metadata.Entries, ("annotations", new YamlMap(($"auth.istio.io/{Port}", YamlValue.Of("NONE"))))]),
            ("spec", ServiceSpec())
        );
    }

    private static void Add(PatchContext context, string apiVersion, string kind, YamlMap metadata, (string, YamlValue) content)
    {
        var id = new ResourceId(apiVersion, kind, context.Istio.Namespace, Name);
        if (context.Manifest.Resources.Any(r => r.Kind == kind && r.Name == Name && r.Namespace == id.Namespace))
        {
            context.NotApplicable(id.ToString(), "already in the input; kept");
            return;
        }

        context.Add(
            id,
            new YamlMap(("apiVersion", YamlValue.Of(apiVersion)), ("kind", YamlValue.Of(kind)), ("metadata", metadata), content),
            $"because of --webhook-image {context.Options.PilotWebhook.Image}"
        );
    }

    private static YamlMap DeploymentSpec(YamlMap podSpec) =>
        new(
            ("replicas", new YamlLiteral("1")),
            ("selector", new YamlMap(("matchLabels", PodLabels))),
            ("template", new YamlMap(("metadata", new YamlMap(("labels", PodLabels))), ("spec", podSpec)))
        );

    private static YamlMap PodSpec(string image) => new(("containers", new YamlList(new YamlMap(Container(image)))));

    private static YamlMap PodSpecWithScript(string image)
    {
        var mounts = new YamlList(new YamlMap(("name", YamlValue.Of(ScriptVolume)), ("mountPath", YamlValue.Of(ScriptFolder))));
        var volume = new YamlMap(("name", YamlValue.Of(ScriptVolume)), ("configMap", new YamlMap(("name", YamlValue.Of(Name)))));
        return new YamlMap(
            (
                "containers",
                new YamlList(new YamlMap([.. Container(image, "--script", $"{ScriptFolder}/{ScriptFile}"), ("volumeMounts", mounts)]))
            ),
            ("volumes", new YamlList(volume))
        );
    }

    private static (string, YamlValue)[] Container(string image, params string[] args) =>
        [
            ("name", YamlValue.Of(Name)),
            ("image", YamlValue.Of(image)),
            ("args", new YamlList([.. args.Append("--port").Append(Port).Select(YamlValue.Of)])),
            ("ports", new YamlList(new YamlMap(("containerPort", new YamlLiteral(Port))))),
        ];

    private static YamlMap ServiceSpec() =>
        new(("ports", new YamlList(new YamlMap(("name", YamlValue.Of("http")), ("port", new YamlLiteral(Port))))), ("selector", AppLabel));
}
