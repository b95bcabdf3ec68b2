using KymaIstioTransform.Text;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>A container that an injection template adds.</summary>
/// <param name="Names">Its names: more than one where arms of a branch only choose the name (<c>istio-validation</c> or <c>istio-init</c>).</param>
/// <param name="Region">All of its text.</param>
/// <param name="KeyIndent">The column of its keys.</param>
internal sealed record TemplateContainer(IReadOnlyList<string> Names, TemplateRegion Region, int KeyIndent)
{
    public override string ToString() => string.Join(" or ", Names);
}

/// <summary>A part of an arm: where a key's children can stand.</summary>
internal readonly record struct TemplateRegion(TemplateBranchArm Arm, ByteSpan Span)
{
    /// <summary>The nodes of the arm that lie in the region; text may stick out of it.</summary>
    public IEnumerable<TemplateNode> Nodes
    {
        get
        {
            var span = Span;
            return Arm.Nodes.Where(n => n.Span.End > span.Start && n.Span.Start < span.End);
        }
    }

    public IEnumerable<TemplateNode.ControlBlock> Branches => Nodes.OfType<TemplateNode.ControlBlock>();

    /// <summary>True when the region is plain text: no action stands in it.</summary>
    public bool IsStatic => Nodes.All(n => n is TemplateNode.Literal);

    public bool Contains(TemplateLine line) => line.Start >= Span.Start && line.Start < Span.End;
}

/// <summary>Finds the containers that a template adds to a pod, by the names in its <c>containers</c> and <c>initContainers</c> lists.</summary>
internal static class TemplateContainers
{
    /// <summary>The containers with a name of their own, in order; those that repeat the pod's (whose name is an action) are not the template's.</summary>
    public static IEnumerable<TemplateContainer> Find(GoTemplate template)
    {
        var lines = template.Lines;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Text is not ("containers:" or "initContainers:"))
            {
                continue;
            }

            var end = EndOfList(lines, i);
            foreach (var container in InList(template, lines, i + 1, end))
            {
                yield return container;
            }
        }
    }

    /// <summary>The first line that is no part of the list: less indented, or as much without being an item.</summary>
    private static int EndOfList(IReadOnlyList<TemplateLine> lines, int key)
    {
        var end = key + 1;
        while (end < lines.Count && (lines[end].Indent > lines[key].Indent || (lines[end].Indent == lines[key].Indent && IsItem(lines[end]))))
        {
            end++;
        }

        return end;
    }

    private static IEnumerable<TemplateContainer> InList(GoTemplate template, IReadOnlyList<TemplateLine> lines, int first, int end)
    {
        if (first >= end)
        {
            yield break;
        }

        var starts = Enumerable.Range(first, end - first).Where(i => lines[i].Indent == lines[first].Indent && IsItem(lines[i])).ToList();
        for (var s = 0; s < starts.Count; s++)
        {
            var alternatives = 1;
            while (s + alternatives < starts.Count && AreAlternatives(lines[starts[s]], lines[starts[s + alternatives]]))
            {
                alternatives++;
            }

            var items = starts.GetRange(s, alternatives);
            s += alternatives - 1;
            var names = items.Select(i => NameOf(lines, i, end)).OfType<string>().ToList();
            if (names.Count > 0)
            {
                var stop = s + 1 < starts.Count ? lines[starts[s + 1]].Start : end < lines.Count ? lines[end].Start : template.Source.Length;
                yield return new TemplateContainer(names, RegionOf(lines[items[0]], alternatives > 1, stop), lines[first].Indent + 2);
            }
        }
    }

    /// <summary>Items in different arms of one branch: only one of them starts the container.</summary>
    private static bool AreAlternatives(TemplateLine a, TemplateLine b) => a.Arm != b.Arm && a.Arm.Branch is not null && a.Arm.Branch == b.Arm.Branch;

    private static TemplateRegion RegionOf(TemplateLine first, bool hasAlternatives, int stop)
    {
        var arm = hasAlternatives ? first.Arm.Parent! : first.Arm;
        var start = hasAlternatives ? first.Arm.Branch!.Span.Start : first.Start;

        // The next item may stand inside of a branch of this arm; the region ends before that branch.
        var limit = arm.Nodes.OfType<TemplateNode.ControlBlock>().Where(b => b.Span.Start < stop && b.Span.End > stop && b.Span.Start > start).Select(b => b.Span.Start).FirstOrDefault(stop);
        return new TemplateRegion(arm, new ByteSpan(start, Math.Min(limit, arm.Span.End)));
    }

    private static bool IsItem(TemplateLine line) => line.Text.StartsWith("- ", StringComparison.Ordinal);

    /// <summary>The item's name, null when it is an action or missing.</summary>
    private static string? NameOf(IReadOnlyList<TemplateLine> lines, int item, int end)
    {
        var keyIndent = lines[item].Indent + 2;
        var text = lines[item].Text[2..].TrimStart();
        for (var i = item + 1; !text.StartsWith("name:", StringComparison.Ordinal); i++)
        {
            if (i >= end || lines[i].Indent < keyIndent)
            {
                return null;
            }

            text = lines[i].Indent == keyIndent ? lines[i].Text : "";
        }

        var name = text["name:".Length..].Trim().Trim('"', '\'');
        return name.Length > 0 && !name.Contains("{{", StringComparison.Ordinal) && !name.Contains("[[", StringComparison.Ordinal) ? name : null;
    }
}
