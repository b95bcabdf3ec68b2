using System.Buffers;
using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Patches.Addons;

/// <summary>Finds references to removed Services in the rest of the input: hosts, URLs and gateway ports.</summary>
internal sealed class DanglingReferences
{
    /// <summary>Fields where the API server or kubectl keeps a copy of the object.</summary>
    private static readonly string[] ServerKeys = [ServerManagedFields.LastApplied, "managedFields", "status"];

    /// <summary>The keys whose values are hosts.</summary>
    private const string Host = "host";
    private const string ServiceName = "serviceName";

    /// <summary>With more name prefixes, nearly every document contains one.</summary>
    private const int MaxBeginnings = 32;

    private readonly PatchContext context;

    /// <summary>The removed Services, with the order in which they are reported.</summary>
    private readonly Dictionary<string, int> services;

    /// <summary>The length of the shortest Service name. Shorter text cannot refer to a Service.</summary>
    private readonly int shortest;

    /// <summary>The first bytes of the Service names.</summary>
    private readonly SearchValues<byte> starts;

    /// <summary>The Services that the current scalar refers to, with the place in its text.</summary>
    private readonly Dictionary<string, int> found = new(StringComparer.Ordinal);

    private DanglingReferences(PatchContext context, Dictionary<string, int> services)
    {
        this.context = context;
        this.services = services;
        shortest = services.Keys.Min(name => name.Length);
        starts = SearchValues.Create(Encoding.UTF8.GetBytes([.. services.Keys.Select(name => name[0])]));
    }

    /// <summary>Warns about each place that refers to a Service among the removed objects.</summary>
    public static void Warn(PatchContext context, IReadOnlyList<Resource> removed)
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

        var references = new DanglingReferences(context, services);
        var removedResources = new HashSet<Resource>(removed, ReferenceEqualityComparer.Instance);
        foreach (var resource in Mentioning(context, services.Keys))
        {
            if (
                resource.Kind != "CustomResourceDefinition"
                && !removedResources.Contains(resource)
                && references.MayHaveReference(resource)
            )
            {
                references.Visit(resource);
            }
        }
    }

    /// <summary>The objects that may have one of the names.</summary>
    private static IReadOnlyList<Resource> Mentioning(PatchContext context, IReadOnlyCollection<string> names) =>
        PatchWords.Of(names) is { } words ? context.Manifest.Mentioning(PatchWords.For(context.Options), words, inDefinitions: false)
        : FilterOf(names) is { } filter ? context.Manifest.Mentioning(filter)
        : context.Manifest.Resources;

    /// <summary>
    /// A filter for prefixes of names: names with the same first two characters are replaced by their common prefix. Null when visiting all
    /// documents is simpler.
    /// </summary>
    private static WordFilter? FilterOf(IEnumerable<string> names)
    {
        var beginnings = new List<string>();
        foreach (var name in names)
        {
            if (!Ascii.IsValid(name) || beginnings.Count == MaxBeginnings)
            {
                return null;
            }

            var at = beginnings.FindIndex(b => b.AsSpan().StartsWith(name.AsSpan(0, Math.Min(name.Length, 2))));
            if (at < 0)
            {
                beginnings.Add(name);
            }
            else
            {
                beginnings[at] = beginnings[at][..beginnings[at].AsSpan().CommonPrefixLength(name)];
            }
        }

        return new WordFilter(beginnings);
    }

    /// <summary>
    /// False when the bytes show that no scalar refers to a Service: no URL has a host that starts like one, and no key is that of a host.
    /// The nodes of such a document need not be read. Many objects of Mixer have the name of an addon and no host.
    /// </summary>
    private bool MayHaveReference(Resource resource)
    {
        if (resource.IsListItem || HasPorts(resource) || !resource.Document.IsPlain)
        {
            return true;
        }

        var (start, end) = (resource.Document.Content.Start, resource.Document.Content.End);
        var text = resource.Document.Source.AsSpan(start..end);
        return HasUrl(text) || HasKey(text, "host"u8) || HasKey(text, "serviceName"u8);
    }

    /// <summary>True when two slashes are before a byte that starts the name of a Service.</summary>
    private bool HasUrl(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf("//"u8); at >= 0; at = text.IndexOf("//"u8))
        {
            text = text[(at + 1)..];
            if (text.Length > 1 && starts.Contains(text[1]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when a word is not a part of a longer one.</summary>
    private static bool HasKey(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        for (int at = text.IndexOf(word), from = 0; at >= 0; at = text[from..].IndexOf(word))
        {
            var start = from + at;
            from = start + word.Length;
            if ((start == 0 || !IsOfWord(text[start - 1])) && (from == text.Length || !IsOfWord(text[from])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfWord(byte character) =>
        char.IsAsciiLetterOrDigit((char)character) || character is (byte)'.' or (byte)'-' or (byte)'_' or (byte)'/' or >= 0x80;

    /// <summary>Visits all scalars in byte order and examines those that may refer to a Service.</summary>
    private void Visit(Resource resource)
    {
        var root = resource.Root;
        var entries = root.Tree.Entries[..root.Next];
        var source = root.Tree.Source.AsSpan(0, root.Span.End);
        var hasPorts = HasPorts(resource);
        var url = 0;
        for (var i = root.Index + 1; i < entries.Length; i++)
        {
            ref readonly var entry = ref entries[i];
            if (entry.Kind != YamlKind.Scalar || entry.End - entry.Start < shortest)
            {
                continue;
            }

            if (url < entry.Start)
            {
                url = source[entry.Start..].IndexOf("//"u8) is >= 0 and var next ? entry.Start + next : source.Length;
            }

            // In double quotes slashes may be escaped, as in JSON.
            var mayBeName = MayBeHost(source, entry) || (hasPorts && MayBePort(source, entry));
            if (
                url < entry.End
                || (entry.Style == YamlStyle.DoubleQuoted && !entry.IsRaw)
                || (mayBeName && IsName(new YamlNode(root.Tree, i - 1), hasPorts))
            )
            {
                Warn(resource, new YamlNode(root.Tree, i));
            }
        }
    }

    /// <summary>False for text that does not start like a Service name. Service names are ASCII.</summary>
    private bool MayBeHost(ReadOnlySpan<byte> source, in YamlEntry entry) =>
        !entry.IsRaw || starts.Contains(source[entry.Style == YamlStyle.Plain ? entry.Start : entry.Start + 1]);

    /// <summary>False for text without a dash before what starts like a Service name.</summary>
    private bool MayBePort(ReadOnlySpan<byte> source, in YamlEntry entry)
    {
        if (!entry.IsRaw)
        {
            return true;
        }

        var text = source[entry.Start..entry.End];
        for (var dash = text.IndexOf((byte)'-'); dash >= 0; dash = text.IndexOf((byte)'-'))
        {
            text = text[(dash + 1)..];
            if (text.Length > 0 && starts.Contains(text[0]))
            {
                return true;
            }
        }

        return false;
    }

    private void Warn(Resource resource, YamlNode value)
    {
        // A scalar key is directly before its value.
        YamlNode? key = value.Tree.ParentOf(value.Index) is { IsMapping: true } ? new YamlNode(value.Tree, value.Index - 1) : null;
        var isPort = HasPorts(resource) && key?.Is("name") == true;
        var isHost = !isPort && key is { } name && IsName(name, hasPorts: false);
        var text = value.Value;
        found.Clear();
        if (isHost)
        {
            AddHost(text, 0);
        }
        else if (isPort && text != resource.Name)
        {
            AddPorts(text);
        }
        else if (!isPort)
        {
            AddUrls(text);
        }

        if (found.Count == 0 || IsKey(value) || IsOfServer(value))
        {
            return;
        }

        foreach (var (service, at) in found.OrderBy(f => services[f.Key]))
        {
            var offset = ScalarText.Decode(value).ToSource(Encoding.UTF8.GetByteCount(text.AsSpan(0, at)));
            if (!context.IsChanged(resource, value, offset))
            {
                context.WarnInGroup("dangling references", resource, $"still refers to the removed Service {service}", offset);
            }
        }
    }

    /// <summary>True for the keys whose values name a Service.</summary>
    private static bool IsName(YamlNode key, bool hasPorts) => key.Is(Host) || key.Is(ServiceName) || (hasPorts && key.Is("name"));

    private static bool IsKey(YamlNode node) =>
        node.Tree.ParentOf(node.Index) is { IsMapping: true } && node.Tree.PositionOf(node.Index) % 2 == 0;

    /// <summary>True for a value below one of <see cref="ServerKeys"/>.</summary>
    private static bool IsOfServer(YamlNode value)
    {
        for (
            var (node, parent) = (value, value.Tree.ParentOf(value.Index));
            parent is { } outer;
            (node, parent) = (outer, outer.Tree.ParentOf(outer.Index))
        )
        {
            if (outer.IsMapping && Array.Exists(ServerKeys, new YamlNode(node.Tree, node.Index - 1).Is))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasPorts(Resource resource) => resource.Kind is "Service" or "Gateway";

    /// <summary>A host is a Service name, optionally followed by its namespace.</summary>
    private void AddHost(string host, int at)
    {
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        var service = dot < 0 ? host : host[..dot];
        if (services.ContainsKey(service) && (dot < 0 || host.AsSpan(dot + 1).StartsWith(context.Istio.Namespace)))
        {
            found.TryAdd(service, at);
        }
    }

    /// <summary>Ports of gateways are named after the Service behind them.</summary>
    private void AddPorts(string name)
    {
        for (var dash = name.IndexOf('-', StringComparison.Ordinal); dash >= 0; dash = name.IndexOf('-', dash + 1))
        {
            if (services.ContainsKey(name[(dash + 1)..]))
            {
                found.TryAdd(name[(dash + 1)..], 0);
            }
        }
    }

    private void AddUrls(string text)
    {
        for (var at = text.IndexOf("//", StringComparison.Ordinal); at >= 0; at = text.IndexOf("//", at + 1, StringComparison.Ordinal))
        {
            var end = text.AsSpan(at + 2).IndexOfAny(":/\"'\n ");
            AddHost(end < 0 ? text[(at + 2)..] : text.Substring(at + 2, end), at + 2);
        }
    }
}
