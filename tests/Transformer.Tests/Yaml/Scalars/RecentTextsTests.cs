using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;
using KymaIstioTransform.Yaml.Scalars;
using Xunit;

namespace KymaIstioTransform.Tests.Yaml.Scalars;

public class RecentTextsTests
{
    /// <summary>Long enough to be shared.</summary>
    private static readonly string Words = string.Join(' ', Enumerable.Repeat("word", 100));

    [Theory]
    [InlineData("|\n  first\n  WORDS\n")]
    [InlineData("|+\n  first\n\n  WORDS\n\n")]
    [InlineData(">-\n  first\n  WORDS\n")]
    [InlineData("\"first\\n\\\n  WORDS\"\n")]
    [InlineData("'it''s\n  WORDS'\n")]
    [InlineData("first\n  WORDS\n")]
    public void Equal_scalars_share_their_text_and_keep_their_places(string scalar)
    {
        var value = scalar.Replace("WORDS", Words, StringComparison.Ordinal);
        var tree = Read($"a: {value}other: b\nc: {value}");
        var texts = new RecentTexts(isReused: false);
        var (one, other) = (Text(texts, tree.Root.Find("a")!.Value), Text(texts, tree.Root.Find("c")!.Value));
        Assert.Same(one.Bytes, other.Bytes);
    }

    [Fact]
    public void A_text_whose_indentation_depends_on_its_place_is_decoded_again()
    {
        var tree = Read($"a: |1\n  {Words}\nb:\n a: |1\n  {Words}\n");
        var texts = new RecentTexts(isReused: false);
        Assert.Equal($" {Words}\n", Encoding.UTF8.GetString(Text(texts, tree.Root.Find("a")!.Value).Bytes));
        Assert.Equal($"{Words}\n", Encoding.UTF8.GetString(Text(texts, tree.Root.Find("b", "a")!.Value).Bytes));
    }

    [Fact]
    public void A_text_of_the_same_length_replaces_the_one_before()
    {
        var tree = Read($"a: |\n  x{Words}\nb: |\n  y{Words}\nc: >\n  x{Words}\nd: |\n  x{Words}\n");
        var texts = new RecentTexts(isReused: false);
        foreach (var (_, value) in tree.Root.Pairs)
        {
            Text(texts, value);
        }
    }

    [Fact]
    public void A_text_in_an_array_that_is_used_again_does_not_replace_the_next_one()
    {
        var bytes = Encoding.UTF8.GetBytes($"a: |\n  x{Words}\n");
        var texts = new RecentTexts(isReused: true);
        var one = Text(texts, YamlReader.Read(bytes, new ByteSpan(0, bytes.Length)).Root.Find("a")!.Value).Bytes;

        bytes[bytes.AsSpan().IndexOf((byte)'x')] = (byte)'y';
        var other = Text(texts, YamlReader.Read(bytes, new ByteSpan(0, bytes.Length)).Root.Find("a")!.Value).Bytes;

        Assert.Equal((byte)'x', one[0]);
        Assert.Equal((byte)'y', other[0]);
    }

    [SkippableFact]
    public void All_texts_of_the_corpus_are_the_same_from_one_cache()
    {
        var count = 0;
        foreach (var (_, bytes) in SharedData.Corpus())
        {
            var texts = new RecentTexts(isReused: false);
            foreach (var document in DocumentSplitter.Split(bytes, new ByteSpan(0, bytes.Length)))
            {
                var tree = YamlReader.Read(bytes, document.Content);
                for (var i = 0; i < tree.Entries.Length; i++)
                {
                    if (tree[i].Kind == YamlKind.Scalar && tree[i].End - tree[i].Start > 200)
                    {
                        Text(texts, new YamlNode(tree, i));
                        count++;
                    }
                }
            }
        }

        Assert.InRange(count, 1_000, int.MaxValue);
    }

    /// <summary>The text of a scalar, which must be as if it was decoded alone.</summary>
    private static ScalarText Text(RecentTexts texts, YamlNode scalar)
    {
        var (text, alone) = (texts.Decode(scalar), ScalarText.Decode(scalar));
        Assert.Equal(alone.Bytes, text.Bytes);
        for (var offset = 0; offset <= text.Bytes.Length; offset++)
        {
            Assert.Equal(alone.ToSource(offset), text.ToSource(offset));
        }

        return text;
    }

    private static YamlTree Read(string yaml)
    {
        var bytes = Encoding.UTF8.GetBytes(yaml);
        return YamlReader.Read(bytes, new ByteSpan(0, bytes.Length));
    }
}
