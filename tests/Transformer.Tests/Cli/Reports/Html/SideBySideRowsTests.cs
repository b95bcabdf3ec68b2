using System.Text.Json;
using KymaIstioTransform.Cli.Reports.Html;
using Xunit;

namespace KymaIstioTransform.Tests.Cli.Reports.Html;

/// <summary>The marks inside changed lines.</summary>
public class SideBySideRowsTests
{
    [Theory]
    [InlineData("- --url=http://zipkin:9411/api", "- --url=http://zipkin.kyma-system:9411/api", "", ".kyma-system")]
    [InlineData("cpu: 100m", "cpu: 200m", "100m", "200m")]
    [InlineData("a: [x, y]", "a: [x]", ", y", "")]
    public void Only_the_changed_part_of_a_line_is_marked(string before, string after, string removed, string added)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            SideBySideRows.Write(json, $"kind: A\n{before}\n", $"kind: A\n{after}\n");
            json.WriteEndArray();
        }

        using var rows = JsonDocument.Parse(stream.ToArray());
        var changed = rows.RootElement.EnumerateArray().Single(r => r[0].GetInt32() == 1);
        Assert.Equal((before, removed), Side(changed[1]));
        Assert.Equal((after, added), Side(changed[2]));
    }

    private static (string Text, string Marked) Side(JsonElement side)
    {
        var pieces = side[1].EnumerateArray().ToList();
        return (
            string.Concat(pieces.Select(p => p[1].GetString())),
            string.Concat(pieces.Where(p => p[0].GetInt32() == 1).Select(p => p[1].GetString()))
        );
    }
}
