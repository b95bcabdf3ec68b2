using System.Security.Cryptography;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Patches.Certificates;

/// <summary>The certificate from the overrides of Kyma's installer in the input.</summary>
public sealed class OverridesTests : IDisposable
{
    private const string Installer = "kyma-installer";

    private static readonly ECDsa PrivateKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly string Certificate = Base64(Samples.Certificate(PrivateKey));
    private static readonly string Key = Base64(Samples.Pkcs8(PrivateKey));

    private readonly CertificateModes modes = new(Samples.Now);

    public void Dispose() => modes.Dispose();

    [Theory]
    [InlineData("ConfigMap", Installer, "overrides", "", true)]
    [InlineData("Secret", Installer, "overrides", "", true)]
    [InlineData("ConfigMap", "", "overrides", "", true)]
    [InlineData("ConfigMap", Installer, "overrides", "istio-kyma-patch", true)]
    [InlineData("ConfigMap", Installer, "overrides", "dex", false)]
    [InlineData("ConfigMap", Installer, "", "", false)]
    [InlineData("ConfigMap", "elsewhere", "overrides", "", false)]
    [InlineData("ConfigMap", Installer, "other", "", false)]
    [InlineData("Secret", "elsewhere", "", "", false)]
    [InlineData("Overrides", Installer, "overrides", "", false)]
    public void Overrides_are_in_the_installer_s_namespace_and_have_its_label(
        string kind,
        string ns,
        string label,
        string component,
        bool are
    )
    {
        var text = kind == "Secret" ? Base64(Samples.Utf8(Certificate)) : Certificate;
        var key = kind == "Secret" ? Base64(Samples.Utf8(Key)) : Key;

        var result = Run(
            Overrides(kind, ns, label, $"data:\n  global.ingress.tlsCrt: {text}\n  global.ingress.tlsKey: {key}\n", component: component)
        );

        Assert.Equal(are, result.Text.Contains($"tls.crt: {Certificate}\n  tls.key: {Key}\n", StringComparison.Ordinal));
        Assert.Equal(are, result.Error.Contains("contains the unencrypted private key: keep it out of Git", StringComparison.Ordinal));
    }

    [Fact]
    public void StringData_overrides_data_and_is_not_base64()
    {
        var given = Overrides(
            "Secret",
            Installer,
            "overrides",
            $"""
            data:
              global.tlsCrt: {Base64(Samples.Utf8("other"))}
            stringData:
              global.tlsCrt: {Certificate}
              global.tlsKey: {Key}

            """
        );

        Assert.Contains($"tls.crt: {Certificate}\n  tls.key: {Key}\n", Run(given).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ConfigMap", "data:\n  global.tlsCrt: ''\n  global.tlsKey: ''\n")]
    [InlineData("ConfigMap", "data:\n  global.tlsCrt: YQ==\n")]
    [InlineData("Secret", "data:\n  global.tlsCrt: ''\n  global.tlsKey: ''\n")]
    [InlineData("Secret", "stringData:\n  global.tlsCrt: ''\n  global.tlsKey: ''\n")]
    public void Overrides_without_a_certificate_are_ignored(string kind, string data)
    {
        var later = Overrides("ConfigMap", Installer, "overrides", $"data:\n  global.tlsCrt: {Certificate}\n  global.tlsKey: {Key}\n");

        Assert.Contains(
            $"tls.crt: {Certificate}\n",
            Run(Overrides(kind, Installer, "overrides", data), later).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_explicit_certificate_wins()
    {
        var overrides = Overrides("ConfigMap", Installer, "overrides", $"data:\n  global.tlsCrt: {Certificate}\n  global.tlsKey: {Key}\n");

        var result = modes.RunOn(Objects.Stream(CertificateModes.Gateway, overrides), "derived from a file").Written();

        Assert.DoesNotContain($"tls.crt: {Certificate}", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("unencrypted private key", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_overrides_the_domain_of_the_overrides()
    {
        var overrides = Domain("a.example.com");

        Assert.Contains("self-signed for a.example.com and *.a.example.com", Tool.Run(Stream(overrides)).Error, StringComparison.Ordinal);
        Assert.Contains(
            "self-signed for b.example.com and *.b.example.com",
            Tool.Run(Stream(overrides), "--domain", "b.example.com").Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "dnsNames:\n  - a.example.com\n",
            Tool.Run(Stream(overrides), "--tls-issuer", "letsencrypt").Text,
            StringComparison.Ordinal
        );
        Assert.Contains("self-signed for kyma.local", Tool.Run(Stream()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_for_another_domain_causes_a_warning()
    {
        var result = Tool.Run(
            Stream(
                Domain("a.example.com"),
                Overrides("ConfigMap", Installer, "overrides", $"data:\n  global.tlsCrt: {Certificate}\n  global.tlsKey: {Key}\n", "tls")
            ),
            "--certificate-time",
            Samples.Now.ToString("O")
        );

        Assert.Contains(
            "the certificate does not cover a.example.com and *.a.example.com, the domain of Kyma's installation in the input",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Contains($"tls.crt: {Certificate}", result.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "", "b", "", "b")]
    [InlineData("b", "", "a", "", "b")]
    [InlineData("z", "istio", "a", "", "z")]
    [InlineData("z", "istio", "a", "istio-kyma-patch", "a")]
    [InlineData("z", "dex", "a", "", "a")]
    public void Component_overrides_win_and_then_the_later_name(
        string first,
        string firstComponent,
        string second,
        string secondComponent,
        string winner
    )
    {
        var result = Tool.Run(
            Stream(Domain($"{first}.example.com", first, firstComponent), Domain($"{second}.example.com", second, secondComponent))
        );

        Assert.Contains($"self-signed for {winner}.example.com", result.Error, StringComparison.Ordinal);
        Assert.Equal(
            firstComponent == secondComponent,
            result.Error.Contains("the value here is used (set it only once)", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_Secret_wins_over_a_ConfigMap_and_ingress_over_global()
    {
        var secret = Overrides("Secret", Installer, "overrides", "stringData: {global.domainName: secret.example.com}\n", "a");
        var ingress = Overrides("ConfigMap", Installer, "overrides", "data: {global.ingress.domainName: ingress.example.com}\n", "a");

        Assert.Contains(
            "self-signed for secret.example.com",
            Tool.Run(Stream(secret, Domain("map.example.com", "z"))).Error,
            StringComparison.Ordinal
        );
        Assert.Contains("self-signed for ingress.example.com", Tool.Run(Stream(secret, ingress)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("''", "kyma.local")]
    [InlineData("__DOMAIN__", "kyma.local")]
    public void Overrides_without_effect_are_ignored(string value, string domain) =>
        Assert.Contains($"self-signed for {domain}", Tool.Run(Stream(Domain(value))).Error, StringComparison.Ordinal);

    [Fact]
    public void An_invalid_domain_is_rejected_with_its_position()
    {
        var result = Tool.Run(Stream(Domain("a_b")));

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Matches(@"<stdin>:\d+:\d+: .*: ConfigMap kyma-installer/certs: global.domainName: ", result.Error);
    }

    [Theory]
    [InlineData("'true'", true)]
    [InlineData("'yes'", true)]
    [InlineData("'false'", false)]
    [InlineData("''", false)]
    public void A_local_installation_gets_host_ports_unless_an_option_decides(string value, bool local)
    {
        var gateway = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: istio-ingressgateway, namespace: istio-system}
            spec: {template: {spec: {containers: [{name: istio-proxy, ports: [{containerPort: 80}, {containerPort: 443}]}]}}}

            """;
        var stream = Objects.Stream(
            gateway,
            Objects.Istiod("1.20.0"),
            Overrides("ConfigMap", Installer, "overrides", $"data: {{global.isLocalEnv: {value}}}\n")
        );

        Assert.Equal(local, Tool.Run(stream, "--only", "host-ports").Text.Contains("hostPort: 443", StringComparison.Ordinal));
        Assert.DoesNotContain(
            "hostPort",
            Tool.Run(
                System.Text.Encoding.UTF8.GetBytes(stream),
                new Dictionary<string, string> { ["KYMA_ISTIO_TRANSFORM_HOST_PORTS"] = "false" },
                false,
                "--only",
                "host-ports"
            ).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Settings_without_Istio_are_rejected_with_what_is_missing()
    {
        var result = Tool.Run(Domain("kyma.example.com"));

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Contains(
            "it has settings of a Kyma installation: add Istio's manifests as another input",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [SkippableTheory]
    [InlineData("legacy/1.0.2-default.yaml", "istio-ingressgateway-certs")]
    [InlineData("kyma/1.8.0-kyma-cluster.yaml", "kyma-gateway-certs")]
    [InlineData("modern/1.30.3-default.yaml", "kyma-gateway-certs")]
    public void Installer_settings_in_the_input_set_the_domain_and_the_host_ports(string stream, string secret)
    {
        var settings =
            Overrides(
                "ConfigMap",
                Installer,
                "overrides",
                "data:\n  global.isLocalEnv: \"true\"\n  global.domainName: \"kyma.example.com\"\n"
            ) + "---\n";

        var result = Tool.Run(
            [.. System.Text.Encoding.UTF8.GetBytes(settings), .. SharedData.ReadStream(stream)],
            "--assume-crd",
            "policies.authentication.istio.io"
        );

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.Contains(
            $"secret \"{secret}\" added (ingress-certificates): self-signed for kyma.example.com",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("hostPort: 443", result.Text, StringComparison.Ordinal);
        Assert.Contains("hostPort: 80", result.Text, StringComparison.Ordinal);
    }

    private static string Stream(params string[] overrides) => Objects.Stream([CertificateModes.Gateway, .. overrides]);

    private static string Domain(string domain, string name = "certs", string component = "") =>
        Overrides("ConfigMap", Installer, "overrides", $"data:\n  global.domainName: {domain}\n", name, component);

    private ToolResult Run(params string[] overrides) =>
        modes.RunOn(Objects.Stream([CertificateModes.Gateway, .. overrides]), "self-signed");

    private static string Overrides(string kind, string ns, string label, string data, string name = "certs", string component = "") =>
        $"apiVersion: v1\nkind: {kind}\nmetadata:\n  name: {name}\n  {(ns.Length > 0 ? $"namespace: {ns}\n  " : "")}labels: "
        + $"{{installer: '{label}'{(component.Length > 0 ? $", component: {component}" : "")}}}\n"
        + $"{data}";

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);
}
