using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>
/// Reads the entries of the YAML around a template's actions, line by line. A YAML reader cannot do that: the text is YAML only after the
/// template has run. A line that starts with a printing action has no entry, and neither has a line that a trimming action joins to the
/// line before it.
/// </summary>
internal ref struct TemplateEntryReader
{
    private readonly GoTemplate template;
    private readonly ReadOnlySpan<byte> text;
    private readonly byte[] open;
    private readonly List<TemplateEntry> entries = [];

    /// <summary>All actions in order, and the first one that the reader has not passed.</summary>
    private readonly List<TemplateNode.Action> actions;
    private int nextAction;

    /// <summary>Where each arm starts or continues after a control block, in order, and the arm at the reader's position.</summary>
    private readonly List<(int Start, TemplateBranchArm Arm)> arms = [];
    private int arm;

    /// <summary>The column of each open control structure, negative where it continues the text before it.</summary>
    private readonly Stack<int> openColumns = [];

    private TemplateEntryReader(GoTemplate template)
    {
        this.template = template;
        text = template.Masked;
        open = System.Text.Encoding.ASCII.GetBytes(template.Open);
        actions = [.. GoTemplate.Actions(template.Root.Nodes)];
        CollectArms(template.Root);
    }

    public static IReadOnlyList<TemplateEntry> Of(GoTemplate template)
    {
        var reader = new TemplateEntryReader(template);
        reader.Read();
        return reader.entries;
    }

    private readonly void CollectArms(TemplateBranchArm from)
    {
        arms.Add((from.Span.Start, from));
        foreach (var node in from.Nodes)
        {
            if (node is TemplateNode.ControlBlock block)
            {
                foreach (var inner in block.Arms)
                {
                    CollectArms(inner);
                }

                arms.Add((block.Span.End, from));
            }
        }
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
            if (text[position] == '-' && IsBlankOrEnd(position + 1, end))
            {
                entries.Add(
                    new TemplateEntry(
                        TemplateEntryKind.Item,
                        line,
                        position,
                        column,
                        default,
                        ByteSpan.At(position + 1),
                        ArmAt(position),
                        startsLine
                    )
                );
                parent = column;
                var after = AfterBlanks(position + 1, end);
                column += after - position;
                position = after;
                continue;
            }

            if (text[position] is (byte)'&' or (byte)'!')
            {
                var after = AfterProperty(position, end);
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
        if (KeyAt(position, end) is { } key)
        {
            var colon = AfterBlanks(key.End, text.Length);
            var value = ValueAt(colon + 1, column, out var afterValue);
            entries.Add(new TemplateEntry(TemplateEntryKind.Key, line, position, column, key, value, ArmAt(position), startsLine));
            return afterValue;
        }

        var alone = ValueAt(position, parent, out var next);
        if (parent >= 0)
        {
            entries[^1] = entries[^1] with { Value = alone };
        }
        else
        {
            entries.Add(new TemplateEntry(TemplateEntryKind.Value, line, position, column, default, alone, ArmAt(position), startsLine));
        }

        return next;
    }

    /// <summary>The key that starts here, including quotes; null when no key starts here.</summary>
    private readonly ByteSpan? KeyAt(int position, int end)
    {
        if (text[position] is (byte)'"' or (byte)'\'')
        {
            var quoted = TemplateFlow.EndOfQuotes(text, position);
            return quoted > 0 && AfterBlanks(quoted, end) is var colon && colon < end && IsColon(colon, end)
                ? new ByteSpan(position, quoted)
                : null;
        }

        if (text[position] is (byte)'[' or (byte)'{' or (byte)'|' or (byte)'>')
        {
            return null;
        }

        for (var i = position; i < end; i++)
        {
            if (IsColon(i, end))
            {
                return new ByteSpan(position, position + text[position..i].TrimEnd(" \t"u8).Length);
            }

            if (text[i] == '#' && i > position && text[i - 1] is (byte)' ' or (byte)'\t')
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>A colon ends a key when a blank, the line's end or an action follows.</summary>
    private readonly bool IsColon(int position, int end) =>
        text[position] == ':' && (IsBlankOrEnd(position + 1, end) || template.Source.AsSpan(position + 1).StartsWith(open));

    /// <summary>The value from here on; <paramref name="next"/> is the first line after the value.</summary>
    private readonly ByteSpan ValueAt(int position, int parentColumn, out int next)
    {
        var end = Lines.End(text, position);
        position = AfterBlanks(position, end);
        while (position < end && text[position] is (byte)'&' or (byte)'!')
        {
            position = AfterProperty(position, end);
        }

        next = Lines.Next(text, position);
        if (position >= end || text[position] == '#')
        {
            return ByteSpan.At(position);
        }

        switch (text[position])
        {
            case (byte)'|' or (byte)'>':
                next = AfterBlockScalar(next, parentColumn);
                return new ByteSpan(position, next);
            case (byte)'"' or (byte)'\'' when TemplateFlow.EndOfQuotes(text, position) is > 0 and var quoted:
                next = Lines.Next(text, quoted);
                return new ByteSpan(position, quoted);
            case (byte)'[' or (byte)'{' when TemplateFlow.EndOfCollection(text, position) is > 0 and var collection:
                next = Lines.Next(text, collection);
                return new ByteSpan(position, collection);
            default:
                return new ByteSpan(position, position + WithoutComment(text[position..end]).Length);
        }
    }

    private static ReadOnlySpan<byte> WithoutComment(ReadOnlySpan<byte> plain)
    {
        for (var i = 1; i < plain.Length; i++)
        {
            if (plain[i] == '#' && plain[i - 1] is (byte)' ' or (byte)'\t')
            {
                plain = plain[..i];
            }
        }

        return plain.TrimEnd(" \t"u8);
    }

    /// <summary>The first line with text that is not indented further than the scalar's key or dash.</summary>
    private readonly int AfterBlockScalar(int line, int parentColumn)
    {
        while (line < text.Length)
        {
            var isBlank = text[line..Lines.End(text, line)].IndexOfAnyExcept(" \t"u8) < 0;
            if (!isBlank && BlockScalar.LeadingSpaces(template.Source, line) <= parentColumn)
            {
                break;
            }

            line = Lines.Next(text, line);
        }

        return line;
    }

    /// <summary>The end of an anchor or tag and the blanks after it.</summary>
    private readonly int AfterProperty(int position, int end)
    {
        var length = text[position..end].IndexOfAny(" \t"u8);
        return length < 0 ? end : AfterBlanks(position + length, end);
    }

    private readonly int AfterBlanks(int position, int end)
    {
        while (position < end && text[position] is (byte)' ' or (byte)'\t')
        {
            position++;
        }

        return position;
    }

    private readonly bool IsBlankOrEnd(int position, int end) => position >= end || text[position] is (byte)' ' or (byte)'\t';

    /// <summary>True in an action that prints.</summary>
    private readonly bool IsPrinted(int position) => nextAction < actions.Count && actions[nextAction].Span.Start == position;

    private TemplateBranchArm ArmAt(int position)
    {
        while (arm + 1 < arms.Count && arms[arm + 1].Start <= position)
        {
            arm++;
        }

        return arms[arm].Arm;
    }
}
