using System.Text;
using CsCheck;

namespace KymaIstioTransform.Tests.Yaml;

/// <summary>A value of generated YAML: a scalar as written, a mapping or a sequence.</summary>
internal abstract record Sample
{
    internal sealed record Scalar(string Source) : Sample;

    internal sealed record Mapping(IReadOnlyList<(string Key, Sample Value)> Entries) : Sample;

    internal sealed record Sequence(IReadOnlyList<Sample> Items) : Sample;

    internal sealed record Literal(string Header, IReadOnlyList<string> Lines) : Sample;
}

/// <summary>
/// Writes generated values in the styles of Helm charts: block and flow, comments, blank lines, quoting, indented and indentless lists.
/// </summary>
internal static class GeneratedYaml
{
    private static readonly Gen<string> Plain = Gen.OneOf(
        "a",
        "zipkin:9411",
        "--flag",
        "10m",
        "http://x/y",
        "true",
        "12",
        "~",
        "",
        "x#y",
        "é",
        "a b",
        ".local"
    );

    private static readonly Gen<string> Quoted = Gen.OneOf(
        "\"\"",
        "''",
        "\"a\\n\\\"b\\u00e9\"",
        "'it''s: # fine'",
        "\"{{ .X }}\"",
        "\"é, 日本\""
    );

    private static readonly Gen<Sample> Scalars = Gen.Frequency((3, Plain), (2, Quoted)).Select(s => (Sample)new Sample.Scalar(s));

    private static readonly Gen<Sample> Literals = Gen.Select(
        Gen.OneOf("|", "|-", "|+", ">", ">-"),
        Gen.OneOf("", "text", "  more: indented", "{{- if .X }}", "# no comment", "é").Array[1, 5],
        (header, lines) => (Sample)new Sample.Literal(header, ["first", .. lines])
    );

    private static readonly Gen<string> Keys = Gen.OneOf("name", "args", "a", "b", "\"quoted key\"", "app.kubernetes.io/name", "data", "é");

    /// <summary>A document whose root is a mapping, as text.</summary>
    public static Gen<string> Documents { get; } =
        Gen.Select(
            Mappings(3),
            Gen.Int[0, 1_000_000],
            Gen.Bool,
            Gen.Bool,
            (root, seed, crlf, cut) => Finished(new Writer(seed).Write(root), crlf, cut)
        );

    private static string Finished(string text, bool crlf, bool cut)
    {
        // A block scalar at the end keeps its line break, because its value would change without it.
        var ended =
            cut && !text.Contains('|', StringComparison.Ordinal) && !text.Contains('>', StringComparison.Ordinal)
                ? text.TrimEnd('\n')
                : text;
        return crlf ? ended.ReplaceLineEndings("\r\n") : ended;
    }

    private static Gen<Sample> Values(int depth) =>
        depth == 0
            ? Scalars
            : Gen.Frequency(
                (4, Scalars),
                (1, Literals),
                (2, Mappings(depth - 1)),
                (2, Values(depth - 1).Array[0, 3].Select(items => (Sample)new Sample.Sequence(items)))
            );

    private static Gen<Sample> Mappings(int depth) =>
        Gen.Select(Keys, Values(depth), (key, value) => (key, value))
            .Array[1, 5]
            .Select(entries => (Sample)new Sample.Mapping([.. entries.DistinctBy(e => e.key)]));

    private sealed class Writer(int seed)
    {
        private readonly StringBuilder text = new();
        private uint state = (uint)seed + 1;

        public string Write(Sample root)
        {
            if (Chance(4))
            {
                text.Append("# leading comment\n\n");
            }

            Block(root, 0);
            return text.ToString();
        }

        /// <summary>True on average once in so many calls. A separate generator keeps documents reproducible from the seed.</summary>
        private bool Chance(int outOf)
        {
            state = (state * 1_664_525) + 1_013_904_223;
            return (state >> 16) % outOf == 0;
        }

        private void Block(Sample sample, int indent)
        {
            switch (sample)
            {
                case Sample.Mapping mapping:
                    foreach (var (key, value) in mapping.Entries)
                    {
                        Noise(indent);
                        text.Append(' ', indent).Append(key).Append(':');
                        After(value, indent, Chance(2) ? 0 : 2);
                    }

                    break;
                case Sample.Sequence sequence:
                    foreach (var item in sequence.Items)
                    {
                        Noise(indent);
                        text.Append(' ', indent).Append('-');
                        Item(item, indent);
                    }

                    break;
            }
        }

        private void Item(Sample item, int indent)
        {
            if (item is Sample.Mapping { Entries.Count: > 0 } mapping && !Chance(4))
            {
                // The first entry shares the dash's line.
                var (key, value) = mapping.Entries[0];
                text.Append(' ').Append(key).Append(':');
                After(value, indent + 2, 0);
                Block(new Sample.Mapping([.. mapping.Entries.Skip(1)]), indent + 2);
            }
            else
            {
                After(item, indent, 2);
            }
        }

        private void After(Sample value, int indent, int listIndent)
        {
            switch (value)
            {
                case Sample.Scalar scalar:
                    text.Append(scalar.Source.Length > 0 ? " " : "").Append(scalar.Source);
                    Comment();
                    text.Append('\n');
                    break;
                case Sample.Literal literal:
                    text.Append(' ').Append(literal.Header).Append('\n');
                    foreach (var line in literal.Lines)
                    {
                        text.Append(line.Length > 0 ? new string(' ', indent + 2) : "").Append(line).Append('\n');
                    }

                    break;
                case Sample.Mapping { Entries.Count: 0 } or Sample.Sequence { Items.Count: 0 }:
                    text.Append(value is Sample.Mapping ? " {}" : " []");
                    Comment();
                    text.Append('\n');
                    break;
                default:
                    if (Chance(4) && Flow(value) is { } flow)
                    {
                        text.Append(' ').Append(flow).Append('\n');
                        break;
                    }

                    Comment();
                    text.Append('\n');
                    Block(value, value is Sample.Sequence ? indent + listIndent : indent + 2);
                    break;
            }
        }

        /// <summary>The value on one line, or null when it holds a block scalar.</summary>
        private static string? Flow(Sample value)
        {
            switch (value)
            {
                case Sample.Scalar { Source: var source }:
                    return source.Length == 0 || source.StartsWith("--", StringComparison.Ordinal) ? "''" : source;
                case Sample.Mapping mapping:
                    var entries = mapping.Entries.Select(e => (e.Key, Value: Flow(e.Value))).ToList();
                    return entries.TrueForAll(e => e.Value is not null)
                        ? "{" + string.Join(", ", entries.Select(e => $"{e.Key}: {e.Value}")) + "}"
                        : null;
                case Sample.Sequence sequence:
                    var items = sequence.Items.Select(Flow).ToList();
                    return items.TrueForAll(i => i is not null) ? "[" + string.Join(", ", items) + "]" : null;
                default:
                    return null;
            }
        }

        private void Noise(int indent)
        {
            if (Chance(9))
            {
                text.Append(' ', indent).Append("# comment\n");
            }

            if (Chance(12))
            {
                text.Append('\n');
            }
        }

        private void Comment() => text.Append(Chance(6) ? " # here" : "");
    }
}
