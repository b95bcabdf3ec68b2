using System.Globalization;
using System.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Tests.Fuzzing;

/// <summary>
/// Rewrites a document in random YAML styles: block and flow, all scalar styles, comments, blank lines, odd indentation, anchors, tags,
/// complex keys. The meaning may change, which does not matter for a fuzzer.
/// </summary>
internal sealed class StyleWriter(Random random)
{
    private readonly StringBuilder text = new();
    private int anchors;

    public string Write(YamlNode root)
    {
        if (root.IsScalar || Chance(30))
        {
            Flow(root);
            return text.Append('\n').ToString();
        }

        Block(root, 0);
        return text.ToString();
    }

    private bool Chance(int oneIn) => random.Next(oneIn) == 0;

    /// <summary>Writes the lines of a collection, starting at the start of a line.</summary>
    private void Block(YamlNode node, int indent)
    {
        foreach (var (key, value) in Merge(node, indent))
        {
            Remark(indent);
            Spaces(indent);
            if (Chance(60))
            {
                text.Append("? ");
                Flow(key);
                text.Append('\n');
                Spaces(indent);
            }
            else
            {
                Flow(key);
                text.Append(Chance(40) ? " " : "");
            }

            text.Append(':');
            Value(value, indent, node.IsMapping);
        }

        foreach (var item in node.Items)
        {
            Remark(indent);
            Spaces(indent);
            text.Append('-');
            Value(item, indent, false);
        }
    }

    /// <summary>Writes some entries of a mapping as mappings that it merges, or merges an anchor, and returns the other entries.</summary>
    private List<(YamlNode Key, YamlNode Value)> Merge(YamlNode node, int indent)
    {
        var entries = new List<(YamlNode Key, YamlNode Value)>();
        foreach (var entry in node.Pairs)
        {
            entries.Add(entry);
        }

        if (entries.Count < 2 || !Chance(40))
        {
            return entries;
        }

        // Copies stay behind now and then: an entry of the mapping itself counts, wherever it is.
        var merged = entries.Where(_ => Chance(2)).ToList();
        Spaces(indent);
        text.Append("<<: ");
        switch (random.Next(4))
        {
            case 0 when anchors > 0:
                text.Append(CultureInfo.InvariantCulture, $"*a{random.Next(anchors)}\n");
                return entries;
            case 1:
                var half = merged.Count / 2;
                text.Append('[');
                Merged(merged[..half]);
                text.Append(", ");
                Merged(merged[half..]);
                text.Append("]\n");
                break;
            case 2:
                text.Append(CultureInfo.InvariantCulture, $"&a{anchors++} ");
                goto default;
            default:
                Merged(merged);
                text.Append('\n');
                break;
        }

        return Chance(3) ? entries : [.. entries.Except(merged)];
    }

    private void Merged(List<(YamlNode Key, YamlNode Value)> entries)
    {
        text.Append('{');
        foreach (var (i, (key, value)) in entries.Index())
        {
            text.Append(i > 0 ? ", " : "");
            Flow(key);
            text.Append(": ");
            Flow(value);
        }

        text.Append('}');
    }

    /// <summary>What follows a colon or dash: on its line, or on the lines below.</summary>
    private void Value(YamlNode node, int indent, bool afterColon)
    {
        Properties();
        if (node.IsScalar || node.Kind == YamlKind.Alias || node.Next == node.Index + 1 || Chance(12))
        {
            Scalar(node, indent);
            return;
        }

        var deeper = node.IsSequence && afterColon && Chance(2) ? indent : indent + random.Next(1, 5);
        if (!afterColon && Chance(2) && text[^1] == '-')
        {
            // Compact: the first key follows the dash.
            deeper = indent + 2;
            var start = text.Length;
            Block(node, deeper);
            var body = text.ToString(start, text.Length - start);
            text.Length = start;
            text.Append(body.StartsWith(new string(' ', deeper), StringComparison.Ordinal) ? " " + body[deeper..] : "\n" + body);
            return;
        }

        text.Append(Chance(15) ? " # c" : "").Append('\n');
        Block(node, deeper);
    }

    private void Scalar(YamlNode node, int indent)
    {
        text.Append(' ', Chance(20) ? 3 : 1);
        if (node.IsScalar && node.Value.Contains('\n', StringComparison.Ordinal) && !Chance(4))
        {
            Literal(node.Value, indent + random.Next(1, 4));
            return;
        }

        Flow(node);
        text.Append(Chance(15) ? "  # c" : "").Append(Chance(30) ? "  " : "").Append('\n');
    }

    private void Literal(string value, int indent)
    {
        var chomping =
            value.EndsWith("\n\n", StringComparison.Ordinal) ? "+"
            : value.EndsWith('\n') ? ""
            : "-";
        text.Append(Chance(8) ? '>' : '|').Append(chomping).Append(Chance(20) ? " # c" : "").Append('\n');
        foreach (var line in value.TrimEnd('\n').Split('\n'))
        {
            text.Append(line.Length == 0 ? "" : new string(' ', indent)).Append(line).Append('\n');
        }
    }

    /// <summary>Writes a node on one line; a flow collection may use several lines.</summary>
    private void Flow(YamlNode node)
    {
        if (!node.IsMapping && !node.IsSequence)
        {
            text.Append(Inline(node));
            return;
        }

        var blank = random.Next(4) switch
        {
            0 => "",
            1 => "\n          ",
            _ => " ",
        };
        text.Append(node.IsMapping ? '{' : '[');
        foreach (var (i, (key, value)) in node.Pairs.Index())
        {
            text.Append(i > 0 ? "," + blank : "");
            Flow(key);
            text.Append(": ");
            Flow(value);
        }

        foreach (var (i, item) in node.Items.Index())
        {
            text.Append(i > 0 ? "," + blank : "");
            Flow(item);
        }

        text.Append(Chance(30) ? "," : "").Append(node.IsMapping ? '}' : ']');
    }

    private string Inline(YamlNode node)
    {
        if (node.Kind == YamlKind.Alias)
        {
            return "*" + node.Value;
        }

        if (node.IsPlain && !node.Raw.Contains((byte)'\n'))
        {
            return node.IsNull ? new[] { "", "null", "~" }[random.Next(3)]
                : Chance(10) ? $"'{node.Value}'"
                : node.ToString();
        }

        var value = node.Value;
        return random.Next(3) switch
        {
            0 when !value.Any(char.IsControl) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'",
            1 => ScalarWriter.Write(value, YamlStyle.Plain),
            _ => $"\"{ScalarWriter.Escape(value)}\"",
        };
    }

    private void Properties()
    {
        if (Chance(150))
        {
            text.Append(CultureInfo.InvariantCulture, $" &a{anchors++}");
        }
        else if (Chance(200))
        {
            text.Append(new[] { " !!str", " !!map", " !t", " !!binary", " !" }[random.Next(5)]);
        }
        else if (anchors > 0 && Chance(100))
        {
            text.Append(CultureInfo.InvariantCulture, $" *a{random.Next(anchors)}\n");
        }
    }

    private void Remark(int indent) =>
        text.Append(
            random.Next(60) switch
            {
                0 => "\n",
                1 => "# c\n",
                2 => new string(' ', indent) + "# c: d\n",
                3 => new string(' ', indent + 2) + "\n",
                4 => "\t\n",
                _ => "",
            }
        );

    private void Spaces(int count) => text.Append(' ', count);
}
