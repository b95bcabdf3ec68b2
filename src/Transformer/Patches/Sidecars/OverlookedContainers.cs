using KymaIstioTransform.Istio;
using KymaIstioTransform.Istio.Templates;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>
/// Finds names of Istio's containers in a template where no container was recognised, so that no container is skipped silently.
/// </summary>
internal static class OverlookedContainers
{
    /// <summary>Lists of a pod or container whose items have a name and are not containers.</summary>
    private static readonly string[] OtherLists =
    [
        "env",
        "envFrom",
        "imagePullSecrets",
        "ports",
        "volumeDevices",
        "volumeMounts",
        "volumes",
    ];

    /// <summary>The places where a template uses one of these names outside of the recognised container lists.</summary>
    /// <param name="template">The template.</param>
    /// <param name="containers">The containers that were recognised.</param>
    /// <param name="addsSidecar">True for a template that must have a proxy.</param>
    public static IEnumerable<TemplateProblem> Find(GoTemplate template, IReadOnlyList<TemplateContainer> containers, bool addsSidecar)
    {
        foreach (var name in SidecarContainers.Names)
        {
            var bytes = System.Text.Encoding.ASCII.GetBytes(name);
            var regions = containers.Where(c => c.Names.Contains(name)).Select(c => c.Region.Span).OrderBy(s => s.Start).ToList();
            var (next, end) = (0, 0);
            for (var at = Next(template, bytes, 0); at >= 0; at = Next(template, bytes, at + 1))
            {
                for (; next < regions.Count && regions[next].Start <= at; next++)
                {
                    end = Math.Max(end, regions[next].End);
                }

                if (at >= end && !IsInBlockScalar(template, at) && !IsInComment(template, at) && !IsInOtherList(template, at))
                {
                    yield return new TemplateProblem(at, $"\"{name}\" is not in a recognisable list of containers");
                }
            }
        }

        if (addsSidecar && !containers.Any(c => c.Names.Contains(SidecarContainers.Proxy)))
        {
            yield return new TemplateProblem(0, $"adds no recognisable container {SidecarContainers.Proxy}");
        }
    }

    /// <summary>
    /// The next place where the name is the value of a key <c>name</c>, or is alone on its line because the key is on another line.
    /// </summary>
    private static int Next(GoTemplate template, byte[] name, int from)
    {
        ReadOnlySpan<byte> text = template.Masked;
        while (text[from..].IndexOf(name) is >= 0 and var found)
        {
            var at = from + found;
            var isWhole =
                at + name.Length >= text.Length
                || text[at + name.Length] is (byte)'"' or (byte)'\'' or (byte)' ' or (byte)',' or (byte)'}' or (byte)'\r' or (byte)'\n';
            if (isWhole && IsNameValue(text[..at]))
            {
                return at;
            }

            from = at + 1;
        }

        return -1;
    }

    private static bool IsInBlockScalar(GoTemplate template, int offset) =>
        template.EntryBefore(offset)?.Value is { } value
        && value.Start <= offset
        && offset < value.End
        && template.Masked[value.Start] is (byte)'|' or (byte)'>';

    /// <summary>True for a place in a comment: after its start on the line.</summary>
    private static bool IsInComment(GoTemplate template, int offset)
    {
        var start = Lines.Start(template.Masked, offset);
        var line = template.Masked.AsSpan(start, offset - start);
        return line.TrimStart(" \t"u8) is [(byte)'#', ..] || line.IndexOf(" #"u8) >= 0;
    }

    /// <summary>True for a place below the key of one of the <see cref="OtherLists"/>.</summary>
    private static bool IsInOtherList(GoTemplate template, int offset)
    {
        var (column, isInItem) = (int.MaxValue, false);
        for (var i = template.FirstEntry(offset + 1) - 1; i >= 0 && (column > 0 || isInItem); i--)
        {
            var entry = template.Entries[i];
            if (entry.Column > column || (entry.Column == column && !(isInItem && entry.IsKey)))
            {
                continue;
            }

            if (Array.Exists(OtherLists, list => template.IsKey(entry, list)) || IsInOtherFlowList(template, entry.Value, offset))
            {
                return true;
            }

            (column, isInItem) = (entry.Column, entry.IsItem);
        }

        return false;
    }

    private static bool IsInOtherFlowList(GoTemplate template, ByteSpan value, int offset)
    {
        var node = TemplateFlow.IsFlow(template, value) ? TemplateFlow.Read(template, value) : null;
        while (node is { IsScalar: false } collection)
        {
            node = null;
            var isOther = false;
            foreach (var child in collection.Children)
            {
                if (child.Span.Start <= offset && offset < child.Span.End)
                {
                    node = child;
                    break;
                }

                isOther = collection.IsMapping && Array.Exists(OtherLists, child.Is);
            }

            if (node is not null && isOther)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNameValue(ReadOnlySpan<byte> before)
    {
        var key = before.TrimEnd(" \t\r\n\"'"u8);
        return key is [.., (byte)':'] && key[..^1].TrimEnd(" \t\"'"u8).EndsWith("name"u8);
    }
}
