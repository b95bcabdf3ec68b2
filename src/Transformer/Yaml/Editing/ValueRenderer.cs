using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml.Editing;

/// <summary>Replaces old values with new ones.</summary>
internal sealed class ValueRenderer(SourceLayout layout, RenderedEdits output)
{
    /// <summary>Writes a new value in the style of the old one and of the collection around it.</summary>
    public void Set(YamlNode node, YamlValue value)
    {
        var parent = node.Tree.ParentOf(node.Index);
        if (parent is { Style: YamlStyle.Flow } flow && (FlowFormat.Of(flow).Json || !IsText(node, value)))
        {
            output.AddInFlow(flow, node.Span, BeforeFirstValue(node, flow) + ValueWriter.Flow(value, FlowFormat.Of(flow)));
        }
        else if (IsText(node, value))
        {
            output.Add(node.Span, ScalarWriter.Write(((YamlString)value).Text, node.Style) + LastBreak(node));
        }
        else if (parent is { IsMapping: true } mapping && !IsFilledFlow(node))
        {
            SetInBlock(mapping, node, value);
        }
        else if (node.Style == YamlStyle.Block && !(ValueWriter.IsMultiLine(value) && layout.IsFollowedByText(node)))
        {
            var column = layout.Column(node.Span.Start);
            output.Add(node.Span, ValueWriter.Block(value, column, layout.LineBreak)[column..] + LastBreak(node));
        }
        else
        {
            var blank = node.Span.Length == 0 ? " " : "";
            output.Add(node.Span, blank + ValueWriter.Flow(value, FlowFormat.Of(node).Outer) + LastBreak(node));
        }
    }

    /// <summary>
    /// The text to add before the value of an empty flow entry: a blank, and the colon after a key without one (<c>{a, b: c}</c>).
    /// </summary>
    private string BeforeFirstValue(YamlNode node, YamlNode parent) =>
        node.Span.Length > 0 ? ""
        : parent.IsMapping && layout.Source.AsSpan(0, node.Span.Start).TrimEnd(" \t\r\n"u8) is not [.., (byte)':'] ? ": "
        : " ";

    /// <summary>A flow collection that is not empty stays in flow style.</summary>
    private static bool IsFilledFlow(YamlNode node) => node.Style == YamlStyle.Flow && node.Next > node.Index + 1;

    /// <summary>Text that replaces a scalar keeps the scalar's quotes.</summary>
    private static bool IsText(YamlNode node, YamlValue value) => node.IsScalar && !node.IsNull && value is YamlString;

    /// <summary>The line break that ends a block scalar, or a collection that ends with one, belongs to its span.</summary>
    private static string LastBreak(YamlNode node) =>
        node.Raw.EndsWith("\r\n"u8) ? "\r\n"
        : node.Raw is [.., (byte)'\n'] ? "\n"
        : "";

    /// <summary>The value after a key in block style; a comment at the end of the key's line stays there.</summary>
    private void SetInBlock(YamlNode parent, YamlNode node, YamlValue value)
    {
        var (source, lineBreak) = (layout.Source, layout.LineBreak);
        var key = parent.Pairs.First(p => p.Value.Index == node.Index).Key;
        var colon = key.Span.End + source.AsSpan(key.Span.End).IndexOf((byte)':') + 1;
        var indent = layout.Column(key.Span.Start);
        var text =
            ValueWriter.IsMultiLine(value) && layout.IsFollowedByDeepLine(layout.AfterLine(node), indent)
                ? " " + ValueWriter.Flow(value, FlowFormat.Yaml)
                : ValueWriter.AfterColon(value, indent, lineBreak);
        var isBlock = node.Style == YamlStyle.Block;
        var end = isBlock ? AfterProperties(node, colon) : Math.Max(colon, node.Span.End - LastBreak(node).Length);
        if (isBlock)
        {
            // Removes the block's lines. Comments between the key and the block stay unless they would become lines of a literal.
            var isLiteral = text[0] == ' ' && text.Contains(lineBreak, StringComparison.Ordinal);
            var start = isLiteral ? Lines.Next(source, end) : Lines.Start(source, node.Span.Start);
            output.Add(new ByteSpan(start, layout.AfterLine(node)), "");
        }

        // The first line replaces the value; further lines follow the comment after the value.
        var firstLine = text.IndexOf(lineBreak, StringComparison.Ordinal) is >= 0 and var at ? at : text.Length;
        var isSameKind = node.IsMapping ? value is YamlMap : node.IsSequence && value is YamlList;
        output.Add(isBlock && isSameKind ? ByteSpan.At(end) : new ByteSpan(colon, end), text[..firstLine]);
        output.Insert(Lines.End(source, end), text[firstLine..]);
    }

    /// <summary>
    /// Where the anchor and tag between a key's colon and its block end, or the colon without them. They stay for a value of the same kind.
    /// </summary>
    private int AfterProperties(YamlNode node, int colon)
    {
        var (source, end) = (layout.Source, colon);
        for (var position = colon; position < node.Span.Start;)
        {
            switch (source[position])
            {
                case (byte)'#':
                    position = Lines.End(source, position);
                    break;
                case (byte)'&' or (byte)'!':
                    position += source.AsSpan(position).IndexOfAny(" \t\r\n"u8);
                    end = position;
                    break;
                default:
                    position++;
                    break;
            }
        }

        return end;
    }
}
