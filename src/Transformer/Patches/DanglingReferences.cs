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

    private DanglingReferences(PatchRun run, Dictionary<string, int> services)
    {
        this.run = run;
        this.services = services;
    }

    public static void Warn(PatchRun run, IReadOnlyList<Resource> removed)
    {
        var services = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var service in removed.Where(r => r.Kind == "Service"))
        {
            services.TryAdd(service.Name, services.Count);
        }

        var references = new DanglingReferences(run, services);
        var gone = new HashSet<Resource>(removed, ReferenceEqualityComparer.Instance);
        foreach (var resource in services.Count == 0 ? [] : run.Manifest.Resources)
        {
            if (resource.Kind != "CustomResourceDefinition" && !gone.Contains(resource) && references.MayRefer(resource))
            {
                references.Visit(resource, null, resource.Root);
            }
        }
    }

    /// <summary>False when the bytes alone tell that no reference can be in there; a slash may be escaped, as in JSON.</summary>
    private bool MayRefer(Resource resource)
    {
        var content = run.Manifest.Source.Bytes.AsSpan(resource.Document.Content.Start, resource.Document.Content.Length);
        return HasPorts(resource) || content.IndexOf("//"u8) >= 0 || content.IndexOf("host"u8) >= 0 || content.IndexOf("serviceName"u8) >= 0 || content.IndexOf("\\/"u8) >= 0;
    }

    private void Visit(Resource resource, YamlNode? key, YamlNode node)
    {
        if (node.IsScalar)
        {
            Warn(resource, key, node);
            return;
        }

        foreach (var (k, v) in node.Pairs)
        {
            if (!Array.Exists(ServerKeys, s => k.Is(s)))
            {
                Visit(resource, k, v);
            }
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
        if ((!isHost && !isPort && value.TryGetVerbatim(out var raw) && raw.IndexOf("//"u8) < 0) || run.IsChanged(resource, value))
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
