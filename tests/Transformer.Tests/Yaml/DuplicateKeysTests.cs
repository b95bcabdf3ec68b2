using KymaIstioTransform.Yaml;
using Xunit;

namespace KymaIstioTransform.Tests.Yaml;

public class DuplicateKeysTests
{
    [Theory]
    [InlineData("a: 1\nb: 2", "")]
    [InlineData("a: 1\na: 2", "a")]
    [InlineData("a: 1\n\"a\": 2", "a")]
    [InlineData("a: 1\n\"\\x61\": 2", "a")]
    [InlineData("a: 1\nb: 1\na: 2\na: 3", "a, a")]
    [InlineData("a: {b: 1, b: 2}", "b")]
    [InlineData("- {a: 1}\n- {a: 2}", "")]
    [InlineData("a: {x: 1}\nb: {x: 1}", "")]
    [InlineData("ab: 1\nba: 2", "")]
    [InlineData("a: 1\nA: 2", "")]
    [InlineData("a long key that differs at its end 1: x\na long key that differs at its end 2: x", "")]
    [InlineData("[]", "")]
    public void Finds_keys_with_equal_values(string text, string expected) =>
        Assert.Equal(expected, string.Join(", ", DuplicateKeys.Find(YamlText.Read(text).Root).Select(pair => pair.Second.Value)));

    /// <summary>More keys than bits for fingerprints.</summary>
    [Theory]
    [InlineData(1000, 0)]
    [InlineData(999, 1)]
    public void Large_mappings_are_compared_key_by_key(int different, int found)
    {
        var text = string.Concat(Enumerable.Range(0, 1000).Select(i => $"key{i % different}: x\n"));

        Assert.Equal(found, DuplicateKeys.Find(YamlText.Read(text).Root).Count());
    }
}
