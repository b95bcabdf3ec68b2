using Xunit;

namespace KymaIstioTransform.Tests.Istio;

/// <summary>Builds the Go program in tests/injector-templates once.</summary>
public sealed class GoProgram : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("injector-templates").FullName;

    public GoProgram()
    {
        if (ExternalTool.Find("go") is { } go)
        {
            Path = System.IO.Path.Combine(folder, "injector-templates");
            var environment = new Dictionary<string, string> { ["GO111MODULE"] = "off", ["GOPATH"] = "/usr/share/gocode" };
            var (exit, _, error) = ExternalTool.Run(
                go,
                ["build", "-o", Path, "."],
                folder: System.IO.Path.Combine(SharedData.Repository, "tests", "injector-templates"),
                environment: environment
            );
            BuildError = exit == 0 ? null : error;
        }
    }

    /// <summary>The built program; null without Go.</summary>
    public string? Path { get; }

    public string? BuildError { get; }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

/// <summary>
/// Executes the patched injection templates with Go's own text/template over a matrix of pods: every sidecar container must be valid and
/// limited, annotations must be honoured, and nothing else may differ from the original.
/// </summary>
public class InjectionTemplateTests(GoProgram program) : IClassFixture<GoProgram>
{
    public static TheoryData<string, string> Runs
    {
        get
        {
            var runs = new TheoryData<string, string>();
            foreach (var row in (IEnumerable<object[]>)SharedData.Streams())
            {
                runs.Add((string)row[0], "fill");
                runs.Add((string)row[0], "enforce");
            }

            return runs;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void Every_pod_gets_valid_limited_sidecars(string stream, string mode)
    {
        SharedData.Require();
        ExternalTool.Require(program.Path is not null, "the command go, with its packages sprig and yaml");
        Assert.True(program.BuildError is null, program.BuildError);
        var input = SharedData.ReadStream(stream);

        // The matrix tests the template, so the stream needs no security.
        var result = Tool.Run(input, "--only", "sidecar-resources,zipkin", "--sidecar-mode", mode, "-v");
        Assert.True(result.Exit == 0, result.Error);
        Skip.If(
            result.Error.Contains("not applicable: sidecar-resources: ConfigMap istio-sidecar-injector", StringComparison.Ordinal),
            "the stream has no injector"
        );

        var (original, patched) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            File.WriteAllBytes(original, input);
            File.WriteAllBytes(patched, result.Output);
            var (exit, output, error) = ExternalTool.Run(
                program.Path!,
                ["--assert", "quota", "--mode", mode, "-v", "--original", original, patched]
            );

            Assert.True(exit == 0, ExternalTool.Text(output) + error);
            Assert.Matches(@"[1-9][0-9]* renders, 0 failures\s*$", ExternalTool.Text(output));
        }
        finally
        {
            File.Delete(original);
            File.Delete(patched);
        }
    }
}
