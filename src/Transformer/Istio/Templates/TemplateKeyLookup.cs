using KymaIstioTransform.Text;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>Looks up YAML keys in a template, arm by arm.</summary>
internal sealed class TemplateKeyLookup(GoTemplate template)
{
    private readonly IReadOnlyList<TemplateEntry> entries = template.Entries;

    public GoTemplate Template { get; } = template;

    /// <summary>The entries of a region's own arm that set a key; those at one column when it is given.</summary>
    public IEnumerable<TemplateEntry> Keys(TemplateRegion region, string key, int? indent = null) =>
        EntriesIn(region.Span).Where(e => e.Arm == region.Arm && IsKey(e, key, indent));

    /// <summary>True when an entry at any depth of a branch sets the key.</summary>
    public bool Mentions(TemplateNode.ControlBlock branch, string key, int? indent = null) =>
        EntriesIn(branch.Span).Any(e => IsKey(e, key, indent));

    /// <summary>The column at which an arm sets a key, at any depth.</summary>
    public int? IndentOf(TemplateBranchArm arm, string key) =>
        EntriesIn(arm.Span).Where(e => IsKey(e, key, null)).Select(e => (int?)e.Column).FirstOrDefault();

    /// <summary>The column of the first key in a part of the template, at any depth of its branches.</summary>
    public int? FirstIndent(ByteSpan span) => EntriesIn(span).Where(e => e.IsKey).Select(e => (int?)e.Column).FirstOrDefault();

    /// <summary>
    /// What is below a key, and what follows it on its line: up to the next entry that is not indented further, or the end of the region.
    /// </summary>
    public TemplateRegion ChildrenOf(TemplateEntry key, TemplateRegion region)
    {
        var start = key.Value.Length > 0 ? key.Value.Start : Lines.Next(Template.Source, key.End);
        var end = region.Span.End;
        for (var i = Template.FirstEntry(start); i < entries.Count && entries[i].Line < end; i++)
        {
            if (entries[i].Line >= start && entries[i].Column <= key.Column && entries[i].Kind != TemplateEntryKind.Value)
            {
                end = entries[i].Line;
            }
        }

        var branch = region.Branches.FirstOrDefault(b => b.Span.Start < end && b.Span.End > end && b.Span.Start > start);
        return new TemplateRegion(region.Arm, new ByteSpan(Math.Min(start, end), branch?.Span.Start ?? end));
    }

    /// <summary>True for a region with only blanks and comments.</summary>
    public bool IsBlank(TemplateRegion region)
    {
        ReadOnlySpan<byte> text = Template.Source.AsSpan(region.Span.Start, region.Span.Length);
        for (var line = 0; line < text.Length; line = Lines.Next(text, line))
        {
            if (text[line..Lines.End(text, line)].TrimStart(" \t"u8) is not ([] or [(byte)'#', ..]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True for an action that prints more than a scalar: whole lines, or the content of a key.</summary>
    public bool PrintsLines(TemplateNode.Action action)
    {
        if (!action.Prints || action.Body.StartsWith('"'))
        {
            return false;
        }

        // An action that is the whole content of a mapping looks like the scalar of its key.
        return Template.EntryBefore(action.Span.Start) is not { } entry
            || entry.Value.Start > action.Span.Start
            || action.Span.End > entry.Value.End
            || (
                entry.Kind == TemplateEntryKind.Key
                && (Template.IsKey(entry, "resources") || Template.IsKey(entry, "limits") || Template.IsKey(entry, "requests"))
            );
    }

    /// <summary>The entries that start in a span.</summary>
    private IEnumerable<TemplateEntry> EntriesIn(ByteSpan span)
    {
        for (var i = Template.FirstEntry(span.Start); i < entries.Count && entries[i].Start < span.End; i++)
        {
            yield return entries[i];
        }
    }

    private bool IsKey(TemplateEntry entry, string key, int? indent) =>
        (indent is null || entry.Column == indent) && Template.IsKey(entry, key);
}
