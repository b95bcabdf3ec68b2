using System.Text;
using System.Text.RegularExpressions;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Patches;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace KymaIstioTransform.Tests.Istio.Templates;

/// <summary>
/// Injection templates in other styles than Istio's own: every container is limited, every address changes, nothing else does.
/// </summary>
public class TemplateStyleTests
{
    private const string Address = "zipkin.kyma-system:9411";

    public static TheoryData<string, string> Styles =>
        new()
        {
            { "block", "containers:\n- name: istio-proxy\n  args:\n  - --zipkinAddress\n  - zipkin:9411\n" },
            {
                "comments behind keys",
                """
                containers: # all
                - name: istio-proxy # x
                  args: # y
                  - --zipkinAddress # z
                  - zipkin:9411 # a
                  resources: # b
                    limits: # c
                      cpu: 1 # d

                """
            },
            {
                "comments between",
                """
                # first
                containers:
                # the proxy
                - # here
                  # name
                  name: istio-proxy
                  args:
                  - --zipkinAddress
                  # where

                  - 'zipkin:9411'
                # last

                """
            },
            {
                "comment behind the list's key at a lower column",
                "spec:\n    containers:\n  # odd\n    - name: istio-proxy\n      args: [--zipkinAddress=zipkin:9411]\n"
            },
            {
                "comments with names",
                "# name: istio-init\ncontainers:\n# - name: istio-proxy\n- name: istio-proxy # name: enable-core-dump\n"
            },
            { "dash alone", "containers:\n-\n  name: istio-proxy\n  args:\n  -\n    --zipkinAddress\n  -\n    \"zipkin:9411\" # x\n" },
            {
                "deep items",
                """
                containers:
                    -    name: istio-proxy
                         args:
                             -   --zipkinAddress=zipkin:9411
                    -    name: other
                         resources:
                              limits:
                                      cpu: 1

                """
            },
            {
                "quoted keys",
                """
                "containers":
                - 'name': "istio-proxy"
                  "args":
                  - "--zipkinAddress"
                  - "zipkin:9411"
                  'resources' :
                    "limits": {"cpu": 1}

                """
            },
            { "name is not first", "containers:\n- image: x\n  args: [a, b]\n  name: istio-proxy\n  env:\n  - name: A\n    value: b\n" },
            {
                "resources first",
                "containers:\n- resources: {}\n  name: istio-proxy\n- resources:\n    requests:\n      cpu: 1\n  name: other\n"
            },
            { "flow arguments", "containers:\n- name: istio-proxy\n  args: [\"proxy\", \"--zipkinAddress\", \"zipkin:9411\"]\n" },
            {
                "flow arguments over lines",
                "containers:\n- name: istio-proxy\n  args: [proxy, # mode\n    --zipkinAddress,\n  'zipkin:9411'] # end\n"
            },
            {
                "flow items",
                """
                containers:
                - {name: istio-proxy, args: [--zipkinAddress, zipkin:9411]}
                - {name: other, resources: {limits: {cpu: 1}}} # x

                """
            },
            {
                "flow list",
                """
                spec: # x
                  containers: [{name: istio-proxy, args: ['--zipkinAddress=zipkin:9411']}, {name: other}]
                  initContainers: [ {name: istio-init} ]

                """
            },
            { "flow list over lines", "containers: [\n  {\n    name: istio-proxy, # the proxy\n    image: x,\n  },\n]\n" },
            {
                "JSON",
                """{"spec":{"containers":[{"name":"istio-proxy","args":["proxy","--zipkinAddress","zipkin:9411"]}],"initContainers":"""
                    + """[{"name":"istio-init","resources":{"limits":{}}}]}}"""
            },
            {
                "JSON over lines",
                """
                {
                  "containers": [
                    {
                      "name": "istio-proxy",
                      "args": [
                        "--zipkinAddress",
                        "zipkin:9411"
                      ]
                    }
                  ]
                }

                """
            },
            {
                "anchors and tags",
                "containers: !!seq\n- &proxy\n  name: !!str istio-proxy\n  args: &args\n  - --zipkinAddress\n  - &address zipkin:9411\n"
            },
            {
                "block scalars that look like containers",
                """
                annotations:
                  text: |
                    containers:
                    - name: istio-proxy
                      image: none
                containers:
                - name: istio-proxy
                  env:
                  - name: X
                    value: |
                      resources: {}
                      - --zipkinAddress
                      - stays:9411

                """
            },
            {
                "limits of zero",
                """
                containers:
                - name: istio-proxy
                  resources: {limits: {memory: 0}}
                - name: other
                  resources:
                    limits:
                      memory: ""
                - name: third
                  resources:
                    limits: {memory: "0Mi"}

                """
            },
            {
                "numbers of YAML 1.1",
                """
                containers:
                - name: istio-proxy
                  resources:
                    limits:
                      memory: 0x4000000
                - name: other
                  resources: {limits: {memory: 0}, requests: {memory: 1_000_000_000}}

                """
            },
            { "no line break at the end", "containers:\n- name: istio-proxy\n  args:\n  - --zipkinAddress\n  - zipkin:9411" },
            {
                "containers of both kinds",
                """
                initContainers:
                - name: istio-init
                - name: istio-validation
                  resources: {}
                - name: enable-core-dump
                  resources:
                containers:
                - name: istio-proxy
                volumes:
                - name: v

                """
            },
            {
                "printed values",
                """
                containers:
                - name: istio-proxy
                  image: {{ .Image }}
                  args: ["{{ .Mode }}", --zipkinAddress, "{{ .Address }}"]
                - {name: other, image: {{ .Image }}}

                """
            },
            {
                "printed values in JSON",
                "{\"containers\": [{\"name\": \"istio-proxy\", \"image\": \"{{ .Image }}\", \"args\": [\"--zipkinAddress\", \"{{ "
                + ".Address }}\"]}]}\n"
            },
            { "key of a printed name", "containers:\n- name: istio-proxy\n  {{ .Key }}: x\n  env:\n  - name: {{ .Key }}\n    value: y\n" },
        };

    [Theory]
    [MemberData(nameof(Styles))]
    public void Every_container_is_limited_and_every_address_changes(string style, string template)
    {
        foreach (var (kind, stream) in Streams(template))
        {
            var result = Tool.Run(stream, "--only", "sidecar-resources,zipkin", "--strict");

            Assert.True(result.Exit == ExitCode.Written, $"{style}, {kind}: {result.Error}");
            var output = TemplateOf(result.Text);
            AssertLimited(output);
            Assert.DoesNotContain("zipkin:9411", output, StringComparison.Ordinal);
            Assert.Equal(Regex.Count(template, "zipkin:9411|\\.Address"), Regex.Count(output, Regex.Escape(Address)));
            AssertKept(
                template
                    .Replace("zipkin:9411", Address, StringComparison.Ordinal)
                    .Replace("{{ .Address }}", Address, StringComparison.Ordinal),
                output
            );

            var again = Tool.Run(result.Text, "--only", "sidecar-resources,zipkin", "--strict");
            Assert.Equal(result.Text, again.Text);
        }
    }

    [Theory]
    [InlineData("containers:\n- name: istio-proxy\n  ? resources\n  :\n    limits: {memory: 1Gi}\n")]
    [InlineData("containers:\n- ? name\n  : istio-proxy\n")]
    [InlineData("spec:\n  containers:\n  - name: istio-proxy\n  ? \"volumes\"\n  :\n  - name: v\n")]
    public void An_explicit_key_is_reported_as_not_done(string template)
    {
        var result = Tool.Run(Stream(template), "--only", "sidecar-resources");

        Assert.Equal(ExitCode.Written, result.Exit);
        Assert.Equal(Stream(template), result.Text);
        Assert.Contains("a key that starts with a question mark is not supported here", result.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.InputRejected, Tool.Run(Stream(template), "--only", "sidecar-resources", "--strict").Exit);
    }

    [Theory]
    [InlineData(
        "containers:\n- name: istio-proxy\n  resources:\n    {{ toYaml .Values.unknown.resources | indent 4 }}\n",
        "adds to the resources of istio-proxy"
    )]
    [InlineData(
        "containers:\n- name: istio-proxy\n  resources:\n    {{ toYaml $resources | indent 4 }}\n",
        "adds to the resources of istio-proxy"
    )]
    [InlineData(
        """
        containers:
        - name: istio-proxy
          resources:
            {{ if .x }}
            limits:
              {{ toYaml .Limits | indent 6 }}
            {{ else }}
            requests: {}
            {{ end }}

        """,
        "adds to the limits of istio-proxy"
    )]
    [InlineData("containers:\n- name: istio-proxy\n  resources: {{ .Resources }}\n", "cannot determine what")]
    [InlineData("containers: [{name: istio-proxy, resources: {{ toJson .Resources }}}]\n", "cannot find a memory limit")]
    [InlineData("containers:\n- <<: *other\n  name: istio-proxy\n", "has merged or duplicate keys")]
    [InlineData("{{ .Containers }}\n- name: istio-proxy\n", "\"istio-proxy\" is not in a recognisable list of containers")]
    [InlineData("containers: [{{ if .x }}{name: istio-proxy\n", "\"istio-proxy\" is not in a recognisable list of containers")]
    [InlineData("sidecars:\n- name: istio-proxy\n", "adds no recognisable container istio-proxy")]
    public void A_template_that_cannot_be_analysed_is_reported_as_not_done(string template, string reason)
    {
        var stream = Stream(
            template.Contains("{{ if", StringComparison.Ordinal) && !template.Contains("{{ end", StringComparison.Ordinal)
                ? template + "{{ end }}\n"
                : template
        );

        var lenient = Tool.Run(stream, "--only", "sidecar-resources");
        Assert.Equal(ExitCode.Written, lenient.Exit);
        Assert.Contains(reason, lenient.Error, StringComparison.Ordinal);
        Assert.Contains("not done: <stdin>:", lenient.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.InputRejected, Tool.Run(stream, "--only", "sidecar-resources", "--strict").Exit);
        Assert.Equal(ExitCode.Findings, Tool.Run(lenient.Text, "verify", "--only", "sidecar-resources").Exit);
    }

    [Theory]
    [InlineData("\n  - {name: istio-init, value: a}\n  - name: istio-validation\n    value: b")]
    [InlineData("\n  {{ if .x }}\n  - name:\n      istio-init\n  {{ end }}")]
    [InlineData("\n    - valueFrom:\n        secretKeyRef:\n          name: istio-init")]
    [InlineData(" [{name: istio-init, value: {{ .x }}}]")]
    public void The_name_of_a_variable_is_not_that_of_a_container(string variables)
    {
        foreach (
            var template in new[]
            {
                $"containers:\n- name: istio-proxy\n  env:{variables}\n  ports:\n  - name: istio-init\n",
                "containers: [{name: istio-proxy, env: [{name: istio-init}], resources: {}}]\nvolumes:\n- name: istio-init\n",
            }
        )
        {
            Assert.DoesNotContain("not done", Tool.Run(Stream(template), "--only", "sidecar-resources").Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("[{{ if .x }}--a, {{ end }}--zipkinAddress, zipkin:9411]")]
    [InlineData("[--zipkinAddress, {{ if .x }}zipkin:9411{{ else }}zipkin:9411{{ end }}]")]
    [InlineData("\n  - --zipkinAddress\n  {{ if .x }}\n  - zipkin:9411\n  {{ else }}\n  - zipkin:9411\n  {{ end }}")]
    [InlineData(
        """

          {{ if .x }}
          - --zipkinAddress
          - zipkin:9411
          {{ else if .y }}
          - --zipkinAddress=zipkin:9411
          {{ end }}
          - other:1
        """
    )]
    [InlineData("\n  - --zipkinAddress\n  {{- if .x }}\n  - zipkin:9411\n  {{- end }}\n  {{- if not .x }}\n  - zipkin:9411\n  {{- end }}")]
    public void Addresses_in_branches_change(string args)
    {
        var result = Tool.Run(Stream($"containers:\n- name: istio-proxy\n  args: {args}\n"), "--only", "zipkin", "--strict");

        Assert.Equal(ExitCode.Written, result.Exit);
        Assert.DoesNotContain("zipkin:9411", result.Text, StringComparison.Ordinal);
        Assert.Contains(Address, result.Text, StringComparison.Ordinal);
        Assert.Equal(args.Contains("other:1", StringComparison.Ordinal), result.Text.Contains("other:1", StringComparison.Ordinal));
        Assert.Equal(args.Split("{{").Length, result.Text.Split("{{").Length);
    }

    /// <summary>
    /// Release templates that are rewritten in another style give the same result: with comments after keys, items and flags, and with
    /// quoted keys.
    /// </summary>
    [SkippableTheory]
    [MemberData(nameof(SharedData.Streams), MemberType = typeof(SharedData))]
    public void Release_templates_are_supported_in_other_styles(string stream)
    {
        SharedData.Require();
        var input = Encoding.UTF8.GetString(SharedData.ReadStream(stream));
        var hasInjector =
            input.Contains("istio-sidecar-injector", StringComparison.Ordinal) && input.Contains("containers:\n", StringComparison.Ordinal);
        Skip.IfNot(hasInjector, "the stream has no injector");
        var expected = Tool.Run(input, "--only", "sidecar-resources,zipkin").Text;

        var commented = Tool.Run(InTemplates(input, Commented), "--only", "sidecar-resources,zipkin");
        Assert.Equal(ExitCode.Written, commented.Exit);
        Assert.Equal(expected, commented.Text.Replace(" # (c)", "", StringComparison.Ordinal));

        var quoted = Tool.Run(InTemplates(input, Quoted), "--only", "sidecar-resources,zipkin");
        Assert.Equal(ExitCode.Written, quoted.Exit);
        Assert.Equal(WithoutQuotes(expected), WithoutQuotes(quoted.Text));
    }

    private static string Commented(string line) =>
        Regex.IsMatch(line, """^\s*(- )?([A-Za-z]+:|name: [a-z-]+|image: [a-z./:0-9]+|"?--[A-Za-z]+"?)\s*$""")
            ? line.TrimEnd() + " # (c)"
            : line;

    private static string Quoted(string line) =>
        Regex.Replace(
            line,
            """^(\s*(?:- )?)(containers|initContainers|name|resources|limits|requests|memory|args):(?=\s|$)""",
            "$1\"$2\":"
        );

    private static string WithoutQuotes(string text) =>
        Regex.Replace(text, """(?m)^(\s*(?:- )?)"(containers|initContainers|name|resources|limits|requests|memory|args)":""", "$1$2:");

    /// <summary>Rewrites the lines of injection templates that are literals of the ConfigMap's configuration.</summary>
    private static string InTemplates(string stream, Func<string, string> rewrite)
    {
        var isTemplate = false;
        var lines = stream.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var indent = lines[i].Length - lines[i].TrimStart().Length;
            isTemplate =
                Regex.IsMatch(lines[i], @"^ {4,6}(template|sidecar|grpc-agent): \|")
                || (isTemplate && (lines[i].Trim().Length == 0 || indent > 4));
            lines[i] = isTemplate && !lines[i].Contains('|') ? rewrite(lines[i]) : lines[i];
        }

        return string.Join('\n', lines);
    }

    /// <summary>The template as a literal, in double quotes, and with CR LF in both.</summary>
    private static IEnumerable<(string Kind, string Stream)> Streams(string template)
    {
        var stream = Stream(template);
        yield return ("literal", stream);
        yield return ("literal with CR LF", stream.Replace("\n", "\r\n", StringComparison.Ordinal));
        yield return ("quoted", Quoted(template, "\\n"));
        yield return ("quoted with CR LF", Quoted(template.Replace("\n", "\r\n", StringComparison.Ordinal), "\\n"));
    }

    private static string Stream(string template)
    {
        var lines = template.TrimEnd('\n').Split('\n').Select(l => l.Length == 0 ? l : "  " + l);
        return Objects.Stream(
            Objects.Istiod("1.20.0"),
            Objects.ConfigMap(
                "istio-sidecar-injector",
                "config",
                $"policy: enabled\ntemplate: |{(template.EndsWith('\n') ? "" : "-")}\n{string.Join('\n', lines)}"
            ) + "  values: '{}'\n"
        );
    }

    private static string Quoted(string template, string lineBreak)
    {
        var escaped = template
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal)
            .Replace("\n", lineBreak, StringComparison.Ordinal);
        return Objects.Stream(
            Objects.Istiod("1.20.0"),
            Objects.ConfigMap("istio-sidecar-injector", "config", $"policy: enabled\ntemplate: \"{escaped}\"") + "  values: '{}'\n"
        );
    }

    private static string TemplateOf(string stream)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(stream));
        var config = (YamlScalarNode)yaml.Documents[1].RootNode["data"]["config"];
        yaml.Load(new StringReader(config.Value!));
        return ((YamlScalarNode)yaml.Documents[0].RootNode["template"]).Value!.Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private static void AssertLimited(string template)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Regex.Replace(template, "\\{\\{.*?\\}\\}", "printed")));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        root = root.Children.TryGetValue("spec", out var spec) ? (YamlMappingNode)spec : root;
        var containers = new[] { "containers", "initContainers" }
            .Where(k => root.Children.ContainsKey(k))
            .SelectMany(k => (YamlSequenceNode)root[k])
            .ToList();
        Assert.NotEmpty(containers);
        foreach (var container in containers)
        {
            Assert.Matches("^[1-9]|^0x[1-9]", ((YamlScalarNode)container["resources"]["limits"]["memory"]).Value);
        }
    }

    /// <summary>
    /// Every line of the original is kept in order. A line may have an addition, and empty collections may be filled.
    /// </summary>
    private static void AssertKept(string original, string output)
    {
        var at = 0;
        foreach (Match token in Regex.Matches(original, "#[^\n]*|[^\\s{}\\[\\],#]+"))
        {
            if (token.Value is "0" or "\"\"" or "\"0Mi\"")
            {
                continue;
            }

            var found = output.IndexOf(token.Value, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"\"{token.Value}\" is gone from:\n{output}");
            at = found + token.Length;
        }
    }
}
