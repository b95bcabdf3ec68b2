using System.Text.Json;
using KymaIstioTransform.Cli;
using Xunit;

namespace KymaIstioTransform.Tests.Configuration;

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
    public void Help_names_every_flag_of_a_setting()
    {
        foreach (var setting in Setting.All)
        {
            Assert.Contains(setting.Flag, HelpText.Flags);
        }
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
