using KymaIstioTransform.Cli;
using Xunit;

namespace KymaIstioTransform.Tests.Patches.Security;

/// <summary>The precondition: Citadel, the definition of Policy, and the mesh's mutual TLS.</summary>
public class SecurityTests
{
    private const string Crd = "policies.authentication.istio.io";

    private const string StrictMeshPolicy = """
        apiVersion: "authentication.istio.io/v1alpha1"
        kind: "MeshPolicy"
        metadata:
          name: "default"
        spec:
          peers:
          - mtls: {}
        """;

    private static readonly string PermissiveMeshPolicy = StrictMeshPolicy.Replace(
        "mtls: {}",
        "mtls:\n      mode: PERMISSIVE",
        StringComparison.Ordinal
    );

    [Fact]
    public void Citadel_is_required_up_to_Istio_1_5()
    {
        foreach (var version in new[] { "1.0.4", "1.1.0", "1.4.9", "1.5.2" })
        {
            Rejected(Run(Objects.Stream(Objects.Pilot(version), Objects.Definition(Crd))), "Citadel is missing");
        }
    }

    [Fact]
    public void Istio_1_0_needs_the_definition_of_Policy() =>
        Rejected(Run(Objects.Stream(Objects.Pilot("1.0.4"), Objects.Citadel("1.0.4"))), Crd);

    [Fact]
    public void From_1_1_on_definitions_may_be_separate_and_the_report_says_so()
    {
        var result = Run(Objects.Stream(Objects.Pilot("1.1.4"), Objects.Citadel("1.1.4")), "-v");

        Assert.Equal(ExitCode.Written, result.Exit);
        Assert.Contains(
            $"not applicable: security: CustomResourceDefinition {Crd}: the input has no definitions",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_definition_embedded_in_a_ConfigMap_counts()
    {
        var stream = Objects.Stream(
            Objects.ConfigMap("istio-crd-10", "crd-10.yaml", Objects.Definition(Crd)),
            Objects.Pilot("1.1.4"),
            Objects.Citadel("1.1.4")
        );

        var result = Run(stream, "--strict", "--only", "security");

        Assert.Equal(ExitCode.Written, result.Exit);
        Assert.Equal(stream, result.Text);
    }

    [Fact]
    public void Definitions_without_that_of_Policy_are_rejected()
    {
        var embedded = Objects.ConfigMap("istio-crd-10", "crd-10.yaml", Objects.Definition("rules.config.istio.io") + "# not " + Crd);

        Rejected(Run(Objects.Stream(embedded, Objects.Pilot("1.1.4"), Objects.Citadel("1.1.4"))), "the definitions in the input lack");
        Rejected(
            Run(Objects.Stream(Objects.Definition("rules.config.istio.io"), Objects.Pilot("1.4.4"), Objects.Citadel("1.4.4"))),
            "the definitions in the input lack"
        );
    }

    [Fact]
    public void Istiod_has_a_certificate_authority_unless_it_is_disabled()
    {
        Assert.Equal(ExitCode.Written, Run(Objects.Istiod("1.20.0")).Exit);
        Rejected(
            Run(Objects.Istiod("1.20.0").TrimEnd() + "\n        env:\n        - name: ENABLE_CA_SERVER\n          value: \"false\"\n"),
            "the certificate authority of"
        );
    }

    [Theory]
    [InlineData("{name: ENABLE_CA_SERVER, value: \"true\"}, {name: OTHER, value: \"false\"}", true)]
    [InlineData("{name: OTHER, value: \"false\"}", true)]
    [InlineData("{name: OTHER, value: \"true\"}, {name: ENABLE_CA_SERVER, value: \"false\"}", false)]
    [InlineData("{name: ENABLE_CA_SERVER, value: \"False\"}", false)]
    [InlineData("{name: ENABLE_CA_SERVER, value: FALSE}", false)]
    [InlineData("{\"name\": \"ENABLE_CA_SERVER\", \"value\": \"f\"}", false)]
    [InlineData("{name: ENABLE_CA_SERVER, value: 'F'}", false)]
    [InlineData("{name: ENABLE_CA_SERVER, value: \"0\"}", false)]
    [InlineData("{value: false, name: ENABLE_CA_SERVER}", false)]
    [InlineData("{<<: {name: ENABLE_CA_SERVER}, value: \"false\"}", false)]
    [InlineData("{name: ENABLE_CA_SERVER, value: \"1\"}", true)]
    [InlineData("{name: ENABLE_CA_SERVER, value: \"T\"}", true)]
    [InlineData("{name: ENABLE_CA_SERVER, value: \"off\"}", true)] // not a boolean for Go: istiod keeps its default
    [InlineData("{name: ENABLE_CA_SERVER, value: \"fALSE\"}", true)]
    [InlineData("{name: ENABLE_CA_SERVER}", true)]
    [InlineData("{name: ENABLE_CA_SERVER, value: \"false\"}, {name: ENABLE_CA_SERVER, value: \"true\"}", true)] // the last one counts
    [InlineData("{name: ENABLE_CA_SERVER, value: \"true\"}, {name: ENABLE_CA_SERVER, value: \"false\"}", false)]
    public void Only_its_own_variable_disables_the_certificate_authority(string variables, bool passes) =>
        Assert.Equal(
            passes ? ExitCode.Written : ExitCode.InputRejected,
            Run(Objects.Istiod("1.20.0").TrimEnd() + $"\n        env: [{variables}]\n").Exit
        );

    [Fact]
    public void A_variable_that_comes_from_elsewhere_is_reported() =>
        Assert.Contains(
            "warning: <stdin>:13:51: security: Deployment istio-system/istiod: the input does not show whether the certificate "
            + "authority is enabled",
            Run(
                Objects.Istiod("1.20.0").TrimEnd()
                    + "\n        env: [{name: ENABLE_CA_SERVER, valueFrom: {configMapKeyRef: {name: a, key: b}}}]\n"
            ).Error,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("rules.config.istio.io", "crd-install", true)]
    [InlineData("rules.config.istio.io", "post-install", false)]
    [InlineData("rules.config.istio.io", "", false)]
    [InlineData("rules.example.com", "crd-install", false)]
    public void Definitions_that_are_hooks_count_as_part_of_Istio_1_0(string name, string hook, bool is1)
    {
        var definition = Objects
            .Definition(name)
            .Replace("metadata:\n", $"metadata:\n  annotations: {{helm.sh/hook: '{hook}'}}\n", StringComparison.Ordinal);

        var result = Tool.Run(
            Objects.Stream(definition, Objects.ConfigMap("istio-other", "a", "b")),
            "--only",
            "security",
            "--allow-empty",
            "-v"
        );

        Assert.Equal(is1 ? ExitCode.InputRejected : ExitCode.Written, result.Exit);
        Assert.Contains(is1 ? "Citadel is missing" : "the input has no control plane", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Citadel_is_recognised_with_a_second_container_and_not_in_another_Deployment()
    {
        var stream = Objects.Stream(Objects.Pilot("1.0.4"), Objects.Definition(Crd));
        var helper = Objects.Citadel("1.0.4").TrimEnd() + "\n      - {name: helper, image: x}\n";
        const string none =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: istio-empty, namespace: istio-system}
            spec: {template: {spec: {containers: []}}}

            """;

        Assert.Equal(ExitCode.Written, Run(Objects.Stream(stream, helper)).Exit);
        Rejected(Run(Objects.Stream(stream, none)), "Citadel is missing");
    }

    [Theory]
    [InlineData("", "off")]
    [InlineData("mtls: {}", "strict")]
    [InlineData("mtls: ", "strict")]
    [InlineData("mtls: null", "strict")]
    [InlineData("mtls: {mode: STRICT}", "strict")]
    [InlineData("mtls: {mode: PERMISSIVE}", "permissive")]
    [InlineData("jwt: {}", "off")]
    public void A_MeshPolicy_decides_up_to_Istio_1_5(string peer, string mode)
    {
        var peers = peer.Length > 0 ? $"[{{{peer}}}]" : "[]";
        var policy = StrictMeshPolicy[..StrictMeshPolicy.IndexOf("  peers", StringComparison.Ordinal)] + $"  peers: {peers}\n";

        AssertMode(mode, Objects.Stream(policy, Objects.Pilot("1.2.3"), Objects.Citadel("1.2.3")));
        AssertMode(
            mode,
            Objects.Stream(
                Objects.ConfigMap("istio-security-custom-resources", "custom-resources.yaml", policy),
                Objects.Pilot("1.0.8"),
                Objects.Citadel("1.0.8")
            )
        );
    }

    [Theory]
    [InlineData("istio-system", "default", "mode: STRICT", "", "strict")]
    [InlineData("istio-system", "default", "mode: PERMISSIVE", "", "permissive")]
    [InlineData("istio-system", "mesh-wide", "mode: DISABLE", "", "off")]
    [InlineData("istio-system", "default", "mode: UNSET", "", "permissive")]
    [InlineData("istio-system", "default", "mode: STRICT", "selector: {matchLabels: {app: a}}", "permissive")]
    [InlineData("shop", "default", "mode: STRICT", "", "permissive")]
    public void A_PeerAuthentication_of_the_root_namespace_without_selector_decides(
        string ns,
        string name,
        string mtls,
        string selector,
        string mode
    )
    {
        var policy =
            $$"""
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata:
              name: {{name}}
              namespace: {{ns}}
            spec:
              mtls: {{{mtls}}}
              {{selector}}

            """;

        AssertMode(mode, Objects.Stream(Objects.Istiod("1.22.1"), policy));
    }

    [Fact]
    public void The_mesh_configuration_names_the_root_namespace()
    {
        var policy =
            """
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata:
              name: default
              namespace: root
            spec:
              mtls: {mode: STRICT}

            """;

        AssertMode("strict", Objects.Stream(Objects.Istiod("1.22.1"), Objects.ConfigMap("istio", "mesh", "rootNamespace: root\n"), policy));
        AssertMode(
            "permissive",
            Objects.Stream(Objects.Istiod("1.22.1"), Objects.ConfigMap("istio", "mesh", "rootNamespace: istio-system\n"), policy)
        );
    }

    [Fact]
    public void Without_a_policy_the_release_decides()
    {
        AssertMode("off", Objects.Stream(Objects.Pilot("1.4.0"), Objects.Citadel("1.4.0")));
        AssertMode("permissive", Objects.Stream(Objects.Pilot("1.5.0"), Objects.Citadel("1.5.0")));
        AssertMode("permissive", Objects.Istiod("1.30.0"));
    }

    [Theory]
    [InlineData("install.istio.io/v1alpha1", "IstioOperator", "tag: 1.5.10, values: {global: {mtls: {enabled: true}}}", "strict")]
    [InlineData("install.istio.io/v1alpha1", "IstioOperator", "tag: 1.5.10", "permissive")]
    [InlineData("install.istio.io/v1alpha1", "IstioOperator", "tag: 1.20.1, values: {global: {mtls: {enabled: true}}}", "permissive")]
    [InlineData("install.istio.io/v1alpha2", "IstioControlPlane", "values: {global: {mtls: {enabled: true}}}", "strict")]
    [InlineData("sailoperator.io/v1", "Istio", "version: v1.30.3", "permissive")]
    [InlineData("operator.kyma-project.io/v1alpha2", "Istio", "experimental: {}", "strict")]
    [InlineData("maistra.io/v2", "ServiceMeshControlPlane", "security: {dataPlane: {mtls: true}}", "strict")]
    [InlineData("maistra.io/v2", "ServiceMeshControlPlane", "security: {dataPlane: {mtls: false}}", "permissive")]
    public void An_operator_object_declares_the_mutual_TLS_mode(string apiVersion, string kind, string spec, string mode)
    {
        var input = $"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: a, namespace: istio-system}}\nspec: {{{spec}}}\n";

        foreach (var required in new[] { "strict", "permissive", "off" })
        {
            Assert.Equal(
                required == mode ? ExitCode.Written : ExitCode.InputRejected,
                Tool.Run(input, "--only", "security", "--require-mtls", required).Exit
            );
        }
    }

    [Fact]
    public void Without_a_policy_and_a_control_plane_no_mode_is_met()
    {
        var mesh = Objects.ConfigMap("istio", "mesh", "defaultConfig: {}\n");

        foreach (var mode in new[] { "off", "permissive", "strict" })
        {
            Rejected(Run(mesh, "--require-mtls", mode), "neither a mesh-wide policy");
        }
    }

    [Fact]
    public void The_error_names_the_place_the_policy_and_the_remedy()
    {
        var stream = Objects.Stream(Objects.Pilot("1.2.3"), Objects.Citadel("1.2.3"), PermissiveMeshPolicy + "\n");

        Rejected(
            Run(stream, "--require-mtls", "strict"),
            "<stdin>:27:1: security: mutual TLS must be strict, but MeshPolicy default makes it permissive (render the chart with "
            + "--set global.mtls.enabled=true, or --require-mtls any)"
        );
    }

    [Fact]
    public void Policies_with_invalid_YAML_are_rejected_with_their_position()
    {
        var stream = Objects.Stream(
            Objects.ConfigMap("istio-security-custom-resources", "custom-resources.yaml", "kind: [\n"),
            Objects.Pilot("1.2.3"),
            Objects.Citadel("1.2.3")
        );

        Assert.Equal(ExitCode.Written, Run(stream).Exit);
        Rejected(Run(stream, "--require-mtls", "strict"), "ConfigMap istio-system/istio-security-custom-resources custom-resources.yaml:");
    }

    [Fact]
    public void An_unknown_mode_is_a_usage_error() =>
        Assert.Equal(ExitCode.Usage, Run(Objects.Istiod("1.30.0"), "--require-mtls", "stirct").Exit);

    private static ToolResult Run(string stream, params string[] args) => Tool.Run(stream, ["--skip", "ingress-certificates", .. args]);

    private static void AssertMode(string expected, string stream)
    {
        foreach (var mode in new[] { "off", "permissive", "strict" })
        {
            var result = Tool.Run(stream, "--only", "security", "--assume-crd", Crd, "--require-mtls", mode);
            Assert.True((mode == expected) == (result.Exit == ExitCode.Written), $"required {mode}, expected {expected}: {result.Error}");
        }
    }

    private static void Rejected(ToolResult result, string reason)
    {
        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Empty(result.Output);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }
}
