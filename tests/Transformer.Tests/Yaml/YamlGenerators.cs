using System.Text;
using CsCheck;

namespace KymaIstioTransform.Tests.Yaml;

/// <summary>Documents to compare the readers on: valid and invalid ones, from single tokens and from real manifests.</summary>
internal static class YamlGenerators
{
    private static readonly string[] Scalars =
    [
        "a",
        "bc",
        "x y",
        "-1",
        "--flag=1",
        "http://h:80/p",
        "a#b",
        "1.5",
        "{{ .V }}x",
        "é",
        "\u0085",
        "\u00a0",
        "\u2028",
        "\ufeff",
        "<<",
        "=",
        "a:b",
        "x *y",
        "@",
        "`",
        "%",
        "\"\"",
        "''",
        "\"q\"",
        "'q'",
        "\"a b\"",
        "\"\\n\"",
        "\"\\u00e9\"",
        "\"\\uD83D\\uDE00\"",
        "\"\\uD83D\"",
        "\"\\q\"",
        "\"\\x4\"",
        "'it''s'",
        "\"a: b\"",
        "\"a\\\nb\"",
        "[]",
        "{}",
        "[a, b]",
        "{a: b}",
        "{\"a\":1}",
        "[{\"a\": [1, 2]}, \"b\"]",
        "[a,]",
        "{a}",
        "[a: b]",
        "{ \"k\" : \"v\" }",
    ];

    private static readonly string[] Indicators =
    [
        "-",
        "- ",
        "-\t",
        "?",
        "? ",
        ":",
        ": ",
        ":\t",
        ",",
        "[",
        "]",
        "{",
        "}",
        "#",
        " #",
        " # c",
        "&",
        "&a ",
        "*",
        "*a",
        "!",
        "!t ",
        "|",
        ">",
        "|-",
        "|+",
        "|2",
        ">-",
        "|1-",
        "|0",
        "'",
        "\"",
        "\\",
        "%",
        "@",
        "`",
        "---",
        "...",
        "\t",
        " ",
        "  ",
        "\n",
        "\n ",
        "\n  ",
        "\n    ",
        "\n\n",
        "\r\n",
        "\n#c\n",
        "\n- ",
        "\n  - ",
        ":\n",
        ":\n  ",
        ":\n- ",
        "\\\n",
        "\r",
        "\0",
    ];

    private static readonly Gen<string> Piece = Gen.OneOf(Gen.OneOf(Scalars), Gen.OneOf(Indicators));

    /// <summary>Tokens in any order: mostly invalid YAML with unusual neighbours.</summary>
    public static Gen<string> Soup { get; } = Piece.Array[1, 12].Select(string.Concat);

    /// <summary>Lines of plausible shape with indentation that often fits.</summary>
    public static Gen<string> Lines { get; } =
        Gen.Select(
                Gen.OneOf(0, 0, 0, 1, 2, 2, 2, 3, 4, 4, 6),
                Line,
                Gen.OneOf("\n", "\n", "\n", "\n", "\r\n", "\n\n", "\n   \n", " \n", "\t\n", "")
            )
            .Select((indent, line, end) => new string(' ', indent) + line + end)
            .Array[1, 10]
            .Select(string.Concat);

    /// <summary>A well-formed document, nested as manifests are.</summary>
    public static Gen<string> Document { get; } =
        Gen.Select(Node(4), Gen.OneOf("\n", "\n", "\n", "\r\n"))
            .Select((lines, end) => string.Join(end, lines[0].Length == 0 ? lines.Skip(1) : lines) + end);

    /// <summary>Flow collections over several lines, most of them broken somewhere, as a document, a value or an item.</summary>
    public static Gen<string> Flow { get; } =
        Gen.Select(
                Gen.OneOf("", "", "a: ", "- ", "a:\n  ", "- a: "),
                FlowNode(3),
                Gen.OneOf("", "\n", " # c\n", "\nb: c\n", ": c\n", " x\n")
            )
            .Select((start, node, end) => start + node + end);

    /// <summary>The text with a few bytes taken away, put in or moved.</summary>
    public static Gen<byte[]> Mutate(Gen<byte[]> source) =>
        Gen.Select(source, Mutation.Array[1, 4])
            .Select((bytes, mutations) => mutations.Aggregate(bytes, (current, mutate) => mutate(current)));

    private static Gen<string> Line =>
        Gen.OneOf(
            Gen.Select(Gen.OneOf("", "", "", "- ", "- ", "- - ", "-   "), Key, Value).Select((dash, key, value) => dash + key + value),
            Gen.Select(Gen.OneOf("", "- ", "- ", "- - "), Gen.OneOf(Scalars)).Select((dash, value) => dash + value),
            Gen.OneOf(
                "-",
                "- ",
                "# c",
                "- # c",
                "text",
                "  text",
                "more: # c",
                "\"text",
                "text\"",
                "]",
                "}",
                "[",
                "{",
                "a,",
                "\"a\": 1,",
                "|",
                "- |",
                "- a: |"
            ),
            Piece.Array[1, 4].Select(string.Concat)
        );

    private static Gen<string> Key =>
        Gen.OneOf("a", "key", "b c", "\"q\"", "'s'", "x/y.z", "é", "<<", "a ", "\"q\" ", "-k", "k#").Select(key => key + ":");

    private static Gen<string> Value =>
        Gen.OneOf(
            Gen.OneOf("", " ", "  # c", "\t", " |", " |-", " >", " >+", " |2", " |+ # c", " |-2", " >1", " |# c"),
            Gen.Select(Gen.OneOf(" ", " ", "  ", "\t"), Gen.OneOf(Scalars), Gen.OneOf("", "", "", "  ", " # c", "\t", "#c", " x", ": y"))
                .Select((blank, value, end) => blank + value + end)
        );

    private static Gen<string> FlowBlank =>
        Gen.OneOf("", "", "", "", "", " ", " ", "\t", "\n  ", "\n   ", "\n", "\n\n  ", "\r\n   ", "\n\t", " # c\n  ", "\n  \t");

    private static Gen<string> FlowNode(int depth) =>
        depth == 0
            ? Gen.OneOf("a", "1", "-1", "a b", "h:80", "\"q\"", "\"q\"", "'s'", "\"\\n\"", "\"q\n    r\"", "", "x *y", "-", ":", "?")
            : Gen.OneOf(FlowNode(0), FlowCollection(depth), FlowCollection(depth));

    private static Gen<string> FlowCollection(int depth) =>
        Gen.Select(
                Gen.OneOf("{}", "[]", "{}", "[]", "{]", "[", "}"),
                Gen.Select(FlowEntry(depth), FlowBlank, Gen.OneOf(",", ",", ",", ",", ",", "")).Array[0, 3],
                FlowBlank
            )
            .Select(
                (brackets, entries, blank) =>
                    brackets[..1]
                    + blank
                    + string.Concat(
                        entries.Select(
                            (e, i) =>
                                (brackets[0] == '{' ? e.Item1 : e.Item1[(e.Item1.IndexOf(':', StringComparison.Ordinal) + 1)..])
                                + e.Item2
                                + (i + 1 < entries.Length ? e.Item3 : "")
                        )
                    )
                    + brackets[1..]
            );

    private static Gen<string> FlowEntry(int depth) =>
        Gen.Select(
                FlowBlank,
                Gen.OneOf("a", "\"b\"", "\"b\"", "'c'", "d e", "", "x *y"),
                Gen.OneOf(": ", ": ", ":", " : ", "\n  : ", ":\n  "),
                FlowBlank,
                FlowNode(depth - 1)
            )
            .Select((before, key, colon, after, value) => before + key + colon + after + value);

    /// <summary>The lines of a node; the first one is what follows on the line of its key or dash.</summary>
    private static Gen<string[]> Node(int depth) => depth == 0 ? Leaf : Gen.OneOf(Leaf, Block, Nested(depth), Nested(depth), Nested(depth));

    private static Gen<string[]> Leaf =>
        Gen.OneOf(
            Gen.OneOf("a", "x y", "1", "\"q: #\"", "'it''s'", "[]", "{}", "[a, {b: c}]", "http://h:80", "a#b", "\"\\u00e9\"")
                .Select(value => new[] { " " + value }),
            Gen.OneOf("", " # c", " a # c").Select(value => new[] { value })
        );

    private static Gen<string[]> Block =>
        Gen.Select(
                Gen.OneOf(" |", " |-", " >", " >+", " |+", " | # c"),
                Gen.OneOf("text", "", "  deep", "# no comment", "a: b", "- x", "é").Array[1, 4]
            )
            .Select(
                (header, lines) => new[] { header, "  x" }.Concat(lines.Select(line => line.Length == 0 ? line : "  " + line)).ToArray()
            );

    private static Gen<string[]> Nested(int depth) =>
        Gen.Select(Gen.Bool, Gen.Int[1, 3], Gen.Int[0, 2], Gen.OneOf("", "", "  # c"), Gen.Select(Key, Node(depth - 1)).Array[1, 4])
            .Select(
                (isMapping, indent, offset, comment, children) =>
                    new[] { comment }
                        .Concat(children.SelectMany(child => isMapping ? Entry(child.Item1, child.Item2) : Item(child.Item2, offset)))
                        .Select((line, i) => i == 0 || line.Length == 0 ? line : new string(' ', indent) + line)
                        .ToArray()
            );

    private static IEnumerable<string> Entry(string key, string[] value) => value.Skip(1).Prepend(key + value[0]);

    /// <summary>An item; a nested collection may start on the dash's own line.</summary>
    private static IEnumerable<string> Item(string[] value, int offset)
    {
        var isCompact = offset > 0 && value.Length > 1 && value[0].Length == 0 && value[1].StartsWith(' ');
        if (!isCompact)
        {
            return value.Skip(1).Select(line => line.Length == 0 ? line : " " + line).Prepend("-" + value[0]);
        }

        return value.Skip(2).Select(line => line.Length == 0 ? line : " " + line).Prepend("-" + value[1]);
    }

    private static Gen<Func<byte[], byte[]>> Mutation =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, int.MaxValue], Gen.Int[0, 12], Piece)
            .Select(
                (kind, place, length, piece) =>
                    new Func<byte[], byte[]>(bytes => Mutated(bytes, kind, place, length, Encoding.UTF8.GetBytes(piece)))
            );

    private static byte[] Mutated(byte[] bytes, int kind, int place, int length, byte[] piece)
    {
        var at = place % (bytes.Length + 1);
        var end = Math.Min(at + length, bytes.Length);
        return kind switch
        {
            0 => [.. bytes[..at], .. bytes[end..]],
            1 => [.. bytes[..at], .. piece, .. bytes[at..]],
            2 => [.. bytes[..at], .. piece, .. bytes[end..]],
            3 => [.. bytes[..end], .. bytes[at..]],
            _ =>
            [
                .. bytes[..(Array.LastIndexOf(bytes, (byte)'\n', Math.Max(at - 1, 0)) + 1)],
                .. Enumerable.Repeat((byte)' ', length / 3),
                .. bytes[(Array.LastIndexOf(bytes, (byte)'\n', Math.Max(at - 1, 0)) + 1)..],
            ],
        };
    }
}
