using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;
using KymaIstioTransform.Yaml.Reading;
using Xunit;

namespace KymaIstioTransform.Tests.Yaml.Scalars;

/// <summary>Edits of the text in a double-quoted scalar that is folded over lines, as kubectl prints long ones.</summary>
public class FoldedTextTests
{
    private const string Folded = "a: \"one two\\n\n  three\\n \\\n  \\  four five\n  six\\n\"\nb: c\n";

    [Theory]
    [InlineData("two", "2", "a: \"one 2\\n\n  three\\n \\\n  \\  four five\n  six\\n\"\nb: c\n")]
    [InlineData("five six", "5 6", "a: \"one two\\n\n  three\\n \\\n  \\  four 5 6\\n\"\nb: c\n")]
    [InlineData("six\n", " \"6\" ", "a: \"one two\\n\n  three\\n \\\n  \\  four five\n  \\ \\\"6\\\"\\ \"\nb: c\n")]
    public void An_edit_stays_in_its_line(string old, string text, string expected) => Assert.Equal(expected, Replace(old, text));

    [Fact]
    public void A_space_next_to_a_fold_is_kept() =>
        Assert.Equal("a: \"one two\\n three\\n   four  six\\n\"\nb: c\n", Replace("five", ""));

    /// <summary>Replaces a part of the text and compares the result with the same replacement in the decoded text.</summary>
    private static string Replace(string old, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(Folded);
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
