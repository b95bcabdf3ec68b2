using KymaIstioTransform.Istio;
using KymaIstioTransform.Manifests;
using KymaIstioTransform.Syntax;

namespace KymaIstioTransform.Patches;

/// <summary>
/// Tells Pilot of Kyma's webhook. Only Pilot 1.0 knows the flag; a later one would not start with it. Kyma's Job replaced the whole
/// argument list and so dropped what else stood there.
/// </summary>
internal sealed class PilotWebhook : IPatch
{
    private const string Flag = "--webhookEndpoint";
    private const string WebhookName = "istio-webhook";
    private const string ScriptFolder = "/istio-webhook/scripts";
    private const string ScriptFile = "plugin.lua";
    private const string Port = "5000";

    public string Name => "pilot-webhook";

    public string Summary => "Pilot 1.0 calls Kyma's webhook";

    public void Apply(PatchRun run)
    {
        if (run.Istio.ControlPlanes.Count == 0)
        {
            run.Skip("Deployment istio-pilot", "the input has none");
            return;
        }

        var patched = false;
        foreach (var pilot in run.Istio.ControlPlanes)
        {
            if (run.Istio.Era != IstioEra.V1_0)
            {
                run.Skip(pilot.Id.ToString(), $"only Pilot 1.0 knows {Flag}, and this is {IstioInstallation.VersionOf(pilot)?.ToString() ?? "another release"}: it would not start");
                continue;
            }

            Patch(run, pilot);
            patched = true;
        }

        if (patched)
        {
            Webhook(run);
        }
    }

    private static void Patch(PatchRun run, Resource pilot)
    {
        var endpoint = run.Options.PilotWebhook.Endpoint;
        var container = IstioInstallation.Discovery(pilot)!.Node;
        var editor = run.Edit(pilot);
        var flags = CommandLineFlag.Find(container, Flag).ToList();
        foreach (var flag in flags)
        {
            editor.Set(flag.Item, flag.Prefix + endpoint);
        }

        if (flags.Count > 0)
        {
            return;
        }

        if (container.Find("args") is { IsSequence: true } args)
        {
            editor.AddItem(args, Flag);
            editor.AddItem(args, endpoint);
        }
        else
        {
            // The image's own command is pilot-discovery; without arguments it would not serve.
            throw run.Refusal(pilot, container.Span.Start, "the container discovery has no list args to add the webhook to (is this a Pilot of another kind? use --skip pilot-webhook)");
        }
    }

    private static void Webhook(PatchRun run)
    {
        var host = new Uri(run.Options.PilotWebhook.Endpoint).Host.Split('.')[0];
        if (run.Options.PilotWebhook.Image is { } image)
        {
            AddObjects(run, image, run.Options.PilotWebhook.Script);
        }
        else if (!run.Manifest.OfKind("Service").Any(s => s.Name == host))
        {
            run.Warn($"the input has no Service {host} for {run.Options.PilotWebhook.Endpoint} (add it, or let --webhook-image add it)");
        }
    }

    /// <summary>The webhook's own objects, as Kyma's chart had them (seed and 0.5.0), with the script path that 0.5.0 corrected.</summary>
    private static void AddObjects(PatchRun run, string image, string? script)
    {
        var metadata = Metadata(run.Istio.Namespace);
        if (script is not null)
        {
            AddOnce(run, "v1", "ConfigMap", [("metadata", metadata), ("data", new YamlMap((ScriptFile, YamlValue.Of(script))))]);
        }

        var arguments = script is null
            ? new YamlList(YamlValue.Of("--port"), YamlValue.Of(Port))
            : new YamlList(YamlValue.Of("--script"), YamlValue.Of($"{ScriptFolder}/{ScriptFile}"), YamlValue.Of("--port"), YamlValue.Of(Port));
        var labels = new YamlMap(("app", YamlValue.Of(WebhookName)), ("version", YamlValue.Of("v1")));
        List<(string, YamlValue)> container =
        [
            ("name", YamlValue.Of(WebhookName)),
            ("image", YamlValue.Of(image)),
            ("imagePullPolicy", YamlValue.Of("IfNotPresent")),
            ("args", arguments),
            ("ports", new YamlList(new YamlMap(("containerPort", new YamlLiteral(Port))))),
        ];
        List<(string, YamlValue)> pod = [];
        if (script is not null)
        {
            container.Add(("volumeMounts", new YamlList(new YamlMap(("name", YamlValue.Of("script")), ("mountPath", YamlValue.Of(ScriptFolder))))));
            pod.Add(("volumes", new YamlList(new YamlMap(("name", YamlValue.Of("script")), ("configMap", new YamlMap(("name", YamlValue.Of(WebhookName))))))));
        }

        pod.Insert(0, ("containers", new YamlList(new YamlMap(container))));
        AddOnce(run, "apps/v1", "Deployment",
        [
            ("metadata", metadata),
            ("spec", new YamlMap(
                ("replicas", new YamlLiteral("1")),
                ("selector", new YamlMap(("matchLabels", labels))),
                ("template", new YamlMap(("metadata", new YamlMap(("labels", labels))), ("spec", new YamlMap(pod)))))),
        ]);
        AddOnce(run, "v1", "Service",
        [
            ("metadata", new YamlMap([.. metadata.Entries, ("annotations", new YamlMap(($"auth.istio.io/{Port}", YamlValue.Of("NONE"))))])),
            ("spec", new YamlMap(
                ("ports", new YamlList(new YamlMap(("name", YamlValue.Of("http")), ("port", new YamlLiteral(Port))))),
                ("selector", new YamlMap(("app", YamlValue.Of(WebhookName)))))),
        ]);
    }

    private static YamlMap Metadata(string istioNamespace) => new(
        ("name", YamlValue.Of(WebhookName)),
        ("namespace", YamlValue.Of(istioNamespace)),
        ("labels", new YamlMap(("app", YamlValue.Of(WebhookName)))));

    private static void AddOnce(PatchRun run, string apiVersion, string kind, IReadOnlyList<(string, YamlValue)> content)
    {
        var id = new ResourceId(apiVersion, kind, run.Istio.Namespace, WebhookName);
        if (run.Manifest.Resources.Any(r => r.Kind == kind && r.Name == WebhookName && r.Namespace == id.Namespace))
        {
            run.Skip(id.ToString(), "the input has it already");
            return;
        }

        run.Add(id, new YamlMap([("apiVersion", YamlValue.Of(apiVersion)), ("kind", YamlValue.Of(kind)), .. content]), $"because of --webhook-image {run.Options.PilotWebhook.Image}");
    }
}
