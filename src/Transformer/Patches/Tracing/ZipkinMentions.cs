using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Patches.Tracing;

/// <summary>
/// Warns about addresses of Istio's own Zipkin that no rule changes: environment variables of applications, configuration of other
/// programs. If the Service itself is removed, the addon patch warns about all references to it.
/// </summary>
internal static class ZipkinMentions
{
    private static readonly WordFilter Words = new(TraceWords.Services);

    private static readonly byte[][] Names = Array.ConvertAll([.. TraceWords.Services], Encoding.ASCII.GetBytes);

    /// <summary>Warns about each object that still refers to Istio's own Zipkin.</summary>
    public static void Warn(PatchContext context)
    {
        // Definitions mention addresses in their descriptions.
        foreach (var resource in context.Manifest.Mentioning(PatchWords.For(context.Options), PatchWords.Tracers, inDefinitions: false))
        {
            if (resource.Kind != "CustomResourceDefinition" && !context.IsRemoved(resource))
            {
                Warn(context, resource);
            }
        }
    }

    /// <summary>
    /// Visits the scalars of an object whose bytes have one of the names. For an object that a controller created, one address is enough.
    /// </summary>
    private static void Warn(PatchContext context, Resource resource)
    {
        var root = resource.Root;
        var entries = root.Tree.Entries[..root.Next];
        var text = root.Tree.Source.AsSpan(0, root.Span.End);
        var name = Words.IndexOf(text, root.Span.Start);
        for (var i = root.Index + 1; i < entries.Length && name >= 0; i++)
        {
            ref readonly var entry = ref entries[i];
            if (entry.Kind != YamlKind.Scalar || entry.End <= name)
            {
                continue;
            }

            name = name < entry.Start ? Words.IndexOf(text, entry.Start) : name;
            if (name >= 0 && name < entry.End && new YamlNode(root.Tree, i) is var scalar && !ServerManagedFields.IsLastApplied(scalar))
            {
                if (Warn(context, resource, scalar) && Workload.IsGenerated(resource))
                {
                    return;
                }
            }
        }
    }

    /// <summary>Reports the first address in a scalar that stays unchanged; false when there is none.</summary>
    private static bool Warn(PatchContext context, Resource resource, YamlNode scalar)
    {
        // An address has no blanks, so it is decoded only where escapes may write it in another way.
        var written = ScalarText.WordsOf(scalar);
        var decoded = written is null ? scalar.Tree.TextAt(scalar.Index) : null;
        var text = written is { } span ? scalar.Tree.Source.AsSpan(span.Start, span.Length) : decoded!.Bytes;
        foreach (var name in Names)
        {
            for (var at = IndexOf(text, name, 0); at >= 0; at = IndexOf(text, name, at + 1))
            {
                var offset = decoded?.ToSource(at) ?? written!.Value.Start + at;
                if (
                    AddressAt(text, at) is { } address
                    && TraceTarget.IsIstioZipkin(context, resource, address)
                    && !context.IsChanged(resource, scalar, offset)
                    && !MergeKeys.IsHidden(scalar)
                )
                {
                    Report(context, resource, $"refers to Istio's Zipkin ({address})", offset);
                    return true;
                }
            }
        }

        return false;
    }

    private static void Report(PatchContext context, Resource resource, string what, int offset)
    {
        if (Workload.IsGenerated(resource))
        {
            context.LeaveToOwner(resource, what, offset);
        }
        else
        {
            context.Warn(resource, $"{what}; left unchanged", offset);
        }
    }

    /// <summary>The <c>HOST:PORT</c> that starts at an offset; null when there is none.</summary>
    private static string? AddressAt(ReadOnlySpan<byte> text, int start)
    {
        var end = start;
        while (end < text.Length && (IsOfHost(text[end]) || text[end] == ':'))
        {
            end++;
        }

        var word = text[start..end].TrimEnd(":."u8);
        var port = word.IndexOf((byte)':');
        return
            (start == 0 || !IsOfHost(text[start - 1]))
            && port > 0
            && word[(port + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            ? Encoding.ASCII.GetString(word)
            : null;
    }

    private static int IndexOf(ReadOnlySpan<byte> text, byte[] name, int from)
    {
        var at = text[from..].IndexOf(name);
        return at < 0 ? -1 : from + at;
    }

    private static bool IsOfHost(byte character) => char.IsAsciiLetterOrDigit((char)character) || character is (byte)'-' or (byte)'.';
}
