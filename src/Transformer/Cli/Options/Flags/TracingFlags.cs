using CommandLine;

namespace KymaIstioTransform.Cli.Options.Flags;

/// <summary>The flags for tracing and for Pilot's webhook.</summary>
internal sealed class TracingFlags
{
    [Option("zipkin-address")]
    public string? ZipkinAddress
    {
        [Setting(
            OptionGroup.Tracing,
            "tracing.zipkinAddress",
            IsCommon = true,
            Placeholder = "HOST:PORT",
            Help = "where traces are sent",
            Default = TransformOptions.DefaultZipkinAddress
        )]
        get;
        set;
    }

    [Option("mesh-tracing")]
    public string? MeshTracing
    {
        [Setting(
            OptionGroup.Tracing,
            "tracing.mesh",
            Placeholder = "MODE",
            Help = "enableTracing of the mesh configuration: keep (as the chart says), enabled or disabled",
            Choices = typeof(TracingMode),
            Default = "keep"
        )]
        get;
        set;
    }

    [Option("otlp-provider")]
    public string? OtlpProvider
    {
        [Setting(
            OptionGroup.Tracing,
            "tracing.otlp.provider",
            Placeholder = "NAME",
            Help = "name of an OTLP tracing provider in the mesh configuration, instead of Zipkin; needs --otlp-service and --otlp-port"
        )]
        get;
        set;
    }

    [Option("otlp-service")]
    public string? OtlpService
    {
        [Setting(OptionGroup.Tracing, "tracing.otlp.service", Placeholder = "HOST", Help = "host of the OTLP collector")]
        get;
        set;
    }

    [Option("otlp-port")]
    public string? OtlpPort
    {
        [Setting(
            OptionGroup.Tracing,
            "tracing.otlp.port",
            Placeholder = "PORT",
            Help = "gRPC port of the OTLP collector",
            Max = ushort.MaxValue
        )]
        get;
        set;
    }

    [Option("otlp-type")]
    public string? OtlpType
    {
        [Setting(
            OptionGroup.Tracing,
            "tracing.otlp.type",
            Placeholder = "TYPE",
            Help = "protocol of the provider: opentelemetry (Istio 1.16 and later) or opencensus (Istio 1.10 to 1.22)",
            Choices = typeof(TraceProviderType),
            DefaultText = "opentelemetry"
        )]
        get;
        set;
    }

    [Option("webhook")]
    public bool Webhook
    {
        [Setting(
            OptionGroup.Tracing,
            "pilotWebhook.enabled",
            Help = "let Pilot 1.0 call Kyma's webhook; --webhook=false does not change Pilot",
            Default = "true"
        )]
        get;
        set;
    }

    [Option("webhook-endpoint")]
    public string? WebhookEndpoint
    {
        [Setting(
            OptionGroup.Tracing,
            "pilotWebhook.endpoint",
            Placeholder = "URL",
            Help = "URL that Pilot 1.0 calls",
            Default = PilotWebhookOptions.DefaultEndpoint
        )]
        get;
        set;
    }

    [Option("webhook-image")]
    public string? WebhookImage
    {
        [Setting(
            OptionGroup.Tracing,
            "pilotWebhook.image",
            Placeholder = "IMAGE",
            Help = "add the webhook's Deployment and Service (istio-webhook, port 5000) with this image"
        )]
        get;
        set;
    }

    [Option("webhook-script")]
    public string? WebhookScript
    {
        [Setting(
            OptionGroup.Tracing,
            "pilotWebhook.script",
            Placeholder = "FILE",
            Help = "add a ConfigMap with the Lua script that the webhook serves; needs --webhook-image",
            IsPath = true
        )]
        get;
        set;
    }
}
