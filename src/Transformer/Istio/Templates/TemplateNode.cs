using KymaIstioTransform.Text;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>A part of a Go template.</summary>
internal abstract record TemplateNode(ByteSpan Span)
{
    /// <summary>Text outside of actions.</summary>
    internal sealed record Literal(ByteSpan Span) : TemplateNode(Span);

    /// <summary>
    /// One action such as <c>{{ .Name }}</c>, including delimiters; <paramref name="Body"/> is the text between them, trimmed.
    /// </summary>
    internal sealed record Action(ByteSpan Span, string Body, bool TrimsLeft, bool TrimsRight) : TemplateNode(Span)
    {
        public string Keyword { get; } = Body.AsSpan().IndexOfAny(" \t\r\n(") is >= 0 and var end ? Body[..end] : Body;

        /// <summary>False for control structures, comments and assignments to variables.</summary>
        public bool Prints =>
            Keyword is not ("if" or "else" or "end" or "range" or "with" or "define" or "block" or "break" or "continue" or "")
            && !Body.StartsWith("/*", StringComparison.Ordinal)
            && !IsAssignment;

        private bool IsAssignment
        {
            get
            {
                var rest = Body.StartsWith('$') ? Body.AsSpan(Keyword.Length).TrimStart(" \t\r\n") : default;
                return rest.StartsWith(":=") || (rest.StartsWith("=") && !rest.StartsWith("=="));
            }
        }
    }

    /// <summary>A control structure with its arms, from its first action to its <c>end</c>.</summary>
    internal sealed record ControlBlock(ByteSpan Span, IReadOnlyList<TemplateBranchArm> Arms, Action End) : TemplateNode(Span)
    {
        public Action Header => Arms[0].Header!;

        /// <summary>True when a span contains or overlaps an action of the block or of its arms.</summary>
        public bool HasAction(ByteSpan span) =>
            Overlap(End.Span, span) || Arms.Any(a => Overlap(a.Header!.Span, span) || a.HasAction(span));

        /// <summary>True when a span contains some but not all of the block's actions, or starts or ends outside of its arm.</summary>
        public bool Splits(ByteSpan span) =>
            HasAction(span)
            && (span.Start > Span.Start || Span.End > span.End)
            && !Arms.Any(a => a.Span.Start <= span.Start && span.End <= a.Span.End);

        private static bool Overlap(ByteSpan one, ByteSpan other) => one.Start < other.End && other.Start < one.End;

        /// <summary>True when one of the arms always runs.</summary>
        public bool IsExhaustive => Arms[^1].Header!.Body is "else" || Header.Keyword == "block";
    }
}

/// <summary>
/// A sequence of nodes that runs as a whole: an arm of a <see cref="TemplateNode.ControlBlock"/>, or the template itself (no header).
/// </summary>
internal sealed class TemplateBranchArm(TemplateNode.Action? header, TemplateBranchArm? parent, int start)
{
    /// <summary>The <c>if</c>, <c>else if</c>, <c>else</c>, <c>range</c>, <c>with</c>, <c>define</c> … that starts it.</summary>
    public TemplateNode.Action? Header { get; } = header;

    /// <summary>The arm that contains this arm's branch.</summary>
    public TemplateBranchArm? Parent { get; } = parent;

    /// <summary>The branch that this arm belongs to; null for the template itself.</summary>
    public TemplateNode.ControlBlock? Branch { get; set; }

    public List<TemplateNode> Nodes { get; } = [];

    /// <summary>The nodes that overlap a span, in order.</summary>
    public IEnumerable<TemplateNode> NodesIn(ByteSpan span)
    {
        for (var i = FirstEndingAfter(span.Start); i < Nodes.Count && Nodes[i].Span.Start < span.End; i++)
        {
            yield return Nodes[i];
        }
    }

    /// <summary>The node that contains an offset; null at the end of the arm.</summary>
    public TemplateNode? NodeAt(int offset) => FirstEndingAfter(offset) is var i && i < Nodes.Count ? Nodes[i] : null;

    /// <summary>True when a span contains or overlaps an action.</summary>
    public bool HasAction(ByteSpan span)
    {
        foreach (var node in NodesIn(span))
        {
            if (
                node is not TemplateNode.Literal
                && (node is not TemplateNode.ControlBlock block || block.HasAction(span))
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds the blocks in this arm and below that a span splits; see <see cref="TemplateNode.ControlBlock.Splits"/>.</summary>
    public void AddSplitBlocks(ByteSpan span, List<TemplateNode.ControlBlock> found)
    {
        var overlapping = NodesIn(span).OfType<TemplateNode.ControlBlock>().ToList();
        found.AddRange(overlapping.Where(b => b.Splits(span)));
        foreach (var arm in overlapping.SelectMany(b => b.Arms))
        {
            arm.AddSplitBlocks(span, found);
        }
    }

    /// <summary>From the end of the header to the start of the next arm's header or of the block's end.</summary>
    public ByteSpan Span { get; set; } = new(start, start);

    private int FirstEndingAfter(int offset)
    {
        var (low, high) = (0, Nodes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Nodes[middle].Span.End > offset ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
