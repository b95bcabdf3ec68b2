using KymaIstioTransform.Cli;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>An application of Argo CD must not name a file outside its own folder, whatever the parameter.</summary>
public class ConfinementTests
{
    private static readonly string[] Names =
    [
        .. OptionTable.Configurable.Where(o => o.Setting.IsPath).Select(o => o.Path!),
        "helm.valueFiles",
    ];

    public static TheoryData<string> Paths => [.. Names];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_parameter_that_names_a_file_is_confined(string path)
    {
        using var folder = new TemporaryDirectory();
        folder.Write("outside", "secret"u8.ToArray());
        var app = Directory.CreateDirectory(folder.Combine("app")).FullName;
        File.Copy(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"), Path.Combine(app, "istio.yaml"));
        var variable = "PARAM_" + string.Concat(path.Select(c => c == '.' ? '_' : char.ToUpperInvariant(c)));

        foreach (var outside in new[] { "../outside", folder.Combine("outside") })
        {
            var result = Generate(app, variable, outside);

            Assert.Equal(ExitCode.Usage, result.Exit);
            Assert.Empty(result.Output);
            Assert.Contains("application's folder", result.Error, StringComparison.Ordinal);
            Assert.Contains(path, result.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ingressGateway.tls.keyFile")]
    [InlineData("patchDirectory")]
    [InlineData("pilotWebhook.script")]
    public void The_options_that_name_files_are_known(string path) => Assert.Contains(path, Names);

    private static ToolResult Generate(string app, string variable, string value)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        var host = new CommandLineEnvironment(
            Stream.Null,
            output,
            error,
            false,
            false,
            name => name == variable ? value : null,
            () => Tool.Now
        )
        {
            Folder = app,
        };
        return new ToolResult(Application.Run(["cmp", "generate"], host), output.ToArray(), error.ToString());
    }
}
