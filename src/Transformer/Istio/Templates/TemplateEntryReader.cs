using KymaIstioTransform.Text;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>
/// Reads the entries of the YAML around a template's actions, line by line. A YAML reader cannot do that: the text is YAML only after the
/// template has run. A line that starts with a printing action has no entry, and neither has a line that a trimming action joins to the
/// line before it.
/// </summary>
internal ref struct TemplateEntryReader
{
    private readonly ReadOnlySpan<byte> text;
    private readonly TemplateLexer lexer;
    private readonly List<TemplateEntry> entries = [];

    /// <summary>All actions in order, and the first one that the reader has not passed.</summary>
    private readonly List<TemplateNode.Action> actions;
    private int nextAction;

    private readonly TemplateArmCursor arms;

    /// <summary>The column of each open control structure, negative where it continues the text before it.</summary>
    private readonly Stack<int> openColumns = [];

    private TemplateEntryReader(GoTemplate template)
    {
        text = template.Masked;
        lexer = new TemplateLexer(template);
        actions = [.. GoTemplate.Actions(template.Root.Nodes)];
        arms = new TemplateArmCursor(template.Root);
    }

    public static IReadOnlyList<TemplateEntry> Of(GoTemplate template)
    {
        var reader = new TemplateEntryReader(template);
        reader.Read();
        return reader.entries;
    }

    private void Read()
    {
        int? swallowed = null;
        for (var line = 0; line < text.Length;)
        {
            line = ReadLine(line, ref swallowed);
        }
    }

    /// <summary>Reads a line; returns where the next one to read starts.</summary>
    /// <param name="line">Where it starts.</param>
    /// <param name="swallowed">
    /// The column at which text continues after an action that trims the line break and blanks after it; negative where it continues other
    /// text.
    /// </param>
    private int ReadLine(int line, ref int? swallowed)
    {
        var end = Lines.End(text, line);
        var position = line;
        var column = swallowed ?? 0;
        var startsLine = true;
        while (true)
        {
            position = SkipBlanks(position, end, column >= 0 && swallowed is null ? 1 : 0, ref column, out var action);
            if (action is null)
            {
                if (position >= end)
                {
                    break;
                }

                swallowed = null;
                var isContinuation = column < 0 || IsPrinted(position);
                return isContinuation ? Lines.Next(text, position) : ReadEntries(line, position, end, column, startsLine);
            }

            startsLine = false;
            position = action.Span.End;
            column = ColumnOf(action, column);
            swallowed = action.TrimsRight ? column : null;
        }

        return Lines.Next(text, position);
    }

    /// <summary>The column at which text after an action that prints nothing is printed.</summary>
    private readonly int ColumnOf(TemplateNode.Action action, int column)
    {
        var own = action.TrimsLeft ? -1 : column;
        switch (action.Keyword)
        {
            case "if" or "range" or "with" or "define" or "block":
                openColumns.Push(own);
                return own;
            case "else":
                return openColumns.Peek();
            case "end":
                openColumns.Pop();
                return own;
            default:
                return own;
        }
    }

    /// <summary>Skips blanks, and stops at text, at the line's end, or at an action that prints nothing.</summary>
    private int SkipBlanks(int position, int end, int width, ref int column, out TemplateNode.Action? action)
    {
        action = null;
        while (true)
        {
            while (nextAction < actions.Count && actions[nextAction].Span.Start < position)
            {
                Pass(actions[nextAction++]);
            }

            if (nextAction < actions.Count && actions[nextAction].Span.Start == position && !actions[nextAction].Prints)
            {
                action = actions[nextAction++];
                return position;
            }

            if (position >= end || text[position] is not ((byte)' ' or (byte)'\t'))
            {
                return position;
            }

            position++;
            column += width;
        }
    }

    /// <summary>Tracks control structures inside values and the content of block scalars.</summary>
    private readonly void Pass(TemplateNode.Action action) => ColumnOf(action, -1);

    /// <summary>Reads the dashes, the key and the value of a line.</summary>
    private int ReadEntries(int line, int position, int end, int column, bool startsLine)
    {
        var parent = -1;
        while (position < end && text[position] != '#')
        {
            if (text[position] == '-' && lexer.IsBlankOrEnd(position + 1, end))
            {
                entries.Add(
                    new TemplateEntry(
                        TemplateEntryKind.Item,
                        line,
                        position,
                        column,
                        default,
                        ByteSpan.At(position + 1),
                        arms.At(position),
                        startsLine
                    )
                );
                parent = column;
                var after = lexer.AfterBlanks(position + 1, end);
                column += after - position;
                position = after;
                continue;
            }

            if (text[position] is (byte)'&' or (byte)'!')
            {
                var after = lexer.AfterProperty(position, end);
                column += after - position;
                position = after;
                continue;
            }

            return ReadText(line, position, end, column, parent, startsLine);
        }

        return Lines.Next(text, position);
    }

    private int ReadText(int line, int position, int end, int column, int parent, bool startsLine)
    {
        if (lexer.KeyAt(position, end) is { } key)
        {
            var colon = lexer.AfterBlanks(key.End, text.Length);
            var value = lexer.ValueAt(colon + 1, column, out var afterValue);
            entries.Add(new TemplateEntry(TemplateEntryKind.Key, line, position, column, key, value, arms.At(position), startsLine));
            return afterValue;
        }

        var alone = lexer.ValueAt(position, parent, out var next);
        if (parent >= 0)
        {
            entries[^1] = entries[^1] with { Value = alone };
        }
        else
        {
            entries.Add(new TemplateEntry(TemplateEntryKind.Value, line, position, column, default, alone, arms.At(position), startsLine));
        }

        return next;
    }

    /// <summary>True in an action that prints.</summary>
    private readonly bool IsPrinted(int position) => nextAction < actions.Count && actions[nextAction].Span.Start == position;
}
