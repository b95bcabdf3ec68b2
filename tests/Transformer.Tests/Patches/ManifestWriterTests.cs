using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>The text around removed and added documents: Source lines and line breaks.</summary>
public class ManifestWriterTests
{
    private const string Source = "# Source: istio/templates/a.yaml\n";

    private static readonly string Hook = ConfigMap("hook")
        .Replace("metadata:\n", "metadata:\n  annotations: {helm.sh/hook: post-delete}\n", StringComparison.Ordinal);

    [Fact]
    public void The_Source_line_is_kept_for_the_next_document_of_its_template()
    {
        Check([Source + ConfigMap("a")], [Source + ConfigMap("a")]);
        Check([Source + Hook, ConfigMap("a")], [Source, ConfigMap("a")]);
        Check([Source + Hook, Hook, ConfigMap("a")], [Source, ConfigMap("a")]);
        Check([Source + Hook, "# nothing\n", ConfigMap("a")], [Source, "# nothing\n", ConfigMap("a")]);
    }

    [Fact]
    public void The_Source_line_is_removed_with_the_last_document_of_its_template()
    {
        var other = Source.Replace("a.yaml", "b.yaml", StringComparison.Ordinal) + ConfigMap("b");

        Check([ConfigMap("a"), Source + Hook], [ConfigMap("a")]);
        Check([Source + Hook, other], ["", other]);
        Check([Source + Hook, Hook, other], ["", other]);
        Check([Source + Hook, "# nothing\n", other], ["", "# nothing\n", other]);
        Check([Source + Hook, other, ConfigMap("c")], ["", other, ConfigMap("c")]);
    }

    [Fact]
    public void A_document_without_a_marker_stays_apart_from_the_one_before_a_removed_one()
    {
        Assert.Equal(ConfigMap("a") + "---\n" + ConfigMap("b"), Run(ConfigMap("a") + "---\n" + Hook + "...\n" + ConfigMap("b")));
        Assert.Equal(ConfigMap("a") + "...\n" + ConfigMap("b"), Run(ConfigMap("a") + "...\n" + Hook + "...\n" + ConfigMap("b")));
        Assert.Equal(ConfigMap("b"), Run(Hook + "...\n" + ConfigMap("b")));
        Assert.Equal(ConfigMap("a") + "---\n" + ConfigMap("b"), Run(ConfigMap("a") + "---\n" + Hook + "...\n---\n" + ConfigMap("b")));
        Assert.Equal("---\n" + Source + "...\n" + ConfigMap("b"), Run("---\n" + Source + Hook + "...\n" + ConfigMap("b")));
        Assert.Equal(Source + "...\n" + ConfigMap("b"), Run(Source + Hook + "...\n" + Hook + "...\n" + ConfigMap("b")));
        Assert.Equal(ConfigMap("a") + "---\n\n", Run(ConfigMap("a") + "---\n" + Hook + "...\n\n"));

        static string Run(string stream) => Tool.Run(stream, "--only", "helm-hooks").Text;
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void A_new_document_starts_on_its_own_line(string lineBreak)
    {
        var pilot = Objects.Pilot("1.0.5").Replace("\n", lineBreak, StringComparison.Ordinal);
        var grafana = "kind: Service\nspec: {}\nmetadata: {name: grafana, namespace: istio-system}".Replace(
            "\n",
            lineBreak,
            StringComparison.Ordinal
        );

        foreach (var input in new[] { pilot, pilot.TrimEnd(), $"{pilot}---{lineBreak}apiVersion: v1{lineBreak}{grafana}" })
        {
            var result = Tool.Run(input, "--only", "pilot-webhook,addons", "--webhook-image", "x:1");
            var output = result.Text;
            Assert.True(output.Length > 0, result.Error);

            Assert.Contains(
                $"--webhookEndpoint, http://istio-webhook:5000]{lineBreak}---{lineBreak}apiVersion: apps/v1{lineBreak}kind: "
                + $"Deployment{lineBreak}",
                output,
                StringComparison.Ordinal
            );
            Assert.EndsWith($"    app: istio-webhook{lineBreak}", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_new_document_does_not_belong_to_a_previous_template()
    {
        Assert.Equal(2, Count(Run(Source + Objects.Pilot("1.0.5"))));
        Assert.Equal(0, Count(Run(Objects.Pilot("1.0.5"))));

        static string Run(string stream) => Tool.Run(stream, "--only", "pilot-webhook", "--webhook-image", "x:1").Text;
        static int Count(string output) => output.Split("---\n# Source: kyma-istio-transform\napiVersion:").Length - 1;
    }

    [Theory]
    [InlineData("|-\n    text", true)]
    [InlineData("|\n    text", false)]
    [InlineData("|+\n    text", false)]
    [InlineData(">\n    text", false)]
    [InlineData("\"text\"", true)]
    [InlineData("|\n    text\n# comment", true)]
    public void A_new_document_does_not_add_a_line_break_to_a_text(string text, bool accepted)
    {
        var input = $"{Objects.Pilot("1.0.5")}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n  a: {text}";

        var result = Tool.Run(input, "--only", "pilot-webhook", "--webhook-image", "x:1");

        Assert.Equal(accepted, result.Text.Contains($"  a: {text}\n---\n", StringComparison.Ordinal));
        Assert.Equal(
            !accepted,
            result.Error.Contains(
                $"<stdin>:{input.Split('\n').Length}:8: output: the source ends here inside a block scalar",
                StringComparison.Ordinal
            )
        );
    }

    /// <summary>Runs the removal of hooks on documents, each given without its marker lines.</summary>
    private static void Check(string[] before, string[] after)
    {
        var result = Tool.Run(Objects.Stream(before), "--only", "helm-hooks");

        Assert.Equal(Objects.Stream(after), result.Text);
    }

    private static string ConfigMap(string name) => Objects.ConfigMap("istio-" + name, "key", "text");
}
