using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Patches.Certificates;

/// <summary>Which Secrets an Ingress Gateway gets, their namespaces, and how existing Secrets are checked.</summary>
public sealed class IngressCertificateTests : IDisposable
{
    private const string Mounted = "istio-ingressgateway-certs";
    private const string Named = "kyma-gateway-certs";

    private readonly CertificateModes modes = new(Samples.Now);

    public void Dispose() => modes.Dispose();

    [Theory]
    [InlineData(
        "      volumes:\n      - {name: a, configMap: {name: a}}\n      - {name: b, secret: {secretName: istio-ingressgateway-certs}}\n",
        "",
        Mounted
    )]
    [InlineData("", "", Named)]
    [InlineData(
        "      volumes:\n      - {name: b, secret: {secretName: istio-ingressgateway-certs}}\n",
        "      - {name: ingress-sds, image: a}\n",
        Mounted,
        Named
    )]
    public void A_gateway_without_a_control_plane_gets_the_Secret_that_it_mounts(
        string volumes,
        string container,
        params string[] secrets
    )
    {
        var result = Run(Gateway("istio-system", volumes, container), "derived from a file");

        Assert.Equal(secrets, Added(result.Error));
    }

    [Theory]
    [InlineData("1.0.5", Mounted)]
    [InlineData("1.4.3", Mounted)]
    public void A_gateway_before_istiod_reads_only_what_it_mounts(string version, string secret)
    {
        var result = Run(
            Objects.Stream(
                Objects.Pilot(version),
                Gateway("istio-system", "      volumes:\n      - {name: b, secret: {secretName: istio-ingressgateway-certs}}\n", "")
            ),
            "derived from a file"
        );

        Assert.Equal([secret], Added(result.Error));
        Assert.Empty(Added(Run(Objects.Stream(Objects.Pilot(version), Gateway("istio-system", "", "")), "derived from a file").Error));
    }

    [Theory]
    [InlineData("", "mesh")]
    [InlineData("edge", "edge")]
    public void The_namespace_is_that_of_the_gateway_or_else_Istio_s(string ns, string expected) =>
        Assert.Contains(
            $"\n  name: kyma-gateway-certs\n  namespace: {expected}\n",
            Run(Gateway(ns, "", ""), "derived from a file", "--istio-namespace", "mesh").Text,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(true, "istio-ingressgateway-ca-certs", "ca-chain.cert.pem")]
    [InlineData(false, "kyma-gateway-certs-cacert", "cacert")]
    public void The_CA_bundle_for_clients_is_added_to_the_Secret_that_the_gateway_reads(bool mounts, string name, string key)
    {
        using var authority = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = Samples.Certificate(
            authority,
            r => r.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true)),
            notAfter: Samples.Now.AddHours(-1)
        );
        var gateway = Gateway(
            "istio-system",
            mounts ? "      volumes:\n      - {name: b, secret: {secretName: istio-ingressgateway-certs}}\n" : "",
            ""
        );
        var file = Path.Combine(modes.Folder, "ca.pem");
        File.WriteAllBytes(file, pem);
        static string Secret(string name, string ns) => $"apiVersion: v1\nkind: Secret\nmetadata:\n  name: {name}\n  namespace: {ns}\n";

        var added = Run(
            Objects.Stream(gateway, Secret(name, "elsewhere"), Secret("other", "istio-system")),
            "derived from a file",
            "--tls-ca",
            file
        );
        var kept = Run(
            Objects.Stream(gateway, Secret("other", "istio-system"), Secret(name, "istio-system")),
            "derived from a file",
            "--tls-ca",
            file
        );

        Assert.EndsWith(
            $"  name: {name}\n  namespace: istio-system\ntype: Opaque\ndata:\n  {key}: {Convert.ToBase64String(pem)}\n",
            added.Text,
            StringComparison.Ordinal
        );
        Assert.Contains($"Secret istio-system/{name}: certificate 1 of the CA bundle expired on", added.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(key + ":", kept.Text, StringComparison.Ordinal);
        Assert.Contains($"Secret istio-system/{name}: already in the input; kept", kept.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("strict", "annotations:", "it is sealed for the name other")]
    [InlineData("namespace-wide", "sealedsecrets.bitnami.com/namespace-wide: \"true\"", null)]
    [InlineData("cluster-wide", "sealedsecrets.bitnami.com/cluster-wide: \"true\"", null)]
    public void The_sealing_scope_is_set_on_both_objects(string scope, string annotation, string? problem)
    {
        var first = Run(CertificateModes.Gateway, "sealed derived", "--tls-sealed-scope", scope);
        var renamed = first.Text.Replace($"      name: {Mounted}", "      name: other", StringComparison.Ordinal);

        Assert.Equal(scope == "strict" ? 0 : 2, first.Text.Split(annotation).Length - 1);
        Assert.Equal(scope != "strict", first.Text.Contains("annotations:", StringComparison.Ordinal));
        Assert.NotEqual(first.Text, renamed);
        var second = Run(renamed, "sealed derived", "--tls-sealed-scope", scope);
        Assert.Equal(problem is null, second.Text == renamed);
        Assert.Contains(problem ?? "already in the input; kept", second.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("namespace-wide", "it is sealed for the namespace elsewhere")]
    [InlineData("cluster-wide", null)]
    public void Only_a_cluster_wide_SealedSecret_may_be_in_another_namespace(string scope, string? problem)
    {
        var moved = Run(CertificateModes.Gateway, "sealed derived", "--tls-sealed-scope", scope)
            .Text.Replace("      namespace: istio-system", "      namespace: elsewhere", StringComparison.Ordinal);

        Assert.Contains("namespace: elsewhere", moved, StringComparison.Ordinal);
        Assert.Contains(
            problem ?? "already in the input; kept",
            Run(moved, "sealed derived", "--tls-sealed-scope", scope).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_SealedSecret_with_another_scope_is_sealed_again()
    {
        var wide = Run(CertificateModes.Gateway, "sealed derived", "--tls-sealed-scope", "namespace-wide").Text;

        Assert.Contains(
            "its scope is namespace-wide and not cluster-wide",
            Run(wide, "sealed derived", "--tls-sealed-scope", "cluster-wide").Error,
            StringComparison.Ordinal
        );
        Assert.Contains("its scope is namespace-wide and not strict", Run(wide, "sealed derived").Error, StringComparison.Ordinal);
        Assert.DoesNotContain("its scope", Run(wide, "derived from a file").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apiVersion: example.com/v1\nkind: SealedSecret\nmetadata: {name: istio-ingressgateway-certs, namespace: istio-system}\n")]
    [InlineData("apiVersion: bitnami.com/v1alpha1\nkind: Other\nmetadata: {name: istio-ingressgateway-certs, namespace: istio-system}\n")]
    [InlineData("apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: other, namespace: istio-system}\n")]
    [InlineData("apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: other, namespace: elsewhere}\n")]
    public void Other_SealedSecrets_are_ignored(string other)
    {
        var result = Run(Objects.Stream(CertificateModes.Gateway, other), "derived from a file");

        Assert.Equal([Mounted], Added(result.Error));
        Assert.DoesNotContain("wrong namespace", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_Secret_is_kept_and_reported_if_a_sealed_one_is_requested()
    {
        var (certificate, key) = modes.Provided;
        var input = CertificateModes.Gateway + CertificateModes.SecretOf(certificate, key);

        var result = Run(input, "sealed derived");

        Assert.Equal(input, result.Text);
        Assert.Contains("already in the input; kept as a plain Secret, not sealed", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("unsealed", Run(input, "keep").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kept_Secret_is_checked_in_every_mode()
    {
        var halfSecret = Objects.Stream(
            CertificateModes.Gateway,
            "apiVersion: v1\nkind: Secret\nmetadata: {name: istio-ingressgateway-certs, namespace: istio-system}\ndata: {tls.key: YQ==}\n"
        );

        Assert.Contains("it lacks tls.crt", Run(halfSecret, "keep").Error, StringComparison.Ordinal);
        Assert.Contains("it lacks tls.crt", Run(halfSecret, "self-signed").Error, StringComparison.Ordinal);
        Assert.DoesNotContain("it lacks", Run(modes.Run("sealed derived").Text, "keep").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_value_is_added_and_a_Secret_without_data_is_rejected()
    {
        var half = Objects.Stream(
            CertificateModes.Gateway,
            "apiVersion: v1\nkind: Secret\nmetadata: {name: istio-ingressgateway-certs, namespace: istio-system}\ndata:\n  tls.crt: YQ==\n"
        );
        var (certificate, key) = modes.Provided;

        var result = Run(half, "provided files");

        Assert.EndsWith(
            $"\n  tls.crt: {Convert.ToBase64String(certificate)}\n  tls.key: {Convert.ToBase64String(key)}\n",
            result.Text,
            StringComparison.Ordinal
        );
        var rejected = modes.RunOn(
            half.Replace("data:\n  tls.crt: YQ==\n", "type: kubernetes.io/tls\n", StringComparison.Ordinal),
            "provided files"
        );
        Assert.Equal(ExitCode.InputRejected, rejected.Exit);
        Assert.Contains("it has no data field for the certificate", rejected.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void StringData_overrides_data_in_a_Secret()
    {
        var (certificate, key) = modes.Provided;
        static string Indented(byte[] pem) => "|\n    " + Samples.Text(pem).TrimEnd('\n').Replace("\n", "\n    ", StringComparison.Ordinal);
        var secret =
            $$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: istio-ingressgateway-certs, namespace: istio-system}
            data: {tls.crt: YQ==, tls.key: YQ==}
            stringData:
              tls.crt: {{Indented(certificate)}}
              tls.key: {{Indented(key)}}

            """;

        Assert.DoesNotContain(
            "warning",
            Run(Objects.Stream(CertificateModes.Gateway, secret), "keep").Written().Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_warning_names_the_source_of_a_certificate_unless_it_is_generated()
    {
        Assert.Matches(
            @"Secret istio-system/istio-ingressgateway-certs: .*expired on .* \(.*in\.crt.*\)",
            Run(CertificateModes.Gateway, "provided files", "--certificate-time", "2031-01-01T00:00:00Z").Error
        );
        Assert.DoesNotMatch(@"(?m)^warning: .*\(self-signed.*\)$", Run(CertificateModes.Gateway, "self-signed").Error);
    }

    [Fact]
    public void Nothing_is_sealed_in_a_host_that_renders_repeatedly()
    {
        const string list =
            "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n"
            + "- {apiVersion: apps/v1, kind: Deployment, metadata: {name: istio-ingressgateway, namespace: istio-system}, spec: "
            + "{template: {spec: {containers: [{name: istio-proxy, image: x}]}}}}\n";

        Assert.Contains(
            "a SealedSecret would change on every render",
            modes.RunOn(list, "sealed derived").Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "a self-signed certificate would change on every render",
            modes.RunOn(list, "self-signed").Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("on every render", modes.RunOn(list, "derived from a file").Error, StringComparison.Ordinal);
    }

    private ToolResult Run(string input, string mode, params string[] more)
    {
        var result = modes.RunOn(input, mode, ["-v", .. more]);
        Assert.True(result.Exit == ExitCode.Written, result.Error);
        return result;
    }

    private static IEnumerable<string> Added(string report) =>
        report.Split('\n').Where(line => line.Contains("\" added", StringComparison.Ordinal)).Select(line => line.Split('"')[1]);

    private static string Gateway(string ns, string volumes, string container) =>
        $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: istio-ingressgateway
        {{(ns.Length > 0 ? $"  namespace: {ns}\n" : "")}}spec:
          template:
            spec:
        {{volumes}}      containers:
              - {name: istio-proxy, image: proxyv2}
        {{container}}
        """;
}
