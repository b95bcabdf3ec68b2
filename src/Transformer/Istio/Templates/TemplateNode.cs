using KymaIstioTransform.Text;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>A piece of a Go template.</summary>
internal abstract record TemplateNode(ByteSpan Span)
{
    /// <summary>Text outside of actions.</summary>
    internal sealed record Literal(ByteSpan Span) : TemplateNode(Span);

    /// <summary>One action such as <c>{{ .Name }}</c>, delimiters included; <paramref name="Body"/> is what stands between them, trimmed.</summary>
    internal sealed record Action(ByteSpan Span, string Body, bool TrimsLeft, bool TrimsRight) : TemplateNode(Span)
    {
        public string Keyword { get; } = Body.AsSpan().IndexOfAny(" \t\n(") is >= 0 and var end ? Body[..end] : Body;
    }

    /// <summary>A control structure with its arms, from its first action to its <c>end</c>.</summary>
    internal sealed record ControlBlock(ByteSpan Span, IReadOnlyList<TemplateBranchArm> Arms, Action End) : TemplateNode(Span)
    {
        public Action Header => Arms[0].Header!;

        /// <summary>True when one of the arms always runs.</summary>
        public bool IsExhaustive => Arms[^1].Header!.Body == "else";
    }
}

/// <summary>A sequence of nodes that runs as a whole: an arm of a <see cref="TemplateNode.ControlBlock"/>, or the template itself (no header).</summary>
internal sealed class TemplateBranchArm(TemplateNode.Action? header, TemplateBranchArm? parent, int start)
{
    /// <summary>The <c>if</c>, <c>else if</c>, <c>else</c>, <c>range</c>, <c>with</c>, <c>define</c> … that starts it.</summary>
    public TemplateNode.Action? Header { get; } = header;

    /// <summary>The arm that the branch of this one stands in.</summary>
    public TemplateBranchArm? Parent { get; } = parent;

    /// <summary>The branch this is an arm of; null for the template itself.</summary>
    public TemplateNode.ControlBlock? Branch { get; set; }

    public List<TemplateNode> Nodes { get; } = [];

    /// <summary>From behind the header to before the next arm's header or the end.</summary>
    public ByteSpan Span { get; set; } = new(start, start);
}
