using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>
/// Warns about addresses of Istio's own Zipkin that no rule changes: environment variables of applications, configuration of other
/// programs. If the Service itself is removed, the addon patch warns about all references to it.
/// </summary>
internal static class ZipkinMentions
{
    private static ReadOnlySpan<byte> Zipkin => "zipkin"u8;

    private static ReadOnlySpan<byte> Collector => "jaeger-collector"u8;

    public static void Warn(PatchContext context)
    {
        foreach (var resource in context.Manifest.Resources)
        {
            // Definitions mention addresses in their descriptions, and objects created by a controller follow their owner.
            var text = resource.Root.Raw;
            if (
                resource.Kind == "CustomResourceDefinition"
                || Workload.IsGenerated(resource)
                || (text.IndexOf(Zipkin) < 0 && text.IndexOf(Collector) < 0)
            )
            {
                continue;
            }

            var root = resource.Root;
            for (var i = root.Index; i < root.Next; i++)
            {
                if (new YamlNode(root.Tree, i) is { IsScalar: true } scalar && !IsLastApplied(scalar))
                {
                    Warn(context, resource, scalar);
                }
            }
        }
    }

    /// <summary>True for the annotation in which kubectl keeps a copy of the object. kubectl rewrites it.</summary>
    private static bool IsLastApplied(YamlNode scalar) =>
        scalar.Tree.ParentOf(scalar.Index) is { IsMapping: true }
        && new YamlNode(scalar.Tree, scalar.Index - 1).Is("kubectl.kubernetes.io/last-applied-configuration");

    /// <summary>Warns about the first address in a scalar that stays unchanged.</summary>
    private static void Warn(PatchContext context, Resource resource, YamlNode scalar)
    {
        if (scalar.Raw.IndexOf(Zipkin) < 0 && scalar.Raw.IndexOf(Collector) < 0)
        {
            return;
        }

        var text = ScalarText.Decode(scalar);
        foreach (var name in (ReadOnlySpan<string>)["zipkin", "jaeger-collector"])
        {
            for (var at = IndexOf(text.Bytes, name, 0); at >= 0; at = IndexOf(text.Bytes, name, at + 1))
            {
                var offset = text.ToSource(at);
                if (
                    AddressAt(text.Bytes, at) is { } address
                    && TraceTarget.IsIstioZipkin(context, resource, address)
                    && !context.IsChanged(resource, scalar, offset)
                )
                {
                    context.Warn(resource, $"names Istio's Zipkin ({address}), which is left alone", offset);
                    return;
                }
            }
        }
    }

    /// <summary>The <c>HOST:PORT</c> that starts at an offset; null when there is none.</summary>
    private static string? AddressAt(byte[] text, int start)
    {
        var end = start;
        while (end < text.Length && (IsOfHost(text[end]) || text[end] == ':'))
        {
            end++;
        }

        var word = Encoding.ASCII.GetString(text, start, end - start).TrimEnd(':', '.');
        var port = word.IndexOf(':', StringComparison.Ordinal);
        return (start == 0 || !IsOfHost(text[start - 1])) && port > 0 && word.AsSpan(port + 1).IndexOfAnyExceptInRange('0', '9') < 0
            ? word
            : null;
    }

    private static int IndexOf(byte[] text, string name, int from)
    {
        var at = text.AsSpan(from).IndexOf(Encoding.ASCII.GetBytes(name));
        return at < 0 ? -1 : from + at;
    }

    private static bool IsOfHost(byte character) => char.IsAsciiLetterOrDigit((char)character) || character is (byte)'-' or (byte)'.';
}
