using Xunit;

namespace KymaIstioTransform.Tests.Patches.Sidecars;

/// <summary>Which namespaces get sidecars: the selector of the injector's webhook, and labels of namespaces.</summary>
public class InjectionNamespaceTests
{
    private const string Labelled = "    namespaceSelector:\n      matchLabels:\n        istio-injection: enabled\n";
    private const string NotDisabled = "      - key: istio-injection\n        operator: NotIn\n        values:\n        - disabled\n";
    private const string NotOwn = "      - key: name\n        operator: NotIn\n        values:\n        - istio-system\n";
    private const string NotRevised =
        "      - key: istio-env\n        operator: DoesNotExist\n      - key: istio.io/rev\n        operator: DoesNotExist\n";
    private const string Expressions = "    namespaceSelector:\n      matchExpressions:\n";

    [Theory]
    [InlineData("1.0.2", Expressions + NotDisabled)]
    [InlineData("1.1.6", Expressions + NotDisabled)]
    [InlineData("1.2.2", Expressions + NotOwn + NotDisabled)]
    [InlineData("1.5.10", Expressions + NotOwn + NotDisabled)]
    [InlineData("1.7.4", Expressions + NotOwn + NotDisabled + NotRevised)]
    public void The_selector_for_all_namespaces_matches_that_of_the_release_chart(string version, string selector)
    {
        var all = Run(Stream(version, Labelled), "all");

        Assert.Equal(Stream(version, selector), all);
        Assert.Equal(all, Run(all, "all"));
        Assert.Equal(Stream(version, Labelled), Run(all, "labelled"));
        Assert.Equal(all, Run(all, "keep"));
    }

    [Fact]
    public void A_webhook_without_a_selector_gets_one() =>
        Assert.Equal(Stream("1.0.2", Expressions + NotDisabled), Run(Stream("1.0.2", ""), "all"));

    [Fact]
    public void A_release_with_several_webhooks_gets_one_for_namespaces_without_labels()
    {
        var before = Webhooks(
            Case("rev.namespace", "istio.io/rev", "In", "default"),
            Case("namespace", "istio-injection", "In", "enabled")
        );
        var after = Webhooks(
            Case("rev.namespace", "istio.io/rev", "In", "default"),
            Case("namespace", "istio-injection", "In", "enabled"),
            Hook(
                "auto",
                "      - key: istio-injection\n        operator: DoesNotExist\n      - key: istio.io/rev\n        operator: DoesNotExist\n",
                """
                      - key: sidecar.istio.io/inject
                        operator: DoesNotExist
                      - key: istio.io/rev
                        operator: DoesNotExist

                """
            )
        );

        Assert.Equal(after, Run(before, "all"));
        Assert.Equal(after, Run(after, "all"));
        Assert.Equal(before, Run(after, "labelled"));
    }

    [Theory]
    [InlineData("another.example.com", "")]
    [InlineData("sidecar-injector.istio.io", "  labels: {istio.io/rev: canary}\n")]
    public void Other_webhooks_and_those_of_a_revision_are_unchanged(string name, string labels)
    {
        var stream = Stream("1.7.4", Labelled)
            .Replace("sidecar-injector.istio.io", name, StringComparison.Ordinal)
            .Replace("  name: istio-sidecar-injector\n", $"  name: istio-sidecar-injector\n{labels}", StringComparison.Ordinal);

        Assert.Equal(stream, Run(stream, "all"));
    }

    [Theory]
    [InlineData("istio-system", true)]
    [InlineData("kube-system", true)]
    [InlineData("shop", false)]
    public void System_namespaces_are_labelled(string ns, bool labelled)
    {
        var before = $"apiVersion: v1\nkind: Namespace\nmetadata:\n  name: {ns}\n  labels: {{istio-injection: enabled}}\n";
        var stream = Objects.Stream(before, Stream("1.1.6", Labelled));

        Assert.StartsWith(
            labelled ? before.Replace("enabled", "disabled", StringComparison.Ordinal) : before,
            Run(stream, "all"),
            StringComparison.Ordinal
        );
        Assert.StartsWith(before, Run(stream, "labelled"), StringComparison.Ordinal);
    }

    private static string Run(string stream, string mode) =>
        Tool.Run(stream, "--only", "injection-policy", "--injection-policy", "keep", "--injection-namespaces", mode).Text;

    private static string Stream(string version, string selector) =>
        Objects.Stream(
            version.StartsWith("1.0", StringComparison.Ordinal)
            || version.StartsWith("1.1", StringComparison.Ordinal)
            || version.StartsWith("1.2", StringComparison.Ordinal)
                ? Objects.Pilot(version)
                : Objects.Istiod(version),
            $"""
            apiVersion: admissionregistration.k8s.io/v1beta1
            kind: MutatingWebhookConfiguration
            metadata:
              name: istio-sidecar-injector
            webhooks:
              - name: sidecar-injector.istio.io
                failurePolicy: Fail
            {selector}
            """
        );

    private static string Webhooks(params string[] hooks) =>
        Objects.Stream(
            Objects.Istiod("1.14.1"),
            $"""
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingWebhookConfiguration
            metadata:
              name: istio-sidecar-injector
            webhooks:
            {string.Concat(hooks)}
            """
        );

    private static string Case(string prefix, string key, string verb, string value) =>
        Hook(
            prefix,
            $"      - key: {key}\n        operator: {verb}\n        values:\n        - {value}\n",
            "      - key: sidecar.istio.io/inject\n        operator: NotIn\n        values:\n        - \"false\"\n"
        );

    private static string Hook(string prefix, string namespaces, string objects) =>
        $"""
          - name: {prefix}.sidecar-injector.istio.io
            clientConfig:
              service:
                name: istiod
                port: 443
            failurePolicy: Fail

        """
        + $"    namespaceSelector:\n      matchExpressions:\n{namespaces}    objectSelector:\n      matchExpressions:\n{objects}";
}
