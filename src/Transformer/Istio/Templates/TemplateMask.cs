using KymaIstioTransform.Text;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>
/// A template whose actions are masked byte for byte: the rest is YAML, or lines of YAML, at the offsets of the template. Actions
/// that print become a plain scalar; all others become blanks.
/// </summary>
internal static class TemplateMask
{
    /// <summary>Replaces each byte of an action that prints something.</summary>
    public const byte Printed = (byte)'_';

    public static byte[] Of(GoTemplate template)
    {
        var masked = (byte[])template.Source.Clone();
        Cover(template.Root, masked);
        return masked;
    }

    private static void Cover(TemplateBranchArm arm, byte[] masked)
    {
        foreach (var node in arm.Nodes)
        {
            switch (node)
            {
                case TemplateNode.Action action:
                    Cover(action.Span, masked, action.Prints ? Printed : (byte)' ');
                    break;
                case TemplateNode.ControlBlock block:
                    foreach (var inner in block.Arms)
                    {
                        Cover(inner.Header!.Span, masked, (byte)' ');
                        Cover(inner, masked);
                    }

                    Cover(block.End.Span, masked, (byte)' ');
                    break;
            }
        }
    }

    private static void Cover(ByteSpan span, byte[] masked, byte filler) => masked.AsSpan(span.Start, span.Length).Fill(filler);
}
