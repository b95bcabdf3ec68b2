using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml.Editing;

/// <summary>The lines around nodes: the text after a node, and the node that a new line at that place would become part of.</summary>
internal sealed class SourceLayout(byte[] source)
{
    public byte[] Source { get; } = source;

    public string LineBreak { get; } = Encoding.UTF8.GetString(Lines.Break(source));

    /// <summary>The column at which an offset is.</summary>
    public int Column(int offset) => Lines.Column(Source, offset);

    /// <summary>Where the line after a node starts.</summary>
    public int AfterLine(YamlNode node) =>
        node.Span.Length > 0 && Source[node.Span.End - 1] == '\n' ? node.Span.End : Lines.Next(Source, node.Span.End);

    /// <summary>
    /// The offset after the blank lines and comments that follow a node. If these lines followed a block scalar, they would become part of
    /// its text.
    /// </summary>
    public int AfterComments(YamlNode node)
    {
        var position = AfterLine(node);
        while (
            position < Source.Length && Source.AsSpan(position..Lines.End(Source, position)).TrimStart((byte)' ') is [] or [(byte)'#', ..]
        )
        {
            position = Lines.Next(Source, position);
        }

        return position;
    }

    /// <summary>
    /// True when a comment follows a node or one of its last descendants. It would become part of a literal that ends there.
    /// </summary>
    public bool IsFollowedByText(YamlNode node) =>
        (AfterLine(node) != node.Span.End && Source.AsSpan(node.Span.End..Lines.End(Source, node.Span.End)).TrimStart((byte)' ').Length > 0)
        || IsFollowedByDeepLine(AfterLine(node), 0);

    /// <summary>
    /// A comment or blanks that are indented further than the key above them would become lines of a literal that is written there.
    /// </summary>
    public bool IsFollowedByDeepLine(int position, int indent)
    {
        for (; position < Source.Length; position = Lines.Next(Source, position))
        {
            var spaces = BlockScalar.LeadingSpaces(Source, position);
            var isBlank = Lines.End(Source, position) == position + spaces;
            if (spaces > indent && (isBlank || Source[position + spaces] == '#'))
            {
                return true;
            }

            if (!isBlank)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>True when the last line of a node is in a block scalar.</summary>
    public static bool EndsInBlockScalar(YamlNode node) => Last(node).Style is YamlStyle.Literal or YamlStyle.Folded;

    /// <summary>Throws if the source ends inside a block scalar: a line break after it would become part of the text.</summary>
    /// <param name="tree">The last document of the source.</param>
    /// <exception cref="YamlException">Names the last character of the source.</exception>
    public static void RequireLineBreakAtEnd(YamlTree tree)
    {
        if (tree.Source is [.., not (byte)'\n'])
        {
            RequireNoTextAt(tree, tree.ToSource(tree.Source.Length));
        }
    }

    /// <summary>Throws if an added line break is part of the text at the end of a document.</summary>
    /// <param name="tree">The document.</param>
    /// <param name="end">Where the line break was or will be added, in the source of the document.</param>
    /// <exception cref="YamlException">Names the last character before it.</exception>
    public static void RequireNoTextAt(YamlTree tree, int end)
    {
        if (
            !tree.IsEmpty
            && Last(tree.Root) is { Style: YamlStyle.Literal or YamlStyle.Folded } last
            && tree.ToSource(last.Span.End) >= end
            && BlockScalar.Of(last).Chomping != '-'
        )
        {
            throw new YamlException(
                "the source ends here inside a block scalar without a line break, so nothing can be added after it (end it with a line "
                + "break)",
                end - 1
            );
        }
    }

    /// <summary>The node itself, or the scalar or flow collection at the end of a block collection.</summary>
    private static YamlNode Last(YamlNode node)
    {
        while (node.Style == YamlStyle.Block && node.Next > node.Index + 1)
        {
            node = node.Children.Last();
        }

        return node;
    }
}
