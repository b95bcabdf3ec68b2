using System.Text.Json;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Hosts;

/// <summary>
/// An application of Argo CD must not read a file outside of its folder, however it names the file. Outside is a text that no output and no
/// error may contain.
/// </summary>
public sealed class ConfinementTests : IDisposable
{
    private const string Outside = "text-outside-of-the-application";

    private static readonly string[] Names =
    [
        .. OptionTable.Configurable.Where(o => o.Setting.IsPath).Select(o => o.Path!),
        "helm.valueFiles",
    ];

    private readonly TemporaryDirectory parent = new();
    private readonly string app;

    public ConfinementTests()
    {
        app = Directory.CreateDirectory(parent.Combine("repository/app")).FullName;
        Write("../outside", $"secret: {Outside}\n");
        Write("../base/kustomization.yaml", "resources: [map.yaml]\n");
        Write("../base/map.yaml", Map(Outside));
    }

    public void Dispose() => parent.Dispose();

    public static TheoryData<string> Paths => [.. Names];

    public static TheoryData<string> Settings => [.. OptionTable.Configurable.Select(o => o.Path!)];

    public static TheoryData<string> Helms => ["helm3", "helm4"];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_parameter_that_names_a_file_is_confined(string path)
    {
        AddManifests();
        AssertRejected(Generate(Parameters(path, "a\0/../../outside")), path);
        foreach (var outside in new[] { "../outside", Path.Combine(parent.Root, "repository", "outside"), "x/../../outside" })
        {
            var result = Generate((Variable(path), outside));

            AssertRejected(result, "application's folder");
            Assert.Contains(path, result.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Paths_in_the_configuration_are_confined(string path)
    {
        AddManifests();
        if (path != "helm.valueFiles")
        {
            string[] keys = path.Split('.');
            var lines = keys.Select((key, i) => $"{new string(' ', 2 * (i + 1))}{key}:");
            Write(
                "istio-transform.yaml",
                $"apiVersion: {ConfigFile.ApiVersion}\nkind: {ConfigFile.Kind}\nspec:\n{string.Join('\n', lines)} ../outside\n"
            );

            AssertRejected(Generate(), path);
        }
    }

    /// <summary>A setting that is not declared as a path must not open a file either.</summary>
    [Theory]
    [MemberData(nameof(Settings))]
    public void No_setting_opens_a_file_outside_of_the_folder(string path)
    {
        AddManifests();

        var result = Generate((Variable(path), "../outside"));

        Assert.NotEqual(ExitCode.FileError, result.Exit);
        Assert.DoesNotContain(Outside, result.Error + result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_with_the_placeholder_of_a_file_is_declared_as_a_path() =>
        Assert.All(
            OptionTable.All,
            o => Assert.Equal(o.Setting.Placeholder.Split('|').Any(word => word is "FILE" or "DIR"), o.Setting.IsPath)
        );

    [SkippableTheory]
    [MemberData(nameof(Helms))]
    public void A_values_file_is_one_file_of_the_folder(string helm)
    {
        AddChart("name: {{ .Values.name }}\n  secret: {{ .Values.secret }}");
        Write("good.yaml", "name: good\n");
        foreach (
            var name in new[]
            {
                "good.yaml,../outside",
                "good.yaml,../../repository/outside",
                "\"../outside\"",
                "good.yaml\n../outside",
                "../outside",
                "https://127.0.0.1:1/values.yaml",
                "oci://127.0.0.1/values",
                "s3://bucket/values.yaml",
                "secrets://../outside",
                "git+file:///etc/passwd",
                "file:///etc/passwd",
            }
        )
        {
            AssertRejected(GenerateWith(helm, Parameters("helm.valueFiles", name)), "helm.valueFiles");
        }

        var result = GenerateWith(helm, Parameters("helm.valueFiles", "good.yaml")).Written();
        Assert.Contains("name: good\n", result.Text, StringComparison.Ordinal);
        AssertRejected(GenerateWith(helm, ("PARAM_HELM_VALUEFILES_0", "good.yaml,../outside")), "Helm reads good.yaml,../outside");
    }

    [SkippableTheory]
    [MemberData(nameof(Helms))]
    public void Links_of_a_chart_must_stay_in_it(string helm)
    {
        AddChart("text: {{ .Files.Get \"files/text\" }}");
        Directory.CreateDirectory(Path.Combine(app, "files"));
        Write("inside", "inside");
        Link("files/text", "../inside");

        Assert.Contains("text: inside", GenerateWith(helm).Written().Text, StringComparison.Ordinal);

        Link("files/text", "../../outside");
        AssertRejected(GenerateWith(helm), "files/text is a symbolic link that leaves the application's folder");
        Link("files/text", Path.Combine(parent.Root, "repository", "outside"));
        AssertRejected(GenerateWith(helm), "symbolic link");
    }

    [Theory]
    [InlineData("map.yaml", "../base/map.yaml")]
    [InlineData("map.yaml", "folder/../../base/map.yaml")]
    [InlineData("folder", "../base")]
    [InlineData("istio-transform.yaml", "../outside")]
    public void Links_of_plain_manifests_must_stay_in_the_folder(string link, string target)
    {
        AddManifests();
        Link(link, target);

        AssertRejected(Generate(), $"{link} is a symbolic link");
    }

    [Fact]
    public void Links_of_a_patch_directory_must_stay_in_the_folder()
    {
        AddManifests();
        Write("patches/delete", "");
        Link("patches/istio.configmap.patch.json", "../../outside");

        AssertRejected(Generate(("PARAM_PATCHDIRECTORY", "patches")), "symbolic link");
    }

    [Fact]
    public void Links_within_the_folder_are_followed()
    {
        AddManifests();
        Write("manifests/map.yaml", Map("inside"));
        Link("map.yaml", "manifests/map.yaml");

        Assert.Contains("inside", Generate().Written().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_replaces_a_file_while_the_renderer_reads_it_is_rejected()
    {
        AddChart("a: b");
        Write("files/text", "inside");

        var result = Generate(
            call =>
            {
                Link("files/text", "../../outside");
                return new ChildResult(0, File.ReadAllBytes(Path.Combine(app, "files", "text")), "");
            }
        );

        AssertRejected(result, "symbolic link");
    }

    [Theory]
    [InlineData("resources: [../base]", "../base must be in the application's folder")]
    [InlineData("bases: [../base]", "must be in")]
    [InlineData("components:\n- ../base", "must be in")]
    [InlineData("Resources: [../base]", "must be in")]
    [InlineData("reſources: [../base]", "must be in")]
    [InlineData("resources: [\"\\u002e./base\"]", "must be in")]
    [InlineData("resources: [inner]", "inner/kustomization.yaml: resources: ../../base must be in")]
    [InlineData("resources: [link/inner]", "link/inner is behind a symbolic link")]
    [InlineData("generators: [plugin.yaml]", "is remote")]
    [InlineData("transformers: [\"kind: PatchTransformer\\npath: https://127.0.0.1:1/x\\n\"]", "is remote")]
    [InlineData("a: &a [../base]\nresources: *a", "must not have aliases")]
    [InlineData("resources: [!!binary Li4vYmFzZQ==]", "must not have tags")]
    [InlineData("resources: [\"https://127.0.0.1:1/base?ref=v1\"]", "is remote")]
    [InlineData("resources: [\"HTTPS:127.0.0.1/base\"]", "is remote")]
    [InlineData("resources: [\"file:///tmp/repository\"]", "is remote")]
    [InlineData("resources: [\"git::file:///tmp/repository\"]", "is remote")]
    [InlineData("resources: [\"git@127.0.0.1:group/base\"]", "is remote")]
    [InlineData("resources: [github.com/group/base]", "is remote")]
    [InlineData("resources: [\"oci://127.0.0.1/base\"]", "is remote")]
    [InlineData("patches: [{path: \"https://127.0.0.1:1/patch.yaml\"}]", "is remote")]
    [InlineData("openapi: {path: \"https://127.0.0.1:1/schema.json\"}", "is remote")]
    [InlineData("configMapGenerator: [{name: a, files: [\"k=https://127.0.0.1:1/a?b=c\"]}]", "is remote")]
    [InlineData("resources: [", "kustomization.yaml:2:1: invalid YAML")]
    public void A_kustomization_must_not_leave_the_repository(string kustomization, string message)
    {
        Write("inner/kustomization.yaml", "resources: [../../base]\n");
        Write("deep/folder/inner/kustomization.yaml", "resources: [../../base]\n");
        Write("plugin.yaml", "kind: ConfigMapGenerator\nmetadata: {name: a}\nfiles: [\"a=https://127.0.0.1:1/a\"]\n");
        Link("link", "deep/folder");
        Write("kustomization.yaml", kustomization + "\n");

        AssertRejected(Generate(call => throw new InvalidOperationException($"{call.Program} was started")), message);
    }

    [SkippableFact]
    public void A_kustomization_may_use_its_folder_and_with_its_path_the_repository()
    {
        var kubectl = HostTools.Require("kubectl-1.35");
        AddManifests();
        Write("map.yaml", Map("inside"));
        Write("patch.yaml", "- {op: add, path: /data/url, value: 'https://example.com/a=b'}\n");
        Write(
            "kustomization.yaml",
            "resources: [istio.yaml, map.yaml, ../base]\ncommonAnnotations: {path: 'https://example.com'}\n"
                + "patches:\n- {path: patch.yaml, target: {kind: ConfigMap, name: map}}\n"
                + "- target: {kind: ConfigMap, name: map}\n  patch: |-\n    - {op: add, path: /data/b, value: 'http://example.com'}\n"
        );
        Write("../base/map.yaml", Map("base").Replace("name: map", "name: base", StringComparison.Ordinal));

        AssertRejected(Generate(Kustomize), "../base must be in the application's folder");
        var result = Generate(Kustomize, ("ARGOCD_APP_SOURCE_PATH", "app")).Written();

        Assert.Contains("name: base\n", result.Text, StringComparison.Ordinal);
        Assert.Contains("url: https://example.com/a=b\n", result.Text, StringComparison.Ordinal);

        Write("../base/kustomization.yaml", "resources: [map.yaml, ../../outside]\n");
        AssertRejected(
            Generate(Kustomize, ("ARGOCD_APP_SOURCE_PATH", "app")),
            "../../outside must be in the application's repository"
        );

        ChildResult? Kustomize(ChildCall call) =>
            call.Program == "kubectl" ? ChildProcess.Run(call with { Program = kubectl }) : null;
    }

    [SkippableTheory]
    [MemberData(nameof(Helms))]
    public void A_chart_must_not_pack_another_folder(string helm)
    {
        AddChart("a: b");
        Write(
            "Chart.yaml",
            "apiVersion: v2\nname: chart\nversion: 1.0.0\n"
                + "dependencies:\n- {name: part, version: 1.0.0, repository: 'file://part'}\n"
        );
        Write("part/Chart.yaml", "apiVersion: v2\nname: part\nversion: 1.0.0\n");
        Write("part/templates/map.yaml", Map("inside"));
        var tool = HostTools.Require(helm);
        Assert.Equal(0, ExternalTool.Run(tool, ["dependency", "update", app]).Exit);
        Directory.Delete(Path.Combine(app, "charts"), recursive: true);

        Assert.Equal(ExitCode.Written, Cmp("init", call => ChildProcess.Run(call with { Program = tool })).Exit);
        Assert.True(File.Exists(Path.Combine(app, "charts", "part-1.0.0.tgz")));

        Directory.Delete(Path.Combine(app, "charts"), recursive: true);
        foreach (var list in new[] { "Chart.yaml", "Chart.lock", "requirements.yaml", "requirements.lock" })
        {
            var before = File.Exists(Path.Combine(app, list)) ? File.ReadAllText(Path.Combine(app, list)) : null;
            Write(list, "dependencies:\n- {name: part, version: 1.0.0, Repository: 'file://../base'}\n");

            AssertRejected(Cmp("init", call => throw new InvalidOperationException()), $"{list}: Repository: ../base must be in");

            if (before is null)
            {
                File.Delete(Path.Combine(app, list));
            }
            else
            {
                Write(list, before);
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Helms))]
    public void Parameters_that_look_like_flags_are_values(string helm)
    {
        AddChart("release: {{ .Release.Name }}\n  values: {{ .Values | toJson | quote }}");

        AssertRejected(GenerateWith(helm, Parameters("helm.releaseName", "--post-renderer=/bin/sh")), "is not a release name");
        AssertRejected(GenerateWith(helm, Parameters("helm.valueFiles", "--set-file=a=../outside")), "--set-file=a=", (ExitCode)3);
        var result = GenerateWith(helm, Parameters("helm.parameters", "--set-file=a=../outside", "-f=../outside")).Written();
        Assert.Contains("""\"--set-file\":\"a=../outside\",\"-f\":\"../outside\"}""", result.Text, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Helms))]
    public void A_map_of_parameters_is_one_value_for_each_entry(string helm)
    {
        AddChart("values: {{ .Values | toJson | quote }}");
        var map = new Dictionary<string, string>
        {
            ["a"] = "1,b=2",
            ["c"] = "{x,y}",
            ["d"] = @"3\,4",
            ["e.f"] = "g=h",
            ["i"] = "",
        };

        var result = GenerateWith(helm, Json([new { name = "helm.parameters", map }])).Written();

        Assert.Contains(
            """{\"a\":\"1,b=2\",\"c\":[\"x\",\"y\"],\"d\":\"3,4\",\"e\":{\"f\":\"g=h\"},\"i\":\"\"}""",
            result.Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            """{\"a\":1,\"b\":2}""",
            GenerateWith(helm, Parameters("helm.parameters", "a=1,b=2")).Written().Text,
            StringComparison.Ordinal
        );
    }

    [SkippableFact]
    public void Ten_thousand_parameters_reach_helm()
    {
        AddChart("last: {{ .Values.k9999 | quote }}\n  number: {{ len .Values | quote }}");
        var map = Enumerable.Range(0, 10_000).ToDictionary(i => $"k{i}", i => $"v{i}");

        var result = GenerateWith("helm3", Json([new { name = "helm.parameters", map }])).Written();

        Assert.Contains("last: \"v9999\"\n  number: \"10000\"", result.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Parameters_that_are_too_long_for_the_system_are_an_error_that_says_so()
    {
        AddChart("a: b");

        var parameters = Enumerable.Range(0, 10_000).Select(i => $"k{i}={new string('x', 1000)}");
        var result = GenerateWith("helm3", Parameters("helm.parameters", [.. parameters]));

        AssertRejected(result, "the arguments are longer than the system allows (set the values in a file)", ExitCode.FileError);
    }

    [SkippableTheory]
    [InlineData("PARAM_HELM_RELEASENAME")]
    [InlineData("PARAM_HELM_VALUEFILES")]
    [InlineData("PARAM_TRACING_ZIPKINADDRESS")]
    [InlineData("PARAM_SECURITY_ASSUMECRDS")]
    [InlineData("ARGOCD_APP_NAME")]
    [InlineData("ARGOCD_APP_NAMESPACE")]
    [InlineData("KUBE_VERSION")]
    [InlineData("ARGOCD_APP_PARAMETERS")]
    public void A_line_break_in_a_variable_adds_no_line_to_the_error(string variable)
    {
        AddChart("release: {{ .Release.Name }}");

        var result = GenerateWith("helm3", (variable, "a\n::error::forged\r\n\u2028error: forged"));

        Assert.DoesNotContain(
            result.Error.Split('\n', '\r', '\u2028'),
            line => line.StartsWith("::error::", StringComparison.Ordinal) || line.StartsWith("error: forged", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("::error::forged\n", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slow_renderer_shows_progress_on_a_terminal()
    {
        AddChart("a: b");
        using var shown = new StringWriter();
        var manifests = File.ReadAllBytes(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));

        Cmp(
            "generate",
            _ =>
            {
                SpinWait.SpinUntil(() => shown.GetStringBuilder().Length > 0, ExternalTool.Patience);
                return new ChildResult(0, manifests, "");
            },
            shown
        );

        Assert.StartsWith("\r| working\e[K", shown.ToString(), StringComparison.Ordinal);
    }

    private static string Map(string text) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: map}}\ndata: {{text: {text}}}\n";

    private static string Variable(string path) =>
        "PARAM_" + string.Concat(path.Select(c => c == '.' ? '_' : char.ToUpperInvariant(c)));

    private static (string, string) Parameters(string name, params string[] values) =>
        Json([values is [var only] && name == "helm.releaseName" ? new { name, @string = only } : new { name, array = values }]);

    private static (string, string) Json(object[] parameters) => ("ARGOCD_APP_PARAMETERS", JsonSerializer.Serialize(parameters));

    private static void AssertRejected(ToolResult result, string message, ExitCode exit = ExitCode.Usage)
    {
        Assert.True(exit == result.Exit, result.Error);
        Assert.Empty(result.Output);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Outside, result.Error, StringComparison.Ordinal);
    }

    private void AddManifests() =>
        File.Copy(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"), Path.Combine(app, "istio.yaml"));

    /// <summary>Adds a chart with Istio's manifests and a ConfigMap with these lines in its data.</summary>
    private void AddChart(string data)
    {
        Write("Chart.yaml", "apiVersion: v2\nname: chart\nversion: 1.0.0\n");
        Write("templates/map.yaml", $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: map}}\ndata:\n  {data}\n");
        var manifests = File.ReadAllText(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml"));
        Write("templates/istio.yaml", "{{ .Files.Get \"istio.txt\" }}");
        Write("istio.txt", manifests);
    }

    private void Write(string name, string text)
    {
        var path = Path.GetFullPath(name, app);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        File.WriteAllText(path, text);
    }

    private void Link(string name, string target)
    {
        var path = Path.Combine(app, name);
        File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }

    private ToolResult Generate(params (string, string)[] environment) => Generate(ChildProcess.Run, environment);

    private ToolResult GenerateWith(string helm, params (string, string)[] environment)
    {
        var tool = HostTools.Require(helm);
        return Generate(call => ChildProcess.Run(call with { Program = tool }), environment);
    }

    private ToolResult Generate(Func<ChildCall, ChildResult?> run, params (string, string)[] environment) =>
        Cmp("generate", run, null, environment);

    private ToolResult Cmp(
        string step,
        Func<ChildCall, ChildResult?> run,
        StringWriter? terminal = null,
        params (string, string)[] environment
    )
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        var variables = environment.ToDictionary(e => e.Item1, e => e.Item2);
        variables.TryAdd("KYMA_ISTIO_TRANSFORM_SKIP", "ingress-certificates");
        variables.TryAdd("KYMA_ISTIO_TRANSFORM_ASSUME_CRD", HostTools.SecurityCrd);
        var host = new CommandLineEnvironment(
            Stream.Null,
            output,
            error,
            false,
            terminal is not null,
            name => variables.GetValueOrDefault(name),
            () => Tool.Now
        )
        {
            Folder = app,
            Run = run,
            WriteError = text => terminal?.Write(text),
        };
        return new ToolResult(Application.Run(["cmp", step], host), output.ToArray(), error.ToString());
    }
}
