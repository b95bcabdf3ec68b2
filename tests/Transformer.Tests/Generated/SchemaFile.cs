using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KymaIstioTransform.Cli.Options;

namespace KymaIstioTransform.Tests.Generated;

/// <summary>docs/istiotransform.schema.json: the options, inside the hand-written frame schema-frame.json.</summary>
internal static class SchemaFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The descriptions of the mappings between <c>spec</c> and the settings.</summary>
    private static readonly Dictionary<string, string> Mappings = new()
    {
        ["limits"] = "Input above these limits is rejected, because it could exhaust the machine.",
        ["sidecars"] = "Resources of sidecars (patch sidecar-resources).",
        ["sidecars.limits"] = "Upper bounds for a sidecar.",
        ["sidecars.requests"] = "What is reserved for a sidecar. A request must not be above its limit.",
        ["sidecars.init"] = "Resources of istio-init, where the injection template has separate values for it (Istio 1.0 to 1.7).",
        ["sidecars.init.limits"] = "Upper bounds for istio-init.",
        ["sidecars.init.requests"] = "What is reserved for istio-init.",
        ["injection"] = "Sidecar injection (patch injection-policy).",
        ["tracing"] = "Where traces are sent (patch zipkin).",
        ["tracing.otlp"] = "An OTLP tracing provider in the mesh configuration, instead of Zipkin.",
        ["pilotWebhook"] = "Kyma's webhook for Pilot 1.0 (patch pilot-webhook).",
        ["ingressGateway"] = "The Ingress Gateway (patches ingress-certificates and host-ports).",
        ["ingressGateway.tls"] = "How the gateway gets its certificate; see docs/certificates.md.",
        ["ingressGateway.tls.issuer"] = "cert-manager: the issuer of the certificate.",
        ["ingressGateway.tls.secretStore"] = "external-secret: where certificate and key are kept.",
        ["ingressGateway.tls.sealed"] = "Write a SealedSecret instead of a Secret.",
        ["addons"] = "Addon charts (patch addons).",
        ["security"] = "What the input must prove about Istio's security (patch security).",
        ["checks"] = "Further requirements for Istio (patch release-checks).",
    };

    /// <summary>The pattern of a value, by its placeholder or path.</summary>
    private static readonly Dictionary<string, string> Patterns = new()
    {
        ["HOST:PORT"] = "^[A-Za-z0-9.-]+:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$",
        ["URL"] = "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#]",
        ["TIME"] =
            "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([Tt ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,7})?)?"
            + "([Zz]|[+-][0-9]{2}:[0-9]{2})?)?$",
        ["ingressGateway.domain"] =
            "^[A-Za-z0-9\u0080-\uffff]([A-Za-z0-9\u0080-\uffff-]*[A-Za-z0-9\u0080-\uffff])?"
            + "(\\.[A-Za-z0-9\u0080-\uffff]([A-Za-z0-9\u0080-\uffff-]*[A-Za-z0-9\u0080-\uffff])?)*$",
    };

    public static string Json()
    {
        var frame = JsonNode.Parse(
            File.ReadAllText(Path.Combine(SharedData.Repository, "tests", "Transformer.Tests", "Generated", "schema-frame.json"))
        )!;
        var rules = frame["rules"]!.AsObject();
        frame.AsObject().Remove("rules");
        var spec = frame["properties"]!["spec"]!.AsObject();
        var patches = spec["properties"]!["patches"]!.DeepClone();
        spec["properties"]!.AsObject().Remove("patches");
        foreach (var option in OptionTable.Configurable)
        {
            Add(spec, option, rules);
        }

        spec["properties"]!["patches"] = patches;
        frame["$defs"]!["patch"]!["enum"] = Array(OptionTable.Known(KnownNames.Patches));
        frame["$defs"]!["addon"]!["enum"] = Array(OptionTable.Known(KnownNames.Addons));
        return frame.ToJsonString(Format) + "\n";
    }

    private static void Add(JsonObject mapping, OptionInfo option, JsonObject rules)
    {
        var path = option.Path!.Split('.');
        for (var depth = 1; depth < path.Length; depth++)
        {
            var properties = mapping["properties"]!.AsObject();
            var parent = string.Join('.', path[..depth]);
            if (properties[path[depth - 1]] is not JsonObject child)
            {
                child = new JsonObject
                {
                    ["description"] = Mappings[parent],
                    ["type"] = "object",
                    ["additionalProperties"] = false,
                };
                foreach (var (rule, value) in rules[parent]?.AsObject() ?? [])
                {
                    child[rule] = value!.DeepClone();
                }

                child["properties"] = new JsonObject();
                properties[path[depth - 1]] = child;
            }

            mapping = child;
        }

        mapping["properties"]![path[^1]] = Leaf(option);
    }

    private static JsonObject Leaf(OptionInfo option)
    {
        var setting = option.Setting;
        var leaf = new JsonObject { ["description"] = Description(option) };
        if (option.IsSwitch)
        {
            leaf["type"] = "boolean";
            leaf["default"] = option.Setting.Default == "true";
        }
        else if (option.IsList)
        {
            leaf["$ref"] = setting.Names switch
            {
                KnownNames.Patches => "#/$defs/patches",
                KnownNames.Addons => "#/$defs/addons",
                _ => "#/$defs/names",
            };
            leaf["default"] = setting.DefaultText is null ? Array(setting.Default?.Split(',') ?? []) : null;
        }
        else if (option.Words is { } words)
        {
            leaf["enum"] = Array(words);
            leaf["default"] = setting.Default;
        }
        else if (setting.Max > 0)
        {
            leaf["type"] = Array(["integer", "string"]);
            leaf["pattern"] = "^[0-9]+$";
            leaf["minimum"] = 1;
            leaf["maximum"] = setting.Max;
            leaf["default"] = setting.Default is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : null;
        }
        else if (option.Placeholder == "QUANTITY")
        {
            leaf["$ref"] = "#/$defs/quantity";
            leaf["default"] = setting.Default;
        }
        else
        {
            leaf["type"] = "string";
            if (Patterns.GetValueOrDefault(option.Path!) is { } ofPath)
            {
                leaf["pattern"] = ofPath;
                leaf["maxLength"] = 253;
                leaf["not"] = new JsonObject { ["pattern"] = "(^|\\.)[0-9]+$" };
            }
            else if (Patterns.GetValueOrDefault(option.Placeholder) is { } pattern)
            {
                leaf["pattern"] = pattern;
            }
            else
            {
                leaf["minLength"] = 1;
            }

            leaf["default"] = setting.Default;
        }

        if (leaf["default"] is null)
        {
            leaf.Remove("default");
        }

        return leaf;
    }

    private static string Description(OptionInfo option) =>
        $"{option.Summary}{(option.Setting.DefaultText is { } text ? $" (default: {text})" : "")} (flag --{option.Name})";

    private static JsonArray Array(IEnumerable<string> words) => [.. words.Select(w => JsonValue.Create(w))];
}
