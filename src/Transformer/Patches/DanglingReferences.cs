using System.Text;
using KymaIstioTransform.Manifests;
using KymaIstioTransform.Syntax;

namespace KymaIstioTransform.Patches;

/// <summary>Tells what in the rest of the input still refers to a removed Service: hosts, URLs and the gateways' ports for it.</summary>
internal sealed class DanglingReferences
{
    /// <summary>Copies of an object in an export of it.</summary>
    private static readonly string[] ServerKeys = ["kubectl.kubernetes.io/last-applied-configuration", "managedFields", "status"];

    private readonly PatchRun run;

    /// <summary>The removed Services, with the order in which they are told.</summary>
    private readonly Dictionary<string, int> services;

    /// <summary>How long the shortest of their names is; nothing shorter can refer to one.</summary>
    private readonly int shortest;

    private DanglingReferences(PatchRun run, Dictionary<string, int> services)
    {
        this.run = run;
        this.services = services;
        shortest = services.Keys.Min(name => name.Length);
    }

    public static void Warn(PatchRun run, IReadOnlyList<Resource> removed)
    {
        var services = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var service in removed.Where(r => r.Kind == "Service"))
        {
            services.TryAdd(service.Name, services.Count);
        }

        if (services.Count == 0)
        {
            return;
        }

        var references = new DanglingReferences(run, services);
        var gone = new HashSet<Resource>(removed, ReferenceEqualityComparer.Instance);
        foreach (var resource in run.Manifest.Resources)
        {
            if (resource.Kind != "CustomResourceDefinition" && !gone.Contains(resource))
            {
                references.Visit(resource, null, resource.Root);
            }
        }
    }

    private void Visit(Resource resource, YamlNode? key, YamlNode node)
    {
        if (node.IsScalar)
        {
            if (node.Span.Length >= shortest)
            {
                Warn(resource, key, node);
            }

            return;
        }

        foreach (var (k, v) in node.Pairs)
        {
            Visit(resource, k, v);
        }

        foreach (var item in node.Items)
        {
            Visit(resource, null, item);
        }
    }

    private void Warn(Resource resource, YamlNode? key, YamlNode value)
    {
        var isHost = key is { } field && (field.Is("host") || field.Is("serviceName"));
        var isPort = !isHost && HasPorts(resource) && key?.Is("name") == true;
        if ((!isHost && !isPort && !MayHoldUrl(value)) || run.IsChanged(resource, value) || IsOfServer(value))
        {
            return;
        }

        var text = value.Value;
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        if (isHost)
        {
            AddHost(text, 0, found);
        }
        else if (isPort && text != resource.Name)
        {
            AddPorts(text, found);
        }
        else if (!isPort)
        {
            AddUrls(text, found);
        }

        foreach (var (service, at) in found.OrderBy(f => services[f.Key]))
        {
            var place = run.Manifest.Locate(resource, ScalarText.Decode(value).ToSource(Encoding.UTF8.GetByteCount(text.AsSpan(0, at))));
            run.Warn($"{place}: {resource.Id} still refers to the removed Service {service}");
        }
    }

    /// <summary>A look at the bytes; in double quotes slashes may be escaped, as in JSON.</summary>
    private static bool MayHoldUrl(YamlNode value) =>
        (!value.TryGetVerbatim(out var text) && value.Style == YamlStyle.DoubleQuoted) || text.IndexOf("//"u8) >= 0;

    /// <summary>True for what stands below one of <see cref="ServerKeys"/>; a scalar key stands right before its value.</summary>
    private static bool IsOfServer(YamlNode value)
    {
        for (var (node, parent) = (value, value.Tree.ParentOf(value.Index)); parent is { } outer; (node, parent) = (outer, outer.Tree.ParentOf(outer.Index)))
        {
            if (outer.IsMapping && Array.Exists(ServerKeys, new YamlNode(node.Tree, node.Index - 1).Is))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasPorts(Resource resource) => resource.Kind is "Service" or "Gateway";

    /// <summary>A host is the Service's name, or goes on with its namespace.</summary>
    private void AddHost(string host, int at, Dictionary<string, int> found)
    {
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        var service = dot < 0 ? host : host[..dot];
        if (services.ContainsKey(service) && (dot < 0 || host.AsSpan(dot + 1).StartsWith(run.Istio.Namespace)))
        {
            found.TryAdd(service, at);
        }
    }

    /// <summary>Ports of gateways are named after the Service behind them.</summary>
    private void AddPorts(string name, Dictionary<string, int> found)
    {
        for (var dash = name.IndexOf('-', StringComparison.Ordinal); dash >= 0; dash = name.IndexOf('-', dash + 1))
        {
            if (services.ContainsKey(name[(dash + 1)..]))
            {
                found.TryAdd(name[(dash + 1)..], 0);
            }
        }
    }

    private void AddUrls(string text, Dictionary<string, int> found)
    {
        for (var at = text.IndexOf("//", StringComparison.Ordinal); at >= 0; at = text.IndexOf("//", at + 1, StringComparison.Ordinal))
        {
            var end = text.AsSpan(at + 2).IndexOfAny(":/\"'\n ");
            AddHost(end < 0 ? text[(at + 2)..] : text.Substring(at + 2, end), at + 2, found);
        }
    }
}
