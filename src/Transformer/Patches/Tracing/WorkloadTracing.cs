using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.CommandLines;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>
/// The tracer of single workloads, in objects of any kind. It is set by flags of containers, also inside shell commands. A pod can also
/// override the mesh configuration with the annotation <c>proxy.istio.io/config</c> or the environment variable <c>PROXY_CONFIG</c> (Istio
/// 1.5 and later). An override that names a collector other than Istio's own Zipkin is the user's choice: it stays, with a warning.
/// </summary>
internal sealed class WorkloadTracing(PatchContext context, string address)
{
    /// <summary>The flag of proxies, also used in injection templates.</summary>
    public const string AddressFlag = "--zipkinAddress";

    /// <summary>The flag of mixers.</summary>
    public const string UrlFlag = "--trace_zipkin_url";

    /// <summary>Flags of proxies that name another tracer's collector (Istio 1.1 and later).</summary>
    public const string LightstepFlag = "--lightstepAddress";

    /// <inheritdoc cref="LightstepFlag"/>
    public const string DatadogFlag = "--datadogAgentAddress";

    /// <summary>The annotation of pods and the variable of proxies that hold a proxy configuration (Istio 1.5 and later).</summary>
    public const string ConfigAnnotation = "proxy.istio.io/config";

    /// <inheritdoc cref="ConfigAnnotation"/>
    public const string ConfigVariable = "PROXY_CONFIG";

    /// <summary>The flags of proxies that name a collector.</summary>
    public static string[] ProxyFlags { get; } = [AddressFlag, LightstepFlag, DatadogFlag];

    private int found;

    /// <summary>Sets the addresses in one object; returns the number of addresses, including those that were already correct.</summary>
    public int Apply(Resource resource)
    {
        if (Workload.IsGenerated(resource) || !TraceWords.Filter.IsIn(resource.Root.Raw))
        {
            return 0;
        }

        found = 0;
        Walk(resource, resource.Root);
        return found;
    }

    /// <summary>
    /// Finds annotations of pods, variables and containers by their keys at any depth, because different kinds have them at different
    /// paths.
    /// </summary>
    private void Walk(Resource resource, YamlNode node)
    {
        foreach (var item in node.Items)
        {
            Walk(resource, item);
        }

        if (node.Tree.MayHaveMerges)
        {
            // A merged value that another one replaces has no effect.
            foreach (var (key, value) in node.ResolvedPairs)
            {
                Walk(resource, key, value);
            }

            return;
        }

        foreach (var (key, value) in node.Pairs)
        {
            Walk(resource, key, value);
        }
    }

    private void Walk(Resource resource, YamlNode key, YamlNode value)
    {
        if (key.Is(ConfigAnnotation))
        {
            ProxyConfig(resource, value, $"annotation {ConfigAnnotation}");
        }
        else if (value.IsSequence && key.Is("env"))
        {
            Variables(resource, value.Items);
        }
        else if (value.IsSequence && (key.Is("containers") || key.Is("initContainers") || key.Is("ephemeralContainers")))
        {
            foreach (var container in value.Items)
            {
                Container(resource, container);
            }
        }
        else if (!value.IsScalar)
        {
            Walk(resource, value);
        }
    }

    private void Container(Resource resource, YamlNode container)
    {
        Variables(resource, container.Find("env")?.Items ?? default);
        Flags(resource, container, container.Find("name")?.Text);
        foreach (var list in (ReadOnlySpan<string>)["command", "args"])
        {
            ShellCommands(resource, container.Find(list)?.Items ?? default);
        }
    }

    private void Variables(Resource resource, YamlNodes variables)
    {
        foreach (var variable in variables)
        {
            // A duplicate key of any other variable decides no edit.
            if (
                HasConfig(variable)
                && variable.Find("name")?.Is(ConfigVariable) == true
                && variable.Find("value") is { } value
            )
            {
                ProxyConfig(resource, value, $"environment variable {ConfigVariable}");
            }
        }
    }

    private static bool HasConfig(YamlNode variable)
    {
        if (variable.Tree.MayHaveMerges)
        {
            return variable.ResolvedPairs.Any(p => p.Value.Is(ConfigVariable));
        }

        foreach (var (_, value) in variable.Pairs)
        {
            if (value.Is(ConfigVariable))
            {
                return true;
            }
        }

        return false;
    }

    private void Flags(Resource resource, YamlNode container, string? name)
    {
        foreach (var flag in CommandLineFlag.Find(container, AddressFlag, UrlFlag, LightstepFlag, DatadogFlag))
        {
            if (IsShell(flag.Value))
            {
                continue;
            }

            switch (flag.Name)
            {
                case AddressFlag:
                    context.Edit(resource).Set(flag.Item, flag.Prefix + address);
                    found++;
                    break;
                case UrlFlag:
                    context.Edit(resource).Set(flag.Item, flag.Prefix + WithHost(flag.Value, address));
                    found++;
                    break;
                default:
                    context.Warn(
                        resource,
                        $"container {name} uses the tracer {(flag.Name == LightstepFlag ? "Lightstep" : "Datadog")} ({flag.Name}); "
                        + $"left unchanged{Missing(resource, flag.Value)}",
                        flag.Item.Span.Start
                    );
                    break;
            }
        }
    }

    /// <summary>Why a value in a shell command is left unchanged.</summary>
    public static string OnlyShell(string flag, string value, string address) =>
        $"{flag} is {value} in a shell command, which only the shell can evaluate (write the address: {address})";

    /// <summary>True for an argument that is itself a command line for a shell.</summary>
    private static bool IsShell(string text) => text.AsSpan().IndexOfAny(" \t\n") >= 0;

    private void ShellCommands(Resource resource, YamlNodes words)
    {
        foreach (var item in words)
        {
            if (!item.IsScalar || !(item.TryGetRaw(out var raw) ? raw.IndexOfAny(" \t\n"u8) >= 0 : IsShell(item.Value)))
            {
                continue;
            }

            var command = ScalarText.Decode(item).Bytes;
            foreach (var flag in ShellFlag.Find(command, AddressFlag, UrlFlag))
            {
                var before = Encoding.UTF8.GetString(command, flag.Value.Start, flag.Value.Length);
                if (before.Contains('$', StringComparison.Ordinal))
                {
                    context.NotDone(resource, OnlyShell(flag.Name, before, address), item.Span.Start);
                    continue;
                }

                found++;
                var after = flag.Name == UrlFlag ? WithHost(before, address) : address;
                if (before != after)
                {
                    var editor = context.Edit(resource);
                    var text = editor.OpenText(item);
                    text.Replace(flag.Value, after);
                    editor.NoteText(text, flag.Value.Start, flag.Name, before, after);
                }
            }
        }
    }

    /// <summary>Handles a proxy configuration as text: YAML or JSON.</summary>
    private void ProxyConfig(Resource resource, YamlNode text, string what)
    {
        if (!text.IsScalar || (text.Raw.IndexOf("tracing"u8) < 0 && text.Raw.IndexOf("ipkin"u8) < 0))
        {
            return;
        }

        try
        {
            ProxyConfig(resource, text, EmbeddedYaml.Of(text).Root, what);
        }
        catch (YamlException e)
        {
            context.NotDone(resource, $"{what} cannot be read: {e.Message}", e.Offset);
        }
    }

    private void ProxyConfig(Resource resource, YamlNode text, YamlNode config, string what)
    {
        foreach (var path in MeshTracing.AddressPaths)
        {
            if (config.Find(path) is not { Text: { Length: > 0 } current } node)
            {
                continue;
            }

            if (TraceTarget.IsIstioZipkin(context, resource, current))
            {
                context.Edit(resource).Open(text).Set(node, address);
                found++;
            }
            else if (current == address)
            {
                found++;
            }
            else
            {
                WarnOfOther(resource, text, what, current);
            }
        }

        foreach (var (tracer, settings) in config.Find("tracing")?.ResolvedPairs ?? [])
        {
            if (MeshTracing.IsTracer(tracer.Value))
            {
                WarnOfOther(resource, text, what, settings.Find("address")?.Text ?? tracer.Value);
            }
        }
    }

    private void WarnOfOther(Resource resource, YamlNode text, string what, string target) =>
        context.Warn(resource, $"{what} sends traces to {target}; left unchanged{Missing(resource, target)}", text.Span.Start);

    /// <summary>The end of a warning about a collector that is not installed; empty for any other.</summary>
    private string Missing(Resource resource, string target) =>
        target.Contains(':', StringComparison.Ordinal)
        && TraceTarget.Missing(context.Manifest, target, TraceTarget.NamespaceOf(context, resource)) is { } missing
            ? $"; the input has no {missing}"
            : "";

    /// <summary>Replaces host and port in a URL; scheme and path stay. Text without a scheme is treated as host and port.</summary>
    private static string WithHost(string url, string address)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var host = scheme < 0 ? 0 : scheme + 3;
        var path = url.IndexOf('/', host);
        return url[..host] + address + (path < 0 ? "" : url[path..]);
    }
}
