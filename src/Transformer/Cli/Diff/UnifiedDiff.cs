using DiffPlex.Renderer;

namespace KymaIstioTransform.Cli.Diff;

/// <summary>A unified diff of one resource, with three lines of context.</summary>
internal static class UnifiedDiff
{
    private const string Bold = "\e[1m";
    private const string Red = "\e[31m";
    private const string Green = "\e[32m";
    private const string Cyan = "\e[36m";
    private const string Reset = "\e[0m";

    public static string Of(ResourcePair pair, bool color)
    {
        var (before, after) = pair.Shown;
        var diff = UnidiffRenderer.GenerateUnidiff(before, after, $"input/{pair.Name}", $"output/{pair.Name}");

        // Of a side without lines patch(1) and git expect the range 0,0.
        diff = pair.Before is null ? diff.Replace("\n@@ -1,0 ", "\n@@ -0,0 ", StringComparison.Ordinal) : pair.After is null ? diff.Replace(" +1,0 @@\n", " +0,0 @@\n", StringComparison.Ordinal) : diff;
        return color ? string.Join('\n', diff.Split('\n').Select(Painted)) : diff;
    }

    private static string Painted(string line) => line switch
    {
        "" => line,
        _ when line.StartsWith("---", StringComparison.Ordinal) || line.StartsWith("+++", StringComparison.Ordinal) => Bold + line + Reset,
        _ when line[0] == '-' => Red + line + Reset,
        _ when line[0] == '+' => Green + line + Reset,
        _ when line[0] == '@' => Cyan + line + Reset,
        _ => line,
    };
}
