using System.Text.Json;
using System.Text.Json.Nodes;

namespace KymaIstioTransform.Tests.KymaJob;

/// <summary>Compares two clusters object by object, and texts inside objects line by line. Each difference is one line of text.</summary>
internal static class ClusterDifference
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IEnumerable<string> Between(Cluster job, Cluster program)
    {
        foreach (var identity in job.Identities.Union(program.Identities).Order(StringComparer.Ordinal))
        {
            switch (job.FindByIdentity(identity), program.FindByIdentity(identity))
            {
                case (_, null):
                    yield return $"{identity}: only after the Job";
                    break;
                case (null, _):
                    yield return $"{identity}: only after the program";
                    break;
                case var (left, right):
                    foreach (var difference in Fields(left, right, ""))
                    {
                        yield return $"{identity}: {difference}";
                    }

                    break;
            }
        }
    }

    private static IEnumerable<string> Fields(JsonNode? job, JsonNode? program, string path)
    {
        switch (job, program)
        {
            case (JsonObject left, JsonObject right):
                return left.Select(f => f.Key)
                    .Union(right.Select(f => f.Key))
                    .SelectMany(key => Fields(left[key], right[key], path.Length == 0 ? key : $"{path}.{key}"));
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                return left.Index().SelectMany(i => Fields(i.Item, right[i.Index], $"{path}[{i.Index}]"));
            default:
                return JsonNode.DeepEquals(job, program) ? []
                    : Text(job) is { } before && Text(program) is { } after && before.Contains('\n', StringComparison.Ordinal)
                        ? Lines(before.Split('\n'), after.Split('\n')).Select(change => $"{path}: {change}")
                    : [$"{path}: Job {Json(job)}, program {Json(program)}"];
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string Json(JsonNode? node) => node?.ToJsonString(Readable) ?? "nothing";

    /// <summary>The lines that only one of the texts has, by their longest common subsequence; each run of lines is one change.</summary>
    private static IEnumerable<string> Lines(string[] job, string[] program)
    {
        var common = new int[job.Length + 1][];
        common[job.Length] = new int[program.Length + 1];
        for (var i = job.Length - 1; i >= 0; i--)
        {
            common[i] = new int[program.Length + 1];
            for (var j = program.Length - 1; j >= 0; j--)
            {
                common[i][j] = job[i] == program[j] ? common[i + 1][j + 1] + 1 : Math.Max(common[i + 1][j], common[i][j + 1]);
            }
        }

        var (x, y) = (0, 0);
        while (x < job.Length || y < program.Length)
        {
            List<string> before = [],
                after = [];
            while ((x < job.Length || y < program.Length) && !(x < job.Length && y < program.Length && job[x] == program[y]))
            {
                if (y == program.Length || (x < job.Length && common[x + 1][y] >= common[x][y + 1]))
                {
                    before.Add(job[x++]);
                }
                else
                {
                    after.Add(program[y++]);
                }
            }

            if (before.Count + after.Count > 0)
            {
                yield return $"Job {Json(string.Join('\n', before))}, program {Json(string.Join('\n', after))}";
            }

            while (x < job.Length && y < program.Length && job[x] == program[y])
            {
                (x, y) = (x + 1, y + 1);
            }
        }
    }
}
