using KymaIstioTransform.Cli.Callers;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Cli.Options.Certificates;
using KymaIstioTransform.Cli.Output;
using KymaIstioTransform.Cli.Reports;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Options;

/// <summary>Converts flags and the configuration file into validated options. This is the only place that validates them.</summary>
internal static class OptionsBinder
{
    /// <summary>All input is held in one array, and .NET has no larger arrays.</summary>
    private const decimal MaxSize = 2047L << 20;

    /// <summary>The variables with the program's prefix that are not options.</summary>
    private static readonly string[] OtherVariables = [ProgramInfo.VariablePrefix + "EXTERNAL_DIFF"];

    /// <summary>Values of kubectl's <c>-o</c>. A file with such a name is a mistake.</summary>
    private static readonly string[] KubectlFormats = ["json", "yaml", "name", "wide"];

    /// <exception cref="UsageException">A setting is wrong.</exception>
    /// <exception cref="IOException">The configuration or a file it names cannot be read.</exception>
    public static RunSettings Bind(TypedFlags typed, CommandLineEnvironment host)
    {
        var file = new Settings(typed, host.Environment, new Dictionary<string, ConfigValue>()).GetString(o => o.Input.Config);
        return Bind(
            typed,
            host,
            file is null ? new Dictionary<string, ConfigValue>() : ConfigFile.Read(new InputFile(file, FileReader.ReadBytes(file)))
        );
    }

    /// <summary>The same with a configuration from the host instead of <c>--config</c>.</summary>
    public static RunSettings Bind(TypedFlags typed, CommandLineEnvironment host, IReadOnlyDictionary<string, ConfigValue> configured)
    {
        var read = new HashSet<string>();
        var settings = new Settings(typed, Environment, configured).WithProfile();
        var transform = Transform(settings, host);
        var run = new RunSettings
        {
            Inputs = [.. typed.Streams.Files, .. settings.GetAll(o => o.Streams.Filename)],
            IsRecursive = settings.GetFlag(o => o.Streams.Recursive),
            InputName = settings.GetString(o => o.Input.InputName),
            Transform = transform,
            OutputFile = OutputFile(settings),
            OutputFolder = Output(settings),
            IsCheck = settings.GetFlag(o => o.Patches.Check),
            IsDiff = settings.GetFlag(o => o.Output.Diff),
            ShowSecrets = settings.GetFlag(o => o.Output.ShowSecrets),
            Warnings = [.. UnknownVariables(host, read)],
        };
        return run.IsCheck || run.IsDiff ? run.ForInspection() : run;

        // Values that were already read are not looked up again.
        string? Environment(string name)
        {
            var value = host.Environment(name);
            if (value is not null)
            {
                read.Add(name);
            }

            return value;
        }
    }

    private static TransformOptions Transform(Settings settings, CommandLineEnvironment host)
    {
        var (userChanges, requiredCrds) = UserSettings.Bind(settings);
        return new TransformOptions
        {
            IstioNamespace = settings.Get(o => o.Input.IstioNamespace, NamespaceName, "must be a namespace's name"),
            Patches = Patches(settings),
            Strict = settings.GetFlag(o => o.Patches.Strict),
            AllowEmpty = settings.GetFlag(o => o.Input.AllowEmpty),
            HelmHooks = settings.GetEnum(o => o.Output.HelmHooks, HelmCaller.Calls(host) ? HelmHookMode.Keep : HelmHookMode.DropUninstall),
            ExternalIstio = settings.GetFlag(o => o.Output.ExternalIstio),
            CleanExport = settings.GetFlag(o => o.Output.CleanExport),
            DocumentOrder = settings.GetEnum(o => o.Output.DocumentOrder, DocumentOrdering.Input),
            Limits = Limits(settings),
            Sidecars = SidecarSettings.Bind(settings),
            InjectionPolicy = settings.GetEnum(o => o.Sidecars.InjectionPolicy, InjectionPolicy.Auto),
            InjectionNamespaces = settings.GetEnum(o => o.Sidecars.InjectionNamespaces, InjectionNamespaces.Keep),
            MeshTracing = settings.GetEnum(o => o.Tracing.MeshTracing, TracingMode.Keep),
            ZipkinAddress =
                settings.Get(o => o.Tracing.ZipkinAddress, HostAndPort, "must be HOST:PORT") ?? TransformOptions.DefaultZipkinAddress,
            Otlp = Otlp(settings),
            PilotWebhook = Webhook(settings),
            IngressGateway = CertificateSettings.Bind(settings, host) with
            {
                HostPorts = settings.GetOptionalFlag(o => o.Gateway.HostPorts),
            },
            Addons = settings.GetNames(o => o.Security.Addons, KnownNames.Addons) ?? TransformOptions.DefaultAddons,
            Checks = Checks(settings),
            Security = Security(settings, requiredCrds),
            UserChanges = userChanges,
        };
    }

    private static CheckOptions Checks(Settings settings) =>
        new()
        {
            Istio = settings.Get(
                o => o.Security.RequireIstio,
                IstioRange.Parse,
                "must be a release such as 1.1.6 or 1.1, bounds such as >=1.1 <1.6, or alternatives such as 1.4.6 || 1.4.7"
            ),
            PolicyChecks = settings.GetFlag(o => o.Security.RequirePolicyChecks),
            Injection = settings.GetFlag(o => o.Security.RequireInjection),
        };

    private static SecurityOptions Security(Settings settings, IReadOnlyList<string> requiredCrds) =>
        new()
        {
            AssumedCrds = (settings.GetNames(o => o.Security.AssumeCrd) ?? []).ToHashSet(),
            RequireMtls = settings.GetEnum(o => o.Security.RequireMtls, MtlsRequirement.Any),
            RequiredCrds = requiredCrds,
        };

    /// <summary>Binds only the report's options: they are needed even when other settings are wrong.</summary>
    /// <exception cref="UsageException">One of them is wrong.</exception>
    public static ReportOptions BindReport(TypedFlags typed, CommandLineEnvironment host)
    {
        var settings = new Settings(typed, host.Environment, new Dictionary<string, ConfigValue>());
        var color = settings.GetEnum(o => o.Output.Color, ColorMode.Auto);
        var allowed = string.IsNullOrEmpty(host.Environment("NO_COLOR")) && host.Environment("TERM") != "dumb";
        return new ReportOptions(
            settings.GetString(o => o.Streams.Report),
            settings.GetEnum(o => o.Streams.ReportFormat, ReportFormat.Text),
            settings.GetFlag(o => o.Streams.Quiet),
            settings.GetFlag(o => o.Streams.Verbose),
            IsColored(host.ErrorIsTerminal),
            IsColored(host.OutputIsTerminal)
        );

        bool IsColored(bool isTerminal) => color == ColorMode.Auto ? isTerminal && allowed : color == ColorMode.Always;
    }

    /// <summary>The report's destination in a command line that has a mistake.</summary>
    public static ReportOptions BindReportOf(string[] args, RunContext context)
    {
        var format = ReportFormat.Text;
        if (ValueOf("--report-format") is { } typed)
        {
            _ = Enum.TryParse(typed, ignoreCase: true, out format);
        }

        return context.Report with { File = ValueOf("--report") ?? context.Report.File, Format = format };

        string? ValueOf(string flag)
        {
            for (var i = args.Length - 1; i >= 0; i--)
            {
                if (args[i].StartsWith(flag + "=", StringComparison.Ordinal))
                {
                    return args[i][(flag.Length + 1)..];
                }

                if (args[i] == flag && i + 1 < args.Length)
                {
                    return args[i + 1];
                }
            }

            return null;
        }
    }

    /// <summary>Variables with the program's prefix that are not options: probably mistyped.</summary>
    private static IEnumerable<Notice> UnknownVariables(CommandLineEnvironment host, HashSet<string> read)
    {
        foreach (
            var name in host.VariableNames()
                .Where(n =>
                    n.StartsWith(ProgramInfo.VariablePrefix, StringComparison.Ordinal) && !read.Contains(n) && !OtherVariables.Contains(n)
                )
        )
        {
            if (OptionTable.OfProperty(OptionName.Pascal(name.AsSpan(ProgramInfo.VariablePrefix.Length)))?.Variable != name)
            {
                yield return new Notice(
                    null,
                    $"unknown environment variable {name} is ignored{Suggestion.For(name, OptionTable.All.Select(o => o.Variable))}"
                );
            }
        }
    }

    private static string? OutputFile(Settings settings) =>
        settings.GetString(o => o.Streams.OutputFile) is not { } file ? null
        : settings.GetString(o => o.Output.OutputDir) is not null
            ? throw new UsageException($"--output-file {file} and --output-dir must not be given together")
        : KubectlFormats.Contains(file)
            ? throw new UsageException(
                $"-o {file}: -o names the output file, not a format as kubectl's -o does (a file of that name: -o ./{file})"
            )
        : file;

    private static OutputOptions? Output(Settings settings)
    {
        var layout = settings.GetEnum(o => o.Output.OutputLayout, OutputLayout.Resource);
        return settings.GetString(o => o.Output.OutputDir) is { } directory
                ? new OutputOptions(directory, layout, settings.GetFlag(o => o.Output.AllowSecrets))
            : settings.GetFlag(o => o.Output.AllowSecrets) ? throw new UsageException("--allow-secrets needs --output-dir")
            : settings.GetString(o => o.Output.OutputLayout) is null ? null
            : throw new UsageException("--output-layout needs --output-dir");
    }

    private static HashSet<string> Patches(Settings settings)
    {
        string[] all = [.. PatchSet.All.Select(p => p.Name)];
        var only = settings.GetNames(o => o.Patches.Only, KnownNames.Patches) ?? all;
        return [.. only.Except(settings.GetNames(o => o.Patches.Skip, KnownNames.Patches) ?? [])];
    }

    private static InputLimits Limits(Settings settings)
    {
        var defaults = new InputLimits();
        return defaults with
        {
            Size =
                settings.Get(
                    o => o.Input.MaxSize,
                    text => Quantity.TryParse(text, out var size) && size.Value is >= 1 and <= MaxSize ? size : null,
                    "must be a quantity of bytes, at most 2047Mi"
                ) ?? defaults.Size,
            Depth = settings.GetInt(o => o.Input.MaxDepth) ?? defaults.Depth,
        };
    }

    private static OtlpProvider? Otlp(Settings settings)
    {
        var (provider, service, port) = (
            settings.GetString(o => o.Tracing.OtlpProvider),
            settings.GetString(o => o.Tracing.OtlpService),
            settings.GetInt(o => o.Tracing.OtlpPort)
        );
        return (provider, service, port) switch
        {
            (null, null, null) => null,
            ({ } name, { } host, { } number) => new OtlpProvider(
                name,
                host,
                number,
                settings.GetEnum(o => o.Tracing.OtlpType, TraceProviderType.Opentelemetry)
            ),
            _ => throw new UsageException("--otlp-provider, --otlp-service and --otlp-port must be given together"),
        };
    }

    private static PilotWebhookOptions Webhook(Settings settings)
    {
        var script = settings.GetString(o => o.Tracing.WebhookScript);
        var image = settings.GetString(o => o.Tracing.WebhookImage);
        if (script is not null && image is null)
        {
            throw new UsageException("--webhook-script needs --webhook-image");
        }

        return new PilotWebhookOptions
        {
            IsEnabled = settings.GetOptionalFlag(o => o.Tracing.Webhook) ?? true,
            Endpoint =
                settings.Get(o => o.Tracing.WebhookEndpoint, HttpUrl, "must be an http or https URL")
                ?? PilotWebhookOptions.DefaultEndpoint,
            Image = image,
            Script = script is null ? null : FileReader.ReadText(script),
        };
    }

    /// <summary>Accepts a DNS label (RFC 1123), as the API server requires.</summary>
    private static string? NamespaceName(string text) => ObjectName.IsLabel(text) ? text : null;

    private static string? HttpUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? text : null;

    private static string? HostAndPort(string text) =>
        text.Split(':') is [{ Length: > 0 } host, var port]
        && ushort.TryParse(port, out var number)
        && number > 0
        && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')
            ? text
            : null;
}
