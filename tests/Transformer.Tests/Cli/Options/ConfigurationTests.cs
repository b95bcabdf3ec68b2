using System.Text.Json;
using CommandLine;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Cli.Options;
using Xunit;

namespace KymaIstioTransform.Tests.Cli.Options;

/// <summary>Flags, configuration file, schema, help and profiles say the same.</summary>
public class ConfigurationTests
{
    [Fact]
    public void The_schema_has_exactly_the_paths_that_the_binder_knows()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedData.Repository, "docs", "istiotransform.schema.json")));
        var spec = schema.RootElement.GetProperty("properties").GetProperty("spec");

        Assert.Equal(OptionsBinder.ConfigPaths.Order(StringComparer.Ordinal), Leaves(spec, "", schema.RootElement).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_parser_knows_exactly_the_flags_of_the_table()
    {
        var parsed = typeof(RareOptions).GetProperties().SelectMany(p => p.GetCustomAttributes(false).OfType<OptionAttribute>()).Select(o => (o.LongName, o.ShortName)).ToList();
        var known = FlagTable.All.Select(f => (f.Name, f.Letter?.ToString() ?? "")).Concat([("help", "h"), ("version", "")]);

        Assert.Equal(known.Order(), parsed.Order());
    }

    [Fact]
    public void The_parser_gets_all_flags_for_those_that_most_runs_do_without()
    {
        var declared = typeof(RareOptions).GetProperties().Where(p => p.DeclaringType == typeof(RareOptions)).Select(p => p.GetCustomAttributes(false).OfType<OptionAttribute>().Single()).ToList();

        Assert.Equal(FlagTable.All.Where(f => f.IsAdvanced).Select(f => f.Name).Order(), declared.Select(o => o.LongName).Order());

        // An argument of letters is taken apart by the letters that the parser knows: it must know all of them always.
        Assert.All(declared, o => Assert.Empty(o.ShortName));
        foreach (var flag in FlagTable.All)
        {
            string[] words = flag.IsSwitch ? [$"--{flag.Name}"] : [$"--{flag.Name}", "value"];

            var typed = CommandLineReader.Read(words);
            Assert.Equal(flag.IsAdvanced, typed is RareOptions);
            Assert.Equal([flag.IsSwitch ? "true" : "value"], flag.Typed(typed)!);
        }
    }

    [Fact]
    public void A_flag_at_the_end_whose_value_is_missing_is_an_error()
    {
        foreach (var flag in FlagTable.All.Where(f => !f.IsSwitch))
        {
            Assert.Contains($"--{flag.Name} needs a value", Assert.Throws<UsageException>(() => CommandLineReader.Read(["a.yaml", $"--{flag.Name}"])).Message, StringComparison.Ordinal);
        }

        foreach (var letters in new[] { "-o", "-qo", "-f" })
        {
            Assert.Contains($"{letters} needs a value", Assert.Throws<UsageException>(() => CommandLineReader.Read(["a.yaml", letters])).Message, StringComparison.Ordinal);
        }

        Assert.True(CommandLineReader.Read(["a.yaml", "-qv"]).Quiet);
        Assert.Equal("f", CommandLineReader.Read(["a.yaml", "-of"]).OutputFile);
        Assert.Equal(["a.yaml", "-"], CommandLineReader.Read(["-q", "a.yaml", "-"]).Files.Select(f => f == InputReader.StandardInputStandIn ? "-" : f));
    }

    [Fact]
    public void The_readme_has_a_row_for_each_flag_with_its_path()
    {
        var readme = File.ReadAllText(Path.Combine(SharedData.Repository, "README.md"));
        foreach (var flag in FlagTable.All)
        {
            var row = readme.Split('\n').FirstOrDefault(l => l.StartsWith('|') && l.Contains($"`--{flag.Name}{(flag.Argument is null or "FILE|DIR|-" ? "" : " " + flag.Argument)}`", StringComparison.Ordinal));

            Assert.True(row is not null, $"README.md lacks --{flag.Name}");
            Assert.True(flag.Path is null || row.Contains($"`{flag.Path}`", StringComparison.Ordinal), row);
        }
    }

    [Fact]
    public void An_environment_variable_stands_for_a_flag_and_a_flag_wins_over_it()
    {
        var input = File.ReadAllBytes(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));
        var environment = new Dictionary<string, string> { ["KYMA_ISTIO_TRANSFORM_ZIPKIN_ADDRESS"] = "variable:1", ["KYMA_ISTIO_TRANSFORM_ONLY"] = "zipkin" };

        Assert.Contains("variable:1", Tool.Run(input, environment, false).Text, StringComparison.Ordinal);
        Assert.Contains("flag:1", Tool.Run(input, environment, false, "--zipkin-address", "flag:1").Text, StringComparison.Ordinal);
        environment["KYMA_ISTIO_TRANSFORM_ONLY"] = "zipkins";
        var wrong = Tool.Run(input, environment, false);
        Assert.Equal(ExitCode.Usage, wrong.Exit);
        Assert.Contains("KYMA_ISTIO_TRANSFORM_ONLY: unknown name", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Commas_separate_the_values_in_the_environment_variable_of_each_list()
    {
        var environment = new Dictionary<string, string>
        {
            ["KYMA_ISTIO_TRANSFORM_ONLY"] = "zipkin, addons,security",
            ["KYMA_ISTIO_TRANSFORM_SKIP"] = "zipkin,addons",
            ["KYMA_ISTIO_TRANSFORM_ADDONS"] = "kiali,loki",
            ["KYMA_ISTIO_TRANSFORM_ASSUME_CRD"] = "a,b",
            ["KYMA_ISTIO_TRANSFORM_REQUIRE_CRD"] = "c,d",
            ["KYMA_ISTIO_TRANSFORM_DELETE"] = "cm e,cm f",
        };
        Assert.Equal(FlagTable.All.Where(f => f.IsList).Select(f => Flag.Variable(f.Name)).Order(), environment.Keys.Order());

        var host = new CommandLineEnvironment(Stream.Null, Stream.Null, TextWriter.Null, false, false, name => environment.GetValueOrDefault(name), () => Tool.Now);
        var options = OptionsBinder.Bind(CommandLineReader.Read([]), host).Transform;

        Assert.Equal(["security"], options.Patches);
        Assert.Equal(["kiali", "loki"], options.Addons);
        Assert.Equal(["a", "b"], options.Security.AssumedCrds.Order());
        Assert.Equal(["c", "d"], options.Security.RequiredCrds);
        Assert.Equal(["cm e", "cm f"], options.Own.Deletions.Select(o => o.Line));
    }

    [Fact]
    public void The_example_configuration_is_accepted()
    {
        var config = Path.Combine(SharedData.Repository, "examples", "config.yaml");
        var input = File.ReadAllBytes(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));

        var result = Tool.Run(input, "--config", config);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
    }

    [Fact]
    public void Every_profile_is_accepted_and_flags_win_over_it()
    {
        Assert.Contains("seed", Profile.Names);
        var input = File.ReadAllText(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));
        foreach (var profile in Profile.Names)
        {
            var result = Tool.Run(input, "--profile", profile, "--sidecar-memory-limit", "777Mi", "--only", "sidecar-resources");

            Assert.True(result.Exit == ExitCode.Written, result.Error);
            Assert.Contains("memory: 777Mi", result.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("spec:\n  tracing:\n    zipkin: a:1\n", "unknown key tracing.zipkin, did you mean zipkinAddress?")]
    [InlineData("spec:\n  sidecars:\n    limits:\n      memory: lots\n", "must be a positive Kubernetes quantity")]
    [InlineData("spec:\n  injection:\n    policy: [a, b]\n", "must be one of auto, disabled, enabled, keep")]
    [InlineData("spec:\n  strict: maybe\n", "must be true or false")]
    [InlineData("specs: {}\n", "unknown key specs, did you mean spec?")]
    public void A_wrong_configuration_is_refused_with_its_place(string body, string message)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "apiVersion: transform.kyma-project.io/v1alpha1\nkind: IstioTransform\n" + body);
            var result = Tool.Run("a: b", "--config", file);

            Assert.Equal(ExitCode.Usage, result.Exit);
            Assert.Contains(message, result.Error, StringComparison.Ordinal);
            Assert.Matches(@":\d+:\d+: ", result.Error);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_terminal_on_standard_input_gets_help_and_no_hang()
    {
        var result = Tool.Run([], new Dictionary<string, string>(), inputIsTerminal: true);

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Empty(result.Output);
        Assert.Contains("Usage:", result.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Leaves(JsonElement node, string path, JsonElement root)
    {
        if (node.TryGetProperty("$ref", out var reference))
        {
            node = reference.GetString()!.Split('/').Skip(1).Aggregate(root, (at, key) => at.GetProperty(key));
        }

        return node.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().SelectMany(p => Leaves(p.Value, path.Length == 0 ? p.Name : $"{path}.{p.Name}", root))
            : [path];
    }
}
