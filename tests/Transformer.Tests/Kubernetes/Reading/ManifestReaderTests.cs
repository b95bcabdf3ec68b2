using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;
using Xunit;

namespace KymaIstioTransform.Tests.Kubernetes.Reading;

public class ManifestReaderTests
{
    private const string ConfigMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";

    /// <summary>The line break that joins two inputs would become part of the text.</summary>
    [Theory]
    [InlineData("data:\n  a: |\n    b", "")]
    [InlineData("data:\n  a: |+\n    b", null)]
    [InlineData("data:\n  a: >\n    b", null)]
    [InlineData("data:\n  a: |\n    b", "# nothing")]
    public void An_input_before_another_one_may_not_end_inside_a_text(string end, string? between)
    {
        string[] inputs = between is null ? [ConfigMap + end, ConfigMap] : [ConfigMap + end, between, ConfigMap];

        var problem = Assert.Throws<ManifestException>(() => Read(inputs));

        Assert.StartsWith("first:", problem.Message, StringComparison.Ordinal);
        Assert.Contains("ends here inside a block scalar without a line break", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data:\n  a: |-\n    b")]
    [InlineData("data:\n  a: |\n    b\n")]
    [InlineData("data:\n  a: |\n    b\n# c")]
    [InlineData("data:\n  a: b")]
    public void An_input_before_another_one_may_end_without_a_line_break_elsewhere(string end) =>
        Assert.Equal(2, Read([ConfigMap + end, ConfigMap]).Resources.Count);

    [Fact]
    public void The_last_input_may_end_inside_a_text() =>
        Assert.Equal(2, Read([ConfigMap, ConfigMap + "data:\n  a: |\n    b"]).Resources.Count);

    private static Manifest Read(IReadOnlyList<string> inputs) =>
        ManifestReader.Read(
            new SourceText([.. inputs.Select((text, i) => new InputFile(i == 0 ? "first" : $"input {i}", Encoding.UTF8.GetBytes(text)))])
        );
}
