using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;
using KymaIstioTransform.Yaml.Reading;
using Xunit;

namespace KymaIstioTransform.Tests.Yaml.Scalars;

/// <summary>Edits of the text in a literal scalar: each new line gets the indentation and the line break of the source.</summary>
public class LiteralTextTests
{
    private const string Literal = "a: |\n    one\n    two\n    three\nb: c\n";

    [Theory]
    [InlineData("two", "2", "a: |\n    one\n    2\n    three\nb: c\n")]
    [InlineData("two\n", "", "a: |\n    one\n    three\nb: c\n")]
    [InlineData("two\n", "x\ny\n", "a: |\n    one\n    x\n    y\n    three\nb: c\n")]
    [InlineData("two\n", "x\n\ny\n", "a: |\n    one\n    x\n\n    y\n    three\nb: c\n")]
    [InlineData("two\n", "x\n\n\n\ny\n", "a: |\n    one\n    x\n\n    \n\n    y\n    three\nb: c\n")]
    [InlineData("wo\n", "\n\n", "a: |\n    one\n    t\n    \n    three\nb: c\n")]
    [InlineData("one\n", "\nx\n", "a: |\n    \n    x\n    two\n    three\nb: c\n")]
    [InlineData("e\ntwo\nth", "E\n\nT", "a: |\n    onE\n\n    Tree\nb: c\n")]
    [InlineData("three\n", "three\nfour\n", "a: |\n    one\n    two\n    three\n    four\nb: c\n")]
    [InlineData("one\ntwo\nthree\n", "1\n", "a: |\n    1\nb: c\n")]
    public void New_lines_are_indented(string old, string text, string expected)
    {
        Assert.Equal(expected, Replace(Literal, old, text));
        Assert.Equal(
            expected.Replace("\n", "\r\n", StringComparison.Ordinal),
            Replace(Literal.Replace("\n", "\r\n", StringComparison.Ordinal), old, text)
        );
    }

    /// <summary>Replaces a part of the text. The result must read like the same replacement in the decoded text.</summary>
    private static string Replace(string yaml, string old, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(yaml);
        var scalar = Read(bytes).Find("a")!.Value;
        var edits = new ScalarEdits(scalar);
        var at = scalar.Value.IndexOf(old, StringComparison.Ordinal);
        edits.Replace(new ByteSpan(at, at + old.Length), text);

        var result = ByteEdits.Apply(bytes, edits.ToSource());

        Assert.Equal(scalar.Value.Replace(old, text, StringComparison.Ordinal), Read(result).Find("a")!.Value.Value);
        return Encoding.UTF8.GetString(result);
    }

    private static YamlNode Read(byte[] bytes) => YamlReader.Read(bytes, new ByteSpan(0, bytes.Length)).Root;
}
