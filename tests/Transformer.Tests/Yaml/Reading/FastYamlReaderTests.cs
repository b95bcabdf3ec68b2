using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Reading;
using Xunit;

namespace KymaIstioTransform.Tests.Yaml.Reading;

public sealed class FastYamlReaderTests
{
    /// <summary>A text and its nodes, one per line: depth, style, kind, span and, for scalars, the bytes.</summary>
    public static TheoryData<string, string> Tables =>
        new()
        {
            {
                "a: 1\nb:\nc:   \nd: -1\n",
                """
                    Block Mapping [0..19)
                      Plain [0..1) a
                      Plain [3..4) 1
                      Plain [5..6) b
                      Plain [7..7) 
                      Plain [8..9) c
                      Plain [10..10) 
                      Plain [14..15) d
                      Plain [17..19) -1
                    """
            },
            {
                "- a: b\n  c: d\n- - e\n  - -x\n-\n",
                """
                    Block Sequence [0..28)
                      Block Mapping [2..13)
                        Plain [2..3) a
                        Plain [5..6) b
                        Plain [9..10) c
                        Plain [12..13) d
                      Block Sequence [16..26)
                        Plain [18..19) e
                        Plain [24..26) -x
                      Plain [28..28) 
                    """
            },
            {
                "a:\n- b\n-\nc:\n  - d\n",
                """
                    Block Mapping [0..17)
                      Plain [0..1) a
                      Block Sequence [3..8)
                        Plain [5..6) b
                        Plain [8..8) 
                      Plain [9..10) c
                      Block Sequence [14..17)
                        Plain [16..17) d
                    """
            },
            {
                "-\n  a: b\n",
                """
                    Block Sequence [0..8)
                      Block Mapping [4..8)
                        Plain [4..5) a
                        Plain [7..8) b
                    """
            },
            {
                "a:  # c\n\n # d\n  b : http://h:80/#x # c\n",
                """
                    Block Mapping [0..34)
                      Plain [0..1) a
                      Block Mapping [16..34)
                        Plain [16..17) b
                        Plain [20..34) http://h:80/#x
                    """
            },
            {
                "\"a b\" : 'it''s' \t\n'c': \"\\\"\\u00e9\\uD83D\\uDE00\"\t# d\n",
                """
                    Block Mapping [0..45)
                      DoubleQuoted [0..5) "a b"
                      SingleQuoted [8..15) 'it''s'
                      SingleQuoted [18..21) 'c'
                      DoubleQuoted [23..45) "\\"\\u00e9\\uD83D\\uDE00"
                    """
            },
            {
                "a: |\n  x\n   y\n\n\nb: >+ # c\n  z\n\nc: |2-\n    w\nd: |\ne: |-",
                """
                    Block Mapping [0..54)
                      Plain [0..1) a
                      Literal [3..14) |\n  x\n   y\n
                      Plain [16..17) b
                      Folded [19..31) >+ # c\n  z\n\n
                      Plain [31..32) c
                      Literal [34..44) |2-\n    w\n
                      Plain [44..45) d
                      Literal [47..49) |\n
                      Plain [49..50) e
                      Literal [52..54) |-
                    """
            },
            {
                "a: |\n  \n   x\n  # c\nb: c\n",
                """
                    Block Mapping [0..23)
                      Plain [0..1) a
                      Literal [3..13) |\n  \n   x\n
                      Plain [19..20) b
                      Plain [22..23) c
                    """
            },
            {
                "- |1\n  x\n- a: >1\n   y\n",
                """
                    Block Sequence [0..22)
                      Literal [2..9) |1\n  x\n
                      Block Mapping [11..22)
                        Plain [11..12) a
                        Folded [14..22) >1\n   y\n
                    """
            },
            {
                "a: [b, \"c\", [ ], {}]\nd: {\"e\":1, 'f' : -2, g: h:i}  # c\n",
                """
                    Block Mapping [0..49)
                      Plain [0..1) a
                      Flow Sequence [3..20)
                        Plain [4..5) b
                        DoubleQuoted [7..10) "c"
                        Flow Sequence [12..15)
                        Flow Mapping [17..19)
                      Plain [21..22) d
                      Flow Mapping [24..49)
                        DoubleQuoted [25..28) "e"
                        Plain [29..30) 1
                        SingleQuoted [32..35) 'f'
                        Plain [38..40) -2
                        Plain [42..43) g
                        Plain [45..48) h:i
                    """
            },
            {
                "{\n\t\"a\":\n  [\n1\n  , null ]\n\n}\n",
                """
                    Flow Mapping [0..27)
                      DoubleQuoted [3..6) "a"
                      Flow Sequence [10..24)
                        Plain [12..13) 1
                        Plain [18..22) null
                    """
            },
            {
                "a: b\r\nc:\r\n- |\r\n x\r\n\r\nd: e \r\n",
                """
                    Block Mapping [0..25)
                      Plain [0..1) a
                      Plain [3..4) b
                      Plain [6..7) c
                      Block Sequence [10..19)
                        Literal [12..19) |\r\n x\r\n
                      Plain [21..22) d
                      Plain [24..25) e
                    """
            },
            {
                "a: b\n  c#d\n\n   - e # f\ng: 'h\n\n  i'\nj: \"k\\\n   l\" # m\n",
                """
                    Block Mapping [0..47)
                      Plain [0..1) a
                      Plain [3..18) b\n  c#d\n\n   - e
                      Plain [23..24) g
                      SingleQuoted [26..34) 'h\n\n  i'
                      Plain [35..36) j
                      DoubleQuoted [38..47) "k\\\n   l"
                    """
            },
            {
                "  a: b\n  c:\n    d",
                """
                    Block Mapping [2..17)
                      Plain [2..3) a
                      Plain [5..6) b
                      Plain [9..10) c
                      Plain [16..17) d
                    """
            },
            { "top: level\n", "Block Mapping [0..10)\n  Plain [0..3) top\n  Plain [5..10) level" },
            { "\n# c\nkey:value\n more # c\n   \n", "Plain [5..20) key:value\\n more" },
            { "\u00e9: \u0085\u2028\n", "Block Mapping [0..9)\n  Plain [0..2) \u00e9\n  Plain [4..9) \u0085\u2028" },
        };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Documents_have_the_nodes_of_the_table(string text, string table)
    {
        var comparison = ReaderComparison.Of(text);

        Assert.NotNull(comparison.Tree);
        Assert.Equal(table + "\n", ReaderComparison.Describe(comparison.Tree));
        Assert.Null(comparison.Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("   \n \n")]
    [InlineData("# c\n  # d")]
    [InlineData("\r\n# c\r\n")]
    public void A_document_without_nodes_is_empty(string text)
    {
        var comparison = ReaderComparison.Of(text);

        Assert.True(comparison.Tree is { IsEmpty: true });
        Assert.Null(comparison.Problem);
    }

    [Fact]
    public void A_span_is_read_like_a_whole_source()
    {
        var source = "---\na: |\n  b\n---\n- c"u8.ToArray();

        Assert.Equal(
            "Block Mapping [4..13)\n  Plain [4..5) a\n  Literal [7..13) |\\n  b\\n\n",
            ReaderComparison.Describe(FastYamlReader.TryRead(source, new ByteSpan(4, 13))!)
        );
        Assert.Equal(
            "Block Sequence [17..20)\n  Plain [19..20) c\n",
            ReaderComparison.Describe(FastYamlReader.TryRead(source, new ByteSpan(17, 20))!)
        );
        Assert.True(FastYamlReader.TryRead(source, new ByteSpan(13, 13))!.IsEmpty);
    }
}
