namespace KymaIstioTransform.Istio.Templates;

/// <summary>Tells the arm of each place in a template to a reader that goes forward.</summary>
internal sealed class TemplateArmCursor
{
    /// <summary>Where each arm starts, or continues after a control block, in order.</summary>
    private readonly List<(int Start, TemplateBranchArm Arm)> parts = [];

    /// <summary>The index of the last place's part.</summary>
    private int current;

    public TemplateArmCursor(TemplateBranchArm root) => Collect(root);

    /// <summary>The innermost arm that contains a place.</summary>
    /// <param name="offset">The place: not before the place of an earlier call.</param>
    public TemplateBranchArm At(int offset)
    {
        while (current + 1 < parts.Count && parts[current + 1].Start <= offset)
        {
            current++;
        }

        return parts[current].Arm;
    }

    private void Collect(TemplateBranchArm arm)
    {
        parts.Add((arm.Span.Start, arm));
        foreach (var block in arm.Nodes.OfType<TemplateNode.ControlBlock>())
        {
            foreach (var inner in block.Arms)
            {
                Collect(inner);
            }

            parts.Add((block.Span.End, arm));
        }
    }
}
