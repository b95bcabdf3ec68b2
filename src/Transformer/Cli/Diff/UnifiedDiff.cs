using DiffPlex.Renderer;

namespace KymaIstioTransform.Cli.Diff;

/// <summary>A unified diff of one resource, with three lines of context.</summary>
internal static class UnifiedDiff
{
    public static string Of(ResourcePair pair, bool color)
    {
        var (before, after) = pair.Shown;
        var diff = UnidiffRenderer.GenerateUnidiff(before, after, $"input/{PlainText.Of(pair.Name)}", $"output/{PlainText.Of(pair.Name)}");

        // For a side without lines, patch(1) and git expect the range 0,0.
        diff =
            pair.Before is null ? diff.Replace("\n@@ -1,0 ", "\n@@ -0,0 ", StringComparison.Ordinal)
            : pair.After is null ? diff.Replace(" +1,0 @@\n", " +0,0 @@\n", StringComparison.Ordinal)
            : diff;
        return color ? string.Join('\n', diff.Split('\n').Select(Painted)) : diff;
    }

    private static string Painted(string line) =>
        line switch
        {
            "" => line,
            _ when line.StartsWith("---", StringComparison.Ordinal) || line.StartsWith("+++", StringComparison.Ordinal) => AnsiColor.Bold(
                line
            ),
            _ when line[0] == '-' => AnsiColor.Red(line),
            _ when line[0] == '+' => AnsiColor.Green(line),
            _ when line[0] == '@' => AnsiColor.Cyan(line),
            _ => line,
        };
}
