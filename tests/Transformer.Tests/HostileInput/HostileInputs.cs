using System.Globalization;
using System.Text;
using KymaIstioTransform.Cli;

namespace KymaIstioTransform.Tests.HostileInput;

/// <summary>An input that tries to exhaust or mislead the program, and the expected result.</summary>
/// <param name="Name">Its name, for the test and the table.</param>
/// <param name="Expected">The exit code.</param>
/// <param name="Message">Part of the expected error message.</param>
/// <param name="Make">Makes the input.</param>
internal sealed record HostileInput(string Name, ExitCode Expected, string Message, Func<byte[]> Make)
{
    /// <summary>The expected position of the error: line and, where it matters, column.</summary>
    public string Place { get; private init; } = "";

    private const string ConfigMap = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n";

    private const string Container =
        """
              - name: istio-proxy
                image: docker.io/istio/proxyv2:1.0.2
                args:
                - proxy
                - --zipkinAddress
                - zipkin:9411

        """;

    /// <summary>An injector's ConfigMap whose template ends with this text, in the arguments of its proxy.</summary>
    private static byte[] Injector(string template) =>
        Text(
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: istio-sidecar-injector\n  namespace: istio-system\ndata:\n"
                + "  config: |-\n    policy: enabled\n    template: |-\n",
            ("containers:\n- name: istio-proxy\n  image: x\n  args:\n" + template)
                .Split('\n')
                .Aggregate(new StringBuilder(), (text, line) => text.Append("      ").Append(line).Append('\n'))
                .ToString()
        );

    /// <summary>Inputs that are small enough for the test process.</summary>
    public static IReadOnlyList<HostileInput> Small { get; } =
    [
        Rejected(
            "aliases that expand to gigabytes",
            "7:",
            "too much text",
            () =>
                Text(
                    ConfigMap,
                    "  a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n",
                    Lines(1, 12, i => $"  a{i}: &a{i} [{string.Join(",", Enumerable.Repeat($"*a{i - 1}", 10))}]\n")
                )
        ),
        Rejected(
            "deeply nested aliases",
            "6:62",
            "too much text",
            () =>
                Text(
                    ConfigMap,
                    $"  a0: &a0 {Deep("[", 150, "x", "]")}\n",
                    Lines(1, 40, i => $"  a{i}: &a{i} {Deep("[", 150, $"*a{i - 1}", "]")}\n")
                )
        ),
        Rejected("an alias inside its anchor", "6:10", "no anchor before it", () => Text(ConfigMap, "  a: &a [*a]\n")),
        Rejected("an alias without an anchor", "6:6", "alias", () => Text(ConfigMap, "  a: *nowhere\n")),
        Rejected(
            "10,000 nested flow sequences",
            "6:204",
            "nesting is deeper than 200 levels",
            () => Text(ConfigMap, $"  x: {Deep("[", 10_000, "", "]")}\n")
        ),
        Rejected(
            "10,000 nested flow mappings",
            "6:",
            "nesting is deeper than 200 levels",
            () => Text(ConfigMap, $"  x: {Deep("{a: ", 10_000, "x", "}")}\n")
        ),
        Rejected(
            "10,000 unclosed flow sequences",
            "6:204",
            "nesting is deeper than 200 levels",
            () => Text(ConfigMap, $"  x: {Deep("[", 10_000, "", "")}\n")
        ),
        Rejected(
            "10,000 dashes on one line",
            "7:401",
            "nesting is deeper than 200 levels",
            () => Text(ConfigMap, $"  x:\n    {Deep("- ", 10_000, "x", "")}\n")
        ),
        Rejected(
            "10,000 nested complex keys",
            "6:401",
            "nesting is deeper than 200 levels",
            () => Text(ConfigMap, $"  {Deep("? ", 10_000, "x", "")}\n")
        ),
        Rejected("NUL", "6:7", "control character 0x00", () => Text(ConfigMap, "  a: b\0c\n")),
        Rejected(
            "a lone surrogate",
            "6:6",
            "invalid UTF-8",
            () => [.. Encoding.UTF8.GetBytes(ConfigMap + "  a: "), 0xED, 0xA0, 0x80, (byte)'\n']
        ),
        Rejected("an escaped lone surrogate", "6:3", "invalid YAML", () => Text(ConfigMap, "  \"\\uD800\": b\n")),
        Rejected(
            "bytes that are not UTF-8",
            "6:6",
            "invalid UTF-8",
            () => [.. Encoding.UTF8.GetBytes(ConfigMap + "  a: "), 0xC0, 0xAF, (byte)'\n']
        ),
        Rejected(
            "UTF-16 with a byte order mark",
            "1:1",
            "UTF-16",
            () => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(ConfigMap)]
        ),
        Rejected(
            "UTF-16 in the other byte order",
            "1:1",
            "UTF-16",
            () => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(ConfigMap)]
        ),
        Rejected("a byte order mark in the middle", "6:1", "byte order mark", () => Text(ConfigMap, "\ufeff  a: b\n")),
        Rejected("a byte order mark after a marker", "7:1", "byte order mark", () => Text(ConfigMap, "---\n\ufeff", ConfigMap)),
        Rejected(
            "a byte order mark at the start of the mesh configuration",
            "6:4",
            "byte order mark",
            () =>
                Text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio}\ndata:\n  mesh: |\n   \ufeff defaultConfig:\n      a: b\n")
        ),
        Rejected(
            "an empty kind",
            "2:7",
            "the field kind of this object is empty",
            () => Text("apiVersion: v1\nkind: ''\nmetadata: {name: a}\n")
        ),
        Rejected(
            "an empty version in a list",
            "3:16",
            "the field apiVersion of this object is empty",
            () => Text("kind: List\nitems:\n- {apiVersion: \"\", kind: a, metadata: {name: a}}\n")
        ),
        Passed("a byte order mark at the start and one in text", () => Text("\ufeff", ConfigMap, "  a: b\ufeffc\n")),
        Rejected("UTF-32", "1:", "", () => [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(ConfigMap)]),
        Rejected("%YAML", "1:1", "directives are not supported", () => Text("%YAML 1.2\n---\n", ConfigMap)),
        Rejected("%TAG", "1:1", "directives are not supported", () => Text("%TAG ! tag:example.com,2000:\n---\n", ConfigMap)),
        Rejected(
            "a carriage return that some tools treat as a line break",
            "1:15",
            "carriage return",
            () => Text("apiVersion: v1\rkind: Secret\n", ConfigMap)
        ),
        Rejected(
            "an object after a marker on the same line",
            "6:1",
            "must be alone",
            () => Text(ConfigMap, "--- {apiVersion: v1, kind: Secret, metadata: {name: hidden}}\n")
        ),
        Rejected(
            "a duplicate key that decides an edit",
            "6:3",
            "duplicate key",
            () =>
                Text(
                    """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: istio-pilot}
                    spec:
                      template: {spec: {containers: [{name: a, image: b}]}}
                      template: {spec: {containers: []}}

                    """
                )
        ),
        Rejected(
            "an empty key in an edited object",
            "6:11",
            "empty key",
            () => Text(Deployment(0).Replace("labels: {", "labels: {: x, ", StringComparison.Ordinal), Container)
        ),
        Rejected(
            "an empty key in the mesh configuration",
            "6:5",
            "empty key",
            () => Text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio}\ndata:\n  mesh: |\n    defaultConfig:\n    : {}\n")
        ),
        Rejected(
            "an anchor with a colon in the mesh configuration",
            "6:12",
            "readers disagree on the anchor",
            () => Text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio}\ndata:\n  mesh: |\n    a: &b: c\n")
        ),
        Rejected(
            "plain text with a question mark in a flow mapping of an edited object",
            "6:15",
            "text with a question mark",
            () => Text(Deployment(0).Replace("labels: {", "labels: {a: b?c, ", StringComparison.Ordinal), Container)
        ),
        Rejected(
            "a key with a question mark in the metadata of a removed object",
            "3:27",
            "text with a question mark",
            () =>
                Text(
                    "apiVersion: v1\nkind: ServiceAccount\n",
                    "metadata: {name: grafana, ?namespace: a, labels: {app: grafana, chart: grafana, release: istio}}\n---\n",
                    Deployment(0),
                    Container
                )
        ),
        Rejected(
            "a key with a colon before a comma in an edited object",
            "6:12",
            "with a colon at one end",
            () => Text(Deployment(0).Replace("labels: {", "labels: {a:, ", StringComparison.Ordinal), Container)
        ),
        Rejected(
            "a carriage return in the mesh configuration",
            "5:",
            "carriage return",
            () => Text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio}\ndata:\n  mesh: \"defaultConfig:\\n  a: b\\rc: d\\n\"\n")
        ),
        Rejected(
            "a mapping as key next to an edit",
            "6:5",
            "question mark",
            () => Text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio}\ndata:\n  mesh: |\n    ? a: b\n")
        ),
        Rejected(
            "a key after a question mark in an edited object",
            "1:1",
            "question mark",
            () => Text("? status\n: {}\n", Deployment(0), Container)
        ),
        Rejected(
            "a key without a comma before it",
            "6:12",
            "a comma is missing before this key",
            () => Text(ConfigMap, "  a: {b: {}c: d}\n")
        ),
        Rejected(
            "a line that is indented with a tab in an edited object",
            "2:2",
            "indented with a tab",
            () => Text("status:\n \t# a\n", Deployment(0), Container)
        ),
        Rejected(
            "an anchor of a value in a flow mapping of an edited object",
            "1:16",
            "the anchor &a of a value in a flow mapping",
            () => Text("status: {a: &a b}\n", Deployment(0), Container)
        ),
        Rejected(
            "a merge of text in an edited object",
            "1:14",
            "a merge key needs a mapping",
            () => Text("status: {<<: a}\n", Deployment(0), Container)
        ),
        Passed(
            "an addition on a line of a flow mapping that is indented less than the block around it",
            () => Text(Deployment(0), "      - {name: istio-proxy, image: a/proxyv2:1.0.2, args: [proxy, sidecar], a: {b: c\n}}\n")
        ),
        Rejected(
            "a line break of YAML 1.1 in an edited object",
            "1:10",
            "U+2028 is a line break for some readers",
            () => Text("status: a\u2028b\n", Deployment(0), Container)
        ),
        Passed("an empty key where nothing changes", () => Text(ConfigMap, "  a: {: b, c: d}\n")),
        Passed("tags", () => Text(ConfigMap, "  a: !!str b\n  c: !!binary aGk=\n  d: !local {e: f}\n")),
        Passed("merge keys", () => Text(ConfigMap, "  a: &a {b: c}\n  d:\n    <<: *a\n    <<: {e: f}\n")),
        Passed("complex keys", () => Text(ConfigMap, "  ? [a, b]\n  : c\n  ? {d: e}\n  : f\n  ? |\n    g\n  : h\n")),
        Passed("YAML 1.1 line breaks in text", () => Text(ConfigMap, "  a: b\u0085c\u2028d\u2029e\n")),
    ];

    /// <summary>Inputs of several megabytes, only for the native executable.</summary>
    public static IReadOnlyList<HostileInput> Large { get; } =
    [
        Rejected(
            "1,000,000 nested flow sequences",
            "6:204",
            "nesting is deeper than 200 levels",
            () => Text(ConfigMap, $"  x: {Deep("[", 1_000_000, "", "]")}\n")
        ),
        Rejected(
            "1,000,000 dashes on one line",
            "7:401",
            "nesting is deeper than 200 levels",
            () => Text(ConfigMap, $"  x:\n    {Deep("- ", 1_000_000, "x", "")}\n")
        ),
        Rejected(
            "10,000 nested block mappings, 50 MB",
            "205:202",
            "nesting is deeper than 200 levels",
            () => Text(ConfigMap, Lines(2, 10_000, i => new string(' ', i) + "a:\n"))
        ),
        Passed("a plain scalar of 100 MB on one line", () => Text(ConfigMap, "  x: ", new string('a', 100_000_000), "\n")),
        Passed("a quoted scalar of 100 MB on one line", () => Text(ConfigMap, "  x: \"", new string('a', 100_000_000), "\"\n")),
        Passed(
            "a literal of 100 MB in a million lines",
            () => Text(ConfigMap, "  x: |\n", string.Concat(Enumerable.Repeat("    " + new string('a', 95) + "\n", 1_000_000)))
        ),
        Rejected("a key of 100 MB", "6:100000003", "invalid YAML", () => Text(ConfigMap, "  ", new string('a', 100_000_000), ": x\n")),
        Rejected(
            "an unclosed quoted scalar of 60 MB",
            "6:6",
            "invalid YAML",
            () => Text(ConfigMap, "  x: \"", string.Concat(Enumerable.Repeat("a\n    ", 10_000_000)))
        ),
        Passed(
            "1,000,000 documents",
            () => Text(Lines(0, 1_000_000, i => $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a{i}\n---\n"))
        ),
        Passed("1,000,000 empty documents", () => Text(string.Concat(Enumerable.Repeat("---\n", 1_000_000)), ConfigMap)),
        Passed(
            "1,000,000 items of a List",
            () =>
                Text(
                    "apiVersion: v1\nkind: List\nitems:\n",
                    Lines(0, 1_000_000, i => $"- {{apiVersion: v1, kind: ConfigMap, metadata: {{name: a{i}}}}}\n")
                )
        ),
        Passed("1,000,000 keys in one mapping", () => Text(ConfigMap, Lines(0, 1_000_000, i => $"  a{i}: b\n"))),
        Passed("one key 1,000,000 times in one mapping", () => Text(ConfigMap, string.Concat(Enumerable.Repeat("  a: b\n", 1_000_000)))),
        Passed("500,000 duplicate keys", () => Text(ConfigMap, Lines(0, 500_000, i => $"  a{i}: b\n  a{i}: b\n"))),
        Passed(
            "200,000 complex keys that are literals",
            () => Text(ConfigMap, string.Concat(Enumerable.Repeat("  ? |\n    a\n  : b\n", 200_000)))
        ),
        Passed("5,000,000 items on one line", () => Text(ConfigMap, "  x: [", string.Concat(Enumerable.Repeat("a,", 5_000_000)), "a]\n")),
        Passed("100,000 anchors with an alias each", () => Text(ConfigMap, Lines(0, 100_000, i => $"  k{i}: &a{i} b\n  j{i}: *a{i}\n"))),
        Passed("200,000 aliases of one anchor", () => Text(ConfigMap, "  a: &a b\n", Lines(0, 200_000, i => $"  k{i}: *a\n"))),
        Passed("100,000 containers to edit in one pod", () => Text(Deployment(0), string.Concat(Enumerable.Repeat(Container, 100_000)))),
        Passed("100,000 Deployments to edit", () => Text(Lines(0, 100_000, i => Deployment(i) + Container + "---\n"))),
        Passed(
            "100,000 Deployments to edit in one List",
            () =>
                Text(
                    "apiVersion: v1\nkind: List\nitems:\n",
                    Lines(
                        0,
                        100_000,
                        i => "- " + (Deployment(i) + Container).TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal) + "\n"
                    )
                )
        ),
        Passed(
            "20,000 Deployments to edit, each with an alias",
            () =>
                Text(
                    Lines(
                        0,
                        20_000,
                        i =>
                            Deployment(i)
                                .Replace("labels: {", "labels: &l {", StringComparison.Ordinal)
                                .Replace("  template:\n", "  x: *l\n  template:\n", StringComparison.Ordinal)
                            + Container
                            + "---\n"
                    )
                )
        ),
        Passed("an injection template with 100,000 actions", () => Injector(Lines(0, 100_000, i => $"  - '[[ .A{i} ]]'\n"))),
        Passed(
            "an injection template with 50,000 branches",
            () => Injector(string.Concat(Enumerable.Repeat("  [[ if .A ]]\n  - a\n  [[ else ]]\n  - b\n  [[ end ]]\n", 50_000)))
        ),
        Passed(
            "an injection template with 20,000 definitions, each with a container",
            () => Injector(Lines(0, 20_000, i => $"[[ define \"d{i}\" ]]\ncontainers:\n- name: istio-proxy\n  image: x\n[[ end ]]\n"))
        ),
        Rejected(
            "an injection template with 10,000 nested control structures",
            "1014:7",
            "nests control structures deeper than 1000 levels",
            () => Injector(Lines(0, 10_000, _ => "[[ if .A ]]\n") + "a: b\n" + Lines(0, 10_000, _ => "[[ end ]]\n"))
        ),
        Passed(
            "100,000 addons to remove",
            () =>
                Text(
                    ConfigMap,
                    Lines(
                        0,
                        100_000,
                        i =>
                            $$"""
                            ---
                            # Source: istio/charts/grafana/templates/x{{i}}.yaml
                            apiVersion: v1
                            kind: ConfigMap
                            metadata:
                              name: grafana-a{{i}}
                              labels: {app: grafana, chart: grafana-1.0.1}

                            """
                    )
                )
        ),
    ];

    private static HostileInput Rejected(string name, string place, string message, Func<byte[]> make) =>
        new(name, ExitCode.InputRejected, message, make) { Place = place };

    private static HostileInput Passed(string name, Func<byte[]> make) => new(name, ExitCode.Written, "", make);

    private static byte[] Text(params string[] parts) => Encoding.UTF8.GetBytes(string.Concat(parts));

    private static string Lines(int from, int to, Func<int, string> line) => string.Concat(Enumerable.Range(from, to - from).Select(line));

    private static string Deep(string open, int times, string inner, string close) =>
        string.Concat(Enumerable.Repeat(open, times)) + inner + string.Concat(Enumerable.Repeat(close, times));

    private static string Deployment(int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: istio-pilot-{{number}}
              namespace: istio-system
              labels: {app: istio, istio: pilot}
            spec:
              template:
                spec:
                  containers:

            """
        );
}
