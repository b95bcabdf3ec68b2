using System.Text;
using System.Text.Json;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Cli.Reports;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Patches;

namespace KymaIstioTransform.Cli.Commands;

/// <summary>Prints the release. As JSON, also prints the range of Istio that it is tested with, and its patches.</summary>
internal static class VersionCommand
{
    /// <summary>The names of its flags.</summary>
    public static IReadOnlyList<string> Flags { get; } = ["output", "o", "ojson"];

    /// <summary>The line that <c>--version</c> also prints.</summary>
    public static string Line => $"{ProgramInfo.Name} {ProgramInfo.Version}\n";

    public static ExitCode Run(string[] args, RunContext context)
    {
        context.Write(
            args switch
            {
                [] => Line,
                ["-o", "json"] or ["-ojson"] or ["--output", "json"] or ["--output=json"] => Json(),
                _ => throw new UsageException("version accepts only -o json"),
            }
        );
        return ExitCode.Written;
    }

    private static string Json()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonReport.Format))
        {
            json.WriteStartObject();
            json.WriteString("version", ProgramInfo.Version);
            json.WriteStartObject("istio");
            json.WriteString("oldest", IstioVersion.OldestTested.ToString());
            json.WriteString("newest", IstioVersion.NewestTested.ToString());
            json.WriteEndObject();
            json.WriteStartArray("patches");
            foreach (var patch in PatchSet.All)
            {
                json.WriteStringValue(patch.Name);
            }

            json.WriteEndArray();
            json.WriteString("configuration", ConfigFile.ApiVersion);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }
}
