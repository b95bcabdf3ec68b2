using KymaIstioTransform.Text;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>Looks up YAML keys in a template by its lines, arm by arm.</summary>
internal sealed class TemplateKeyLookup(GoTemplate template)
{
    private readonly IReadOnlyList<TemplateLine> lines = template.Lines;

    public GoTemplate Template { get; } = template;

    /// <summary>The lines of a region's own arm that set a key; those at one column when it is given.</summary>
    public IEnumerable<TemplateLine> KeyLines(TemplateRegion region, string key, int? indent = null) =>
        lines.Where(l => l.Arm == region.Arm && region.Contains(l) && IsKey(l, key, indent));

    /// <summary>True when a line at any depth of a branch sets the key.</summary>
    public bool Mentions(TemplateNode.ControlBlock branch, string key, int? indent = null) => lines.Any(l => Within(l, branch.Span) && IsKey(l, key, indent));

    /// <summary>The column at which an arm sets a key, at any depth.</summary>
    public int? IndentOf(TemplateBranchArm arm, string key) => lines.Where(l => Within(l, arm.Span) && IsKey(l, key, null)).Select(l => (int?)l.Indent).FirstOrDefault();

    /// <summary>The lines below a key: up to the next line that is not indented further, or the end of the region.</summary>
    public TemplateRegion ChildrenOf(TemplateLine key, TemplateRegion region)
    {
        var start = Lines.Next(Template.Source, key.Start);
        var end = lines.Where(l => l.Start >= start && l.Indent <= key.Indent).Select(l => l.Start).FirstOrDefault(region.Span.End);
        end = Math.Min(end, region.Span.End);
        var branch = region.Branches.FirstOrDefault(b => b.Span.Start < end && b.Span.End > end && b.Span.Start > start);
        return new TemplateRegion(region.Arm, new ByteSpan(start, branch?.Span.Start ?? end));
    }

    public bool IsBlank(TemplateRegion region) => Template.Source.AsSpan(region.Span.Start, region.Span.Length).IndexOfAnyExcept(" \t\n"u8) < 0;

    private static bool Within(TemplateLine line, ByteSpan span) => line.Start >= span.Start && line.Start < span.End;

    /// <summary>True for a line that sets the key at the column: a colon that text follows directly belongs to another key.</summary>
    private bool IsKey(TemplateLine line, string key, int? indent) =>
        (indent is null || line.Indent == indent)
        && line.Text.StartsWith(key + ":", StringComparison.Ordinal)
        && (line.Text.Length == key.Length + 1 || line.Text[key.Length + 1] is ' ' or '\t' || line.Text.AsSpan(key.Length + 1).StartsWith(Template.Open));
}
