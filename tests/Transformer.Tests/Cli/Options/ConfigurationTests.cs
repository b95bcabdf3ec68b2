using System.Collections;
using System.Reflection;
using CommandLine;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Cli.Options;
using Xunit;

namespace KymaIstioTransform.Tests.Cli.Options;

/// <summary>Flags, configuration file, schema, help and profiles are consistent.</summary>
public class ConfigurationTests
{
    [Fact]
    public void Every_option_is_named_after_its_property_and_has_a_complete_declaration()
    {
        var properties = TypedFlags
            .Topics.SelectMany(topic => topic.Type.GetProperties())
            .Where(p => p.GetCustomAttributes(false).OfType<ValueAttribute>().FirstOrDefault() is null)
            .ToList();

        Assert.NotEmpty(properties);
        Assert.Equal(properties.Select(p => p.Name).Order(), OptionTable.All.Select(o => o.Property.Name).Order());
        Assert.All(
            OptionTable.All,
            option =>
            {
                Assert.Equal(OptionName.Kebab(option.Property.Name), option.Name);
                Assert.Equal(option.Property.Name, OptionName.Pascal(option.Name));
                Assert.Equal(option.IsSwitch, option.Placeholder.Length == 0);
                Assert.True(option.Summary.Length > 0 && option.Summary[^1] != '.', option.Summary);
                Assert.Equal(
                    option.Placeholder.Contains("FILE", StringComparison.Ordinal)
                        || option.Placeholder.Contains("DIR", StringComparison.Ordinal),
                    option.Setting.IsPath
                );

                // The parser splits combined short options, so one topic must have all letters.
                Assert.True(option.Topic == TypedFlags.Topics[0] || option.Letter.Length == 0, option.Name);
            }
        );
    }

    [Fact]
    public void The_help_of_an_option_names_all_choices_of_a_short_list()
    {
        foreach (var option in OptionTable.All.Where(o => o.Words is not null))
        {
            if (option.Setting.Names is not (KnownNames.Patches or KnownNames.Profiles))
            {
                Assert.All(option.Words!, word => Assert.Contains(word, option.Help, StringComparison.Ordinal));
            }

            Assert.True(option.Setting.Default is not { } value || value.Split(',').All(option.Words!.Contains), option.Name);
        }
    }

    [Fact]
    public void Every_option_is_read()
    {
        foreach (var option in OptionTable.All)
        {
            string[] words = option.IsSwitch ? [$"--{option.Name}"] : [$"--{option.Name}", "value"];
            var value = Typed(option, words);

            Assert.Equal(
                option.IsSwitch ? true
                    : option.Property.PropertyType == typeof(string) ? "value"
                    : (object)new[] { "value" },
                value
            );
        }
    }

    [Theory]
    [InlineData("--only zipkin --max-depth 5 -q a.yaml --report=r.txt b.yaml", "a.yaml b.yaml", "zipkin", "5", "r.txt")]
    [InlineData("a.yaml --report r.txt --only zipkin --only addons - --max-depth=5", "a.yaml -", "zipkin,addons", "5", "r.txt")]
    [InlineData("--only=zipkin --max-depth -5 a.yaml --report=-", "a.yaml", "zipkin", "-5", "-")]
    public void Flags_of_different_topics_and_files_can_be_mixed(string line, string files, string only, string depth, string report)
    {
        var typed = CommandLineReader.Read(line.Split(' '));

        Assert.Equal(files.Split(' '), typed.Streams.Files.Select(f => f == InputReader.StandardInputStandIn ? "-" : f));
        Assert.Equal((only, depth, report), (typed.Patches.Only, typed.Input.MaxDepth, typed.Streams.Report));
    }

    [Fact]
    public void Inputs_keep_their_order() =>
        Assert.Equal(
            ["a", "b", "c", "d"],
            CommandLineReader.Read(["--strict", "-f", "a", "--filename", "b", "--only", "zipkin", "--filename=c", "d"]).Streams.Filename
        );

    [Theory]
    [InlineData("--tls-key -----BEGIN --only zipkin", "the flag --tls-key needs a value")]
    [InlineData("--max-depth --only zipkin", "the flag --max-depth needs a value")]
    [InlineData("--onyl zipkin --strict --max-depth 5", "unknown flag --onyl, did you mean --only?")]
    [InlineData("--strict -x a.yaml", "unknown flag -x")]
    [InlineData("--domain=", "the flag --domain needs a value")]
    [InlineData("-x=y", "unknown flag -x")]
    [InlineData("--x=y", "an argument is not a flag (not shown")]
    public void An_error_names_the_flag_and_never_a_value(string line, string message) =>
        Assert.StartsWith(
            message,
            Assert.Throws<UsageException>(() => CommandLineReader.Read(line.Split(' '))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_switch_can_be_given_a_value()
    {
        var environment = new Dictionary<string, string> { ["KYMA_ISTIO_TRANSFORM_STRICT"] = "true" };
        Assert.All(
            OptionTable.All.Where(o => o.IsSwitch),
            o => Assert.Equal(true, Typed(o, $"--{o.Name}=true"))
        );
        Assert.True(Bind(environment).Strict);
        Assert.True(Bind(environment, "--strict=true").Strict);
        Assert.False(Bind(environment, "--strict=false").Strict);
        var wrong = Assert.Throws<UsageException>(() => CommandLineReader.Read(["--strict=maybe"]));
        Assert.Equal("--strict: must be true or false, not \"maybe\" (--strict alone means true)", wrong.Message);
    }

    [Fact]
    public void The_defaults_that_help_names_are_those_that_apply()
    {
        var none = new Dictionary<string, string>();
        var declared = OptionTable.All.Where(o => o.Setting.Default is not null && o.Name is not ("profile" or "output-layout")).ToList();

        Assert.NotEmpty(declared);
        Assert.Equal(Describe(Bind(none)), Describe(Bind(none, [.. declared.Select(o => $"--{o.Name}={o.Setting.Default}")])));
    }

    [Fact]
    public void An_unknown_environment_variable_of_the_program_causes_a_warning()
    {
        var environment = new Dictionary<string, string>
        {
            ["KYMA_ISTIO_TRANSFORM_ZIPKIN_ADRESS"] = "a:1",
            ["KYMA_ISTIO_TRANSFORM_ONLY"] = "zipkin",
            ["KYMA_ISTIO_TRANSFORM_EXTERNAL_DIFF"] = "diff",
            ["ZIPKIN_ADRESS"] = "b:1",
        };
        var result = Tool.Run(File.ReadAllBytes(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml")), environment, false);

        Assert.Equal(ExitCode.Written, result.Exit);
        Assert.Equal(
            [
                "warning: unknown environment variable KYMA_ISTIO_TRANSFORM_ZIPKIN_ADRESS is ignored, did you mean "
                + "KYMA_ISTIO_TRANSFORM_ZIPKIN_ADDRESS?",
            ],
            result.Error.Split('\n').Where(l => l.Contains("KYMA_ISTIO_TRANSFORM", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void A_last_flag_without_a_value_is_an_error()
    {
        foreach (var flag in OptionTable.All.Where(o => !o.IsSwitch))
        {
            Assert.Contains(
                $"--{flag.Name} needs a value",
                Assert.Throws<UsageException>(() => CommandLineReader.Read(["a.yaml", $"--{flag.Name}"])).Message,
                StringComparison.Ordinal
            );
        }

        foreach (var letters in new[] { "-o", "-qo", "-f" })
        {
            Assert.Contains(
                $"{letters} needs a value",
                Assert.Throws<UsageException>(() => CommandLineReader.Read(["a.yaml", letters])).Message,
                StringComparison.Ordinal
            );
        }

        Assert.True(CommandLineReader.Read(["a.yaml", "-qv"]).Streams.Quiet);
        Assert.Equal("f", CommandLineReader.Read(["a.yaml", "-of"]).Streams.OutputFile);
        Assert.Equal(
            ["a.yaml", "-"],
            CommandLineReader.Read(["-q", "a.yaml", "-"]).Streams.Files.Select(f => f == InputReader.StandardInputStandIn ? "-" : f)
        );
    }

    [Fact]
    public void A_flag_overrides_its_environment_variable()
    {
        var input = File.ReadAllBytes(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));
        var environment = new Dictionary<string, string>
        {
            ["KYMA_ISTIO_TRANSFORM_ZIPKIN_ADDRESS"] = "variable:1",
            ["KYMA_ISTIO_TRANSFORM_ONLY"] = "zipkin",
        };

        Assert.Contains("variable:1", Tool.Run(input, environment, false).Text, StringComparison.Ordinal);
        Assert.Contains("flag:1", Tool.Run(input, environment, false, "--zipkin-address", "flag:1").Text, StringComparison.Ordinal);
        environment["KYMA_ISTIO_TRANSFORM_ONLY"] = "zipkins";
        var wrong = Tool.Run(input, environment, false);
        Assert.Equal(ExitCode.Usage, wrong.Exit);
        Assert.Contains("KYMA_ISTIO_TRANSFORM_ONLY: unknown name", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_known_names_rejects_others()
    {
        var lists = OptionTable.All.Where(o => o.IsList && o.Words is not null).ToList();
        Assert.NotEmpty(lists);
        Assert.All(
            lists,
            option =>
            {
                var wrong = Tool.Run([], new Dictionary<string, string>(), false, $"--{option.Name}", "nobody");
                Assert.Equal(ExitCode.Usage, wrong.Exit);
                Assert.Contains(
                    $"--{option.Name}: unknown name \"nobody\" (known: {string.Join(", ", option.Words!)})",
                    wrong.Error,
                    StringComparison.Ordinal
                );
            }
        );
    }

    [Fact]
    public void An_environment_variable_separates_list_values_with_commas()
    {
        var environment = new Dictionary<string, string>
        {
            ["KYMA_ISTIO_TRANSFORM_ONLY"] = "zipkin, addons,security",
            ["KYMA_ISTIO_TRANSFORM_SKIP"] = "zipkin,addons",
            ["KYMA_ISTIO_TRANSFORM_ADDONS"] = "kiali,loki",
            ["KYMA_ISTIO_TRANSFORM_ASSUME_CRD"] = "a,b",
            ["KYMA_ISTIO_TRANSFORM_REQUIRE_CRD"] = "c,d",
            ["KYMA_ISTIO_TRANSFORM_DELETE"] = "cm e,cm f",
            ["KYMA_ISTIO_TRANSFORM_TLS_SECRET"] = "a/b,c/d",
        };
        Assert.Equal(OptionTable.All.Where(o => o.IsList).Select(o => o.Variable).Order(), environment.Keys.Order());

        var host = new CommandLineEnvironment(
            Stream.Null,
            Stream.Null,
            TextWriter.Null,
            false,
            false,
            name => environment.GetValueOrDefault(name),
            () => Tool.Now
        );
        var options = OptionsBinder.Bind(CommandLineReader.Read([]), host).Transform;

        Assert.Equal(["security"], options.Patches);
        Assert.Equal(["kiali", "loki"], options.Addons);
        Assert.Equal(["a", "b"], options.Security.AssumedCrds.Order());
        Assert.Equal(["c", "d"], options.Security.RequiredCrds);
        Assert.Equal(["cm e", "cm f"], options.UserChanges.Deletions.Select(o => o.Line));
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
    public void Every_profile_is_accepted_and_flags_override_it()
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
    public void An_invalid_configuration_is_rejected_with_its_position(string body, string message)
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
    public void A_terminal_on_standard_input_prints_help()
    {
        var result = Tool.Run([], new Dictionary<string, string>(), inputIsTerminal: true);

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Empty(result.Output);
        Assert.StartsWith("error: no input: ", result.Error, StringComparison.Ordinal);
    }

    private static TransformOptions Bind(Dictionary<string, string> environment, params string[] args) =>
        OptionsBinder
            .Bind(
                CommandLineReader.Read(args),
                new CommandLineEnvironment(
                    Stream.Null,
                    Stream.Null,
                    TextWriter.Null,
                    false,
                    false,
                    name => environment.GetValueOrDefault(name),
                    () => Tool.Now
                )
            )
            .Transform;

    /// <summary>All properties as text; functions are left out.</summary>
    private static string Describe(object? value) =>
        value switch
        {
            null => "null",
            Delegate => "function",
            string or ValueType => value.ToString()!,
            IEnumerable<string> names => string.Join(',', names.Order(StringComparer.Ordinal)),
            IEnumerable items => $"[{string.Join(',', items.Cast<object>().Select(Describe))}]",
            _ => $"{{{string.Join(", ", Properties(value).Select(p => $"{p.Name}: {Describe(p.GetValue(value))}"))}}}",
        };

    private static IEnumerable<PropertyInfo> Properties(object value) =>
        value.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0 && !p.GetMethod!.IsStatic);

    /// <summary>The value of an option as typed.</summary>
    private static object? Typed(OptionInfo option, params string[] words) =>
        option.Property.GetValue(option.Topic.Of(CommandLineReader.Read(words)));
}
