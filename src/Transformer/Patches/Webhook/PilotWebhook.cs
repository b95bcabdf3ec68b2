using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.CommandLines;

namespace KymaIstioTransform.Patches.Webhook;

/// <summary>
/// Configures Pilot to use Kyma's webhook. Only Pilot 1.0 has the flag; later versions would not start with it. Kyma's Job replaced the
/// whole argument list and so dropped the other arguments.
/// </summary>
internal sealed class PilotWebhook : IPatch
{
    private const string Flag = "--webhookEndpoint";

    public string Name => "pilot-webhook";

    public string Summary => "let Pilot 1.0 call Kyma's webhook";

    public void Apply(PatchContext context)
    {
        if (!context.Options.PilotWebhook.IsEnabled)
        {
            return;
        }

        // Without --webhook-image, the user has not requested the webhook.
        var kind = context.Options.PilotWebhook.Image is null ? SkipKind.NotApplicable : SkipKind.NotDone;
        if (context.Istio.ControlPlanes.Count == 0)
        {
            context.Skip(kind, "Deployment istio-pilot", "the input has no Pilot");
        }

        var patched = false;
        foreach (var pilot in context.Istio.ControlPlanes)
        {
            if (context.Istio.Kind != ControlPlaneKind.V1_0)
            {
                context.Skip(
                    kind,
                    pilot,
                    $"only Pilot 1.0 has {Flag}, but this is {IstioInstallation.VersionOf(pilot)?.ToString() ?? "another release"}: "
                    + "it would not start"
                );
                continue;
            }

            Patch(context, pilot);
            patched = true;
        }

        if (patched)
        {
            Webhook(context);
        }
    }

    private static void Patch(PatchContext context, Resource pilot)
    {
        var endpoint = context.Options.PilotWebhook.Endpoint;
        var container = IstioInstallation.Discovery(pilot)!.Node;
        var editor = context.Edit(pilot);
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
            // If the flag is the last argument, only its value is missing.
            if (!args.Items.Any() || !args.Items.Last().Is(Flag))
            {
                editor.AddItem(args, Flag);
            }

            editor.AddItem(args, endpoint);
        }
        else
        {
            // The image's entrypoint is pilot-discovery, which does not serve without arguments.
            throw context.Error(
                pilot,
                container.Span.Start,
                "the container discovery has no list args for the webhook's flag (if this is not Istio's Pilot, use --skip pilot-webhook)"
            );
        }
    }

    private static void Webhook(PatchContext context)
    {
        var (endpoint, image, script) = (
            context.Options.PilotWebhook.Endpoint,
            context.Options.PilotWebhook.Image,
            context.Options.PilotWebhook.Script
        );
        var host = new Uri(endpoint).Host.Split('.')[0];
        if (image is not null)
        {
            WebhookObjects.Add(context, image, script);
        }

        if (!context.Manifest.OfKind("Service").Any(s => s.Name == host) && (image is null || host != WebhookObjects.Name))
        {
            context.WarnOfChange(
                $"the input has no Service {host} for {endpoint} (add "
                + $"it{(host == WebhookObjects.Name ? ", or set --webhook-image" : "")})"
            );
        }
    }
}
