using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;
using Xunit;

namespace KymaIstioTransform.Tests.Yaml.Reading;

/// <summary>YAML that the fast reader leaves to YamlDotNet, which reads it or rejects it with a reason.</summary>
public sealed class FastYamlReaderHandOverTests
{
    public static TheoryData<string> HandedOver =>
        [
            // properties, aliases, complex keys, directives, marks
            "&a b\n",
            "a: &b c\n",
            "a: *b\n",
            "a: !b c\n",
            "- !b\n",
            "? a\n: b\n",
            "?\ta\n",
            ": a\n",
            "%A\na: b\n",
            "\ufeffa: b\n",
            "---\n",
            "a\n---\nb\n",
            "a\n...\n",
            "... a\n",
            "\"a\n---\n\"\n",
            // tabs as indentation
            "\ta: b\n",
            "a:\n\t- b\n",
            "-\ta\n",
            "- \ta\n",
            "\t\n",
            "a: b\n\tc\n",
            "a: \"b\n\tc\"\n",
            "a\tb: c\n",
            "a\t: b\n",
            "a:\n\t# b\n",
            // values that must not start or continue like this
            "a: @b\n",
            "a: `b\n",
            "a: %b\n",
            "a: ]\n",
            "a: ,b\n",
            "a: - b\n",
            "a: -\n",
            "a: b: c\n",
            "a: b:\n",
            "a: 'b': c\n",
            "a: \"b\" c\n",
            "a: \"b\"#c\n",
            "a: 'b'#c\n",
            "\"a\":b\n",
            "a: ? b\n",
            "a *b: c\n",
            // indentation
            "a:\n  b: c\n d: e\n",
            "a: b\n  c: d\n",
            "a: b # c\n  d\n",
            "a: b\n# c\n  d\n",
            "a:\n- b\n  - c\nd\n",
            "- a\nb: c\n",
            "a: b\n- c\n",
            "a: b\nc\n",
            "- a\n b: c\n",
            "a: \"b\"\n  c\n",
            "a: \"b\nc\"\n",
            "a\nb: c\n",
            // quotes and escapes
            "a: \"b\n",
            "a: 'b\n",
            "a: \"\\q\"\n",
            "a: \"\\x4\"\n",
            "a: \"\\u12g4\"\n",
            "a: \"\\uD83D\"\n",
            "a: \"\\uDE00\"\n",
            "a: \"\\uD83D\\u0041\"\n",
            "a: \"\\U00110000\"\n",
            "a: \"\\",
            "\"a\n b\": c\n",
            // block scalars
            "|\n  a\n",
            "a: |x\n",
            "a: |0\n  b\n",
            "a: |--\n  b\n",
            "a: |11\n  b\n",
            "a: |#b\n  c\n",
            "a: |\n   \n  b\n",
            "a: |\n\tb\n",
            "a: |\n  \n",
            "a: |\n  b\n    ",
            "a: |\n  b\n c\n",
            "a: |4\n  b\n",
            // flow collections
            "a: [b\n",
            "a: [b] c\n",
            "a: [b]: c\n",
            "[a]: b\n",
            "a: [b]#c\n",
            "a: [b,, c]\n",
            "a: [,]\n",
            "a: [b,]\n",
            "a: [b: c]\n",
            "a: [- b]\n",
            "a: [-]\n",
            "a: {b}\n",
            "a: {b:c}\n",
            "a: {b: }\n",
            "a: {b: c: d}\n",
            "a: {\"b\" c}\n",
            "a: {\"b\"\n  : c}\n",
            "a: {x *b: c}\n",
            "a: [b # c\n  ]\n",
            "a: [b #c]\n",
            "a: [\nb]\n",
            "a: [b\n]\n",
            "a: [\n\tb]\n",
            "[a\n---\n]\n",
            "a: [b c\n  d]\n",
            "a: [b}\n",
            "a: {b: [c}]\n",
            "[b:]\n",
            // bytes that are not allowed
            "a: \0\n",
            "a: \u0007\n",
            "a: \u007f\n",
            "a: b\rc: d\n",
            "a: b\r",
        ];

    [Theory]
    [MemberData(nameof(HandedOver))]
    public void Unusual_or_invalid_YAML_is_left_to_the_other_reader(string text) => Assert.Null(Read(text));

    [Theory]
    [InlineData("{0}: b\n")]
    [InlineData("\"{0}\": b\n")]
    [InlineData("- a\n- {{{0}: b}}\n")]
    public void A_key_has_up_to_1024_bytes(string format)
    {
        var quotes = format.Contains('"', StringComparison.Ordinal) ? 2 : 0;

        Assert.NotNull(Read(string.Format(null, CompositeFormat.Parse(format), new string('k', 1024 - quotes))));
        Assert.Null(Read(string.Format(null, CompositeFormat.Parse(format), new string('k', 1025 - quotes))));
    }

    [Theory]
    [InlineData("- ", "a")]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    public void The_depth_limit_is_that_of_the_other_reader(string start, string end)
    {
        string Nested(int depth) =>
            string.Concat(Enumerable.Repeat(start, depth)) + (end == "a" ? end : "b" + string.Concat(Enumerable.Repeat(end, depth)));

        Assert.Null(ReaderComparison.Of(Nested(YamlDotNetReader.MaxDepth)).Problem);
        Assert.NotNull(Read(Nested(YamlDotNetReader.MaxDepth)));
        Assert.Null(Read(Nested(YamlDotNetReader.MaxDepth + 1)));
        Assert.Null(Read("a:\n  b: " + Nested(YamlDotNetReader.MaxDepth - 1)));
    }

    private static YamlTree? Read(string text)
    {
        var source = Encoding.UTF8.GetBytes(text);
        return FastYamlReader.TryRead(source, new ByteSpan(0, source.Length));
    }
}
