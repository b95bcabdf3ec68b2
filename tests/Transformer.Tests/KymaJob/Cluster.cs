using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KymaIstioTransform.Tests.KymaJob;

/// <summary>The objects of a cluster by kind, namespace and name, as plain data. Independent of the program under test.</summary>
internal sealed class Cluster
{
    /// <summary>The namespace that Kyma's installer gave to Helm for both charts.</summary>
    public const string ReleaseNamespace = "istio-system";

    private static readonly string[] ClusterScoped =
    [
        "Namespace",
        "ClusterRole",
        "ClusterRoleBinding",
        "CustomResourceDefinition",
        "MeshPolicy",
        "MutatingWebhookConfiguration",
        "ValidatingWebhookConfiguration",
    ];

    /// <summary>A post-install Job of the chart applies the objects in these texts.</summary>
    private static readonly string[] AppliedTexts = ["istio-security-custom-resources", "istio-grafana-custom-resources"];

    private readonly SortedDictionary<string, JsonObject> objects = new(StringComparer.Ordinal);

    /// <summary>The identities of all objects in order.</summary>
    public IEnumerable<string> Identities => objects.Keys;

    /// <summary>
    /// What is in a cluster after <c>helm install</c> of a rendered chart: all objects, what post-install Jobs apply, and no hooks that run
    /// only when the release is deleted.
    /// </summary>
    public static Cluster Install(byte[] stream)
    {
        var cluster = new Cluster();
        foreach (var applied in Objects(stream).Where(o => !IsDeleteHook(o)))
        {
            cluster.Apply(applied);
            if ((string?)applied["kind"] == "ConfigMap" && AppliedTexts.Contains((string?)applied["metadata"]?["name"]))
            {
                foreach (
                    var inner in (applied["data"]?.AsObject() ?? [])
                        .Where(d => d.Key.EndsWith(".yaml", StringComparison.Ordinal))
                        .SelectMany(d => Objects(Encoding.UTF8.GetBytes((string?)d.Value ?? "")))
                )
                {
                    cluster.Apply(inner);
                }
            }
        }

        return cluster;
    }

    public static string Identity(string kind, string? ns, string name) =>
        $"{kind} {(ClusterScoped.Contains(kind) ? "" : (ns ?? ReleaseNamespace) + "/")}{name}";

    /// <summary>An object of the namespace istio-system or one without namespace; null when it is absent.</summary>
    public JsonObject? Find(string kind, string name) => objects.GetValueOrDefault(Identity(kind, null, name));

    public JsonObject? FindByIdentity(string identity) => objects.GetValueOrDefault(identity);

    public void Apply(JsonObject added) =>
        objects[Identity((string)added["kind"]!, (string?)added["metadata"]!["namespace"], (string)added["metadata"]!["name"]!)] = added;

    /// <summary>Deletes an object; an absent object is not an error.</summary>
    public void Delete(string kind, string name) => objects.Remove(Identity(kind, null, name));

    private static bool IsDeleteHook(JsonObject candidate) =>
        ((string?)candidate["metadata"]?["annotations"]?["helm.sh/hook"])
            ?.Split(',')
            .All(hook => hook.Trim() is "pre-delete" or "post-delete") == true;

    /// <summary>The objects of a YAML stream; a <c>List</c> is split into its items.</summary>
    private static List<JsonObject> Objects(byte[] stream)
    {
        using var reader = new StreamReader(new MemoryStream(stream));
        var parser = new Parser(reader);
        List<JsonObject> objects = [];
        parser.Consume<StreamStart>();
        while (parser.TryConsume<DocumentStart>(out _))
        {
            objects.AddRange(Read(parser) is JsonObject found ? Expand(found) : []);
            parser.Consume<DocumentEnd>();
        }

        return objects;
    }

    private static IEnumerable<JsonObject> Expand(JsonObject candidate) =>
        (string?)candidate["kind"] == "List" ? [.. candidate["items"]!.AsArray().Select(i => i!.DeepClone().AsObject())] : [candidate];

    /// <summary>A node as data. The last of two equal keys wins, as for kubectl.</summary>
    private static JsonNode? Read(Parser parser)
    {
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return Value(scalar);
        }

        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Read(parser));
            }

            return items;
        }

        var fields = new JsonObject();
        parser.Consume<MappingStart>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            fields[parser.Consume<Scalar>().Value] = Read(parser);
        }

        return fields;
    }

    /// <summary>A scalar by YAML's core schema: quoted ones are always text.</summary>
    private static JsonNode? Value(Scalar scalar)
    {
        var text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain)
        {
            return text;
        }

        return text switch
        {
            "" or "~" or "null" => null,
            "true" => true,
            "false" => false,
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => integer,
            _ => text,
        };
    }
}
