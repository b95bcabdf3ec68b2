using System.Security.Cryptography.X509Certificates;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Tests.Certificates;
using KymaIstioTransform.Tests.Patches;
using KymaIstioTransform.Text;
using Xunit;

namespace KymaIstioTransform.Tests.Istio.Gateways;

/// <summary>
/// The Secrets that Gateways of the input name: added for their hosts where the certificate covers them, reported otherwise.
/// </summary>
public sealed class GatewayCredentialTests : IDisposable
{
    private static readonly string Public = GatewayWorkloads.Workload("Deployment", "public", "template");

    private readonly CertificateModes modes = new(Samples.Now);

    public void Dispose() => modes.Dispose();

    [Theory]
    [InlineData("{mode: SIMPLE, credentialName: shop-certs}", "public", "shop-certs")]
    [InlineData("{mode: OPTIONAL_MUTUAL, credentialName: shop-certs}", "public", "shop-certs")]
    [InlineData("{mode: MUTUAL, credentialName: shop-certs}", "public", "shop-certs")]
    [InlineData("{mode: SIMPLE, credentialNames: [shop-certs]}", "public", "shop-certs")]
    [InlineData("{mode: SIMPLE, credentialName: \"kubernetes://shop-certs\"}", "public", "shop-certs")]
    [InlineData("{mode: SIMPLE, credentialName: \"kubernetes-gateway://shop/shop-certs\"}", "shop", "shop-certs")]
    public void The_Secret_of_an_Istio_Gateway_is_created_in_the_namespace_of_its_workload(string tls, string ns, string name)
    {
        foreach (var mode in new[] { "self-signed", "derived from a file", "store" })
        {
            var result = Run(
                Objects.Stream(Public, GatewayWorkloads.Gateway("istio: public", tls, "*.shop.example", "shop/shop.example")),
                mode
            );

            Assert.Equal(["*.shop.example", "shop.example"], Names(result, ns, name));
            Assert.DoesNotContain("kyma-gateway-certs", result.Text, StringComparison.Ordinal);
            Assert.Contains("named by Gateway shop/shop, server https", result.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{mode: PASSTHROUGH, credentialName: shop-certs}")]
    [InlineData("{mode: ISTIO_MUTUAL, credentialName: shop-certs}")]
    [InlineData("{mode: AUTO_PASSTHROUGH}")]
    [InlineData("{httpsRedirect: true}")]
    public void A_server_that_reads_no_Secret_gets_none(string tls)
    {
        var result = Run(Objects.Stream(Public, GatewayWorkloads.Gateway("istio: public", tls, "*.shop.example")), "derived from a file");

        Assert.DoesNotContain("shop-certs\n  namespace", result.Text, StringComparison.Ordinal);
        Assert.Equal(["kyma.example.com", "*.kyma.example.com"], Names(result, "public", "kyma-gateway-certs"));
    }

    [Theory]
    [InlineData("*", "kyma.example.com,*.kyma.example.com")]
    [InlineData("console.kyma.example.com", "kyma.example.com,*.kyma.example.com")]
    [InlineData("console.kyma.example.com;*.shop.example", "*.shop.example,console.kyma.example.com")]
    public void Kyma_s_domain_is_used_only_for_the_hosts_it_covers(string hosts, string names)
    {
        var gateway = GatewayWorkloads.Gateway("istio: public", "{mode: SIMPLE, credentialName: shop-certs}", hosts.Split(';'));

        Assert.Equal(names.Split(','), Names(Run(Objects.Stream(Public, gateway), "derived from a file"), "public", "shop-certs"));
    }

    [Fact]
    public void Gateways_that_share_a_Secret_share_a_certificate()
    {
        var one = GatewayWorkloads.Gateway("istio: public", "{mode: SIMPLE, credentialName: shop-certs}", "a.shop.example");
        var other = GatewayWorkloads
            .Gateway("istio: public", "{mode: SIMPLE, credentialName: shop-certs}", "b.shop.example")
            .Replace("name: shop\n", "name: other\n", StringComparison.Ordinal);

        Assert.Equal(
            ["a.shop.example", "b.shop.example"],
            Names(Run(Objects.Stream(Public, one, other), "derived from a file"), "public", "shop-certs")
        );
    }

    [Fact]
    public void Without_a_workload_the_Secret_goes_to_Istio_s_namespace_and_a_warning_says_so()
    {
        var gateway = GatewayWorkloads.Gateway("istio: ingressgateway", "{mode: SIMPLE, credentialName: shop-certs}", "*.shop.example");

        var result = Run(gateway, "derived from a file");
        var named = Run(gateway, "derived from a file", "--tls-secret", "edge/shop-certs");

        Assert.Equal(["*.shop.example"], Names(result, "istio-system", "shop-certs"));
        Assert.Contains(
            "Secret shop-certs is read in the namespace istio-system (to change that: --tls-secret NAMESPACE/shop-certs)",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(["*.shop.example"], Names(named, "edge", "shop-certs"));
        Assert.DoesNotContain("assuming that Secret", named.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("istio", "*.edge.example", "{name: edge-certs}", "edge", "*.edge.example")]
    [InlineData("istio", "*.edge.example", "{kind: Secret, group: \"\", name: edge-certs, namespace: edge}", "edge", "*.edge.example")]
    [InlineData("istio", "", "{name: edge-certs}", "edge", "kyma.example.com,*.kyma.example.com")]
    [InlineData("istio", "*.edge.example", "{name: edge-certs, namespace: certs}", "certs", "*.edge.example")]
    public void A_Gateway_of_the_Gateway_API_gets_the_Secret_it_refers_to(
        string className,
        string hostname,
        string reference,
        string ns,
        string names
    )
    {
        var result = Run(
            Objects.Stream(Objects.Istiod("1.30.3"), GatewayWorkloads.ApiGateway(className, hostname, reference)),
            "derived from a file"
        );

        Assert.Equal(names.Split(','), Names(result, ns, "edge-certs"));
        Assert.Equal(ns == "certs", result.Error.Contains("no ReferenceGrant allows it", StringComparison.Ordinal));
    }

    [Fact]
    public void A_GatewayClass_is_Istio_s_if_its_controller_is()
    {
        static string Class(string controller) =>
            $$"""
            apiVersion: gateway.networking.k8s.io/v1
            kind: GatewayClass
            metadata: {name: mine}
            spec: {controllerName: {{controller}}}

            """;
        var gateway = GatewayWorkloads.ApiGateway("mine", "*.edge.example", "{name: edge-certs}");

        Assert.Contains(
            "edge-certs\n  namespace",
            Run(Objects.Stream(Objects.Istiod("1.30.3"), Class("istio.io/gateway-controller"), gateway), "derived from a file").Text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "edge-certs\n  namespace",
            Run(Objects.Stream(Objects.Istiod("1.30.3"), Class("example.com/other"), gateway), "derived from a file").Text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "edge-certs\n  namespace",
            Run(Objects.Stream(Objects.Istiod("1.30.3"), gateway), "derived from a file").Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("gateway.networking.k8s.io/v1", "ListenerSet")]
    [InlineData("gateway.networking.x-k8s.io/v1alpha1", "XListenerSet")]
    public void A_ListenerSet_belongs_to_its_Gateway(string apiVersion, string kind)
    {
        var set =
            $"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: more, namespace: team}}\n"
            + "spec: {parentRef: {name: edge, namespace: edge}, listeners: [{name: https, hostname: \"*.team.example\", protocol: "
            + "HTTPS, port: 443, tls: {certificateRefs: [{name: team-certs}]}}]}\n";
        var gateway = GatewayWorkloads.ApiGateway("istio", "*.edge.example", "{name: edge-certs}");

        Assert.Equal(
            ["*.team.example"],
            Names(Run(Objects.Stream(Objects.Istiod("1.30.3"), gateway, set), "derived from a file"), "team", "team-certs")
        );
        Assert.DoesNotContain(
            "team-certs\n  namespace",
            Run(Objects.Stream(Objects.Istiod("1.30.3"), set), "derived from a file").Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("{mode: SIMPLE, credentialName: shop-certs}", "shop-certs")]
    [InlineData(
        "{mode: SIMPLE, serverCertificate: /etc/istio/ingressgateway-certs/tls.crt, privateKey: /etc/istio/ingressgateway-certs/tls.key}",
        "istio-ingressgateway-certs"
    )]
    [InlineData("{mode: PASSTHROUGH}", "istio-ingressgateway-certs", "kyma-gateway-certs")]
    public void Kyma_s_Secrets_are_added_only_if_a_gateway_reads_them(string tls, params string[] expected)
    {
        var workload =
            GatewayWorkloads.Workload("Deployment", "public", "router")
            + "      volumes:\n      - {name: certs, secret: {secretName: istio-ingressgateway-certs, optional: true}}\n";

        var result = Run(
            Objects.Stream(Objects.Istiod("1.30.3"), workload, GatewayWorkloads.Gateway("istio: public", tls, "*.shop.example")),
            "derived from a file"
        );

        Assert.Equal(
            expected,
            result.Error.Split('\n').Where(l => l.StartsWith("secret ", StringComparison.Ordinal)).Select(l => l.Split('"')[1])
        );
        Assert.Equal(
            expected is ["shop-certs"],
            result.Error.Contains("mounts Secret istio-ingressgateway-certs, which is not used", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_credentialName_without_a_mode_is_reported()
    {
        var result = Run(
            Objects.Stream(Public, GatewayWorkloads.Gateway("istio: public", "{credentialName: shop-certs}", "*.shop.example")),
            "derived from a file"
        );

        Assert.DoesNotContain("shop-certs\n  namespace", result.Text, StringComparison.Ordinal);
        Assert.Contains("credentialName shop-certs has no effect: tls has no mode", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from: [{group: gateway.networking.k8s.io, kind: Gateway, namespace: edge}], to: [{group: \"\", kind: Secret}]", true)]
    [InlineData(
        "from: [{group: gateway.networking.k8s.io, kind: Gateway, namespace: edge}], to: [{group: \"\", kind: Secret, name: edge-certs}]",
        true
    )]
    [InlineData(
        "from: [{group: gateway.networking.k8s.io, kind: Gateway, namespace: edge}], to: [{group: \"\", kind: Secret, name: other}]",
        false
    )]
    [InlineData("from: [{group: gateway.networking.k8s.io, kind: Gateway, namespace: other}], to: [{group: \"\", kind: Secret}]", false)]
    [InlineData("from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}], to: [{group: \"\", kind: Secret}]", false)]
    public void A_ReferenceGrant_lets_a_Gateway_read_a_Secret_of_another_namespace(string spec, bool allows)
    {
        var grant =
            $$"""
            apiVersion: gateway.networking.k8s.io/v1beta1
            kind: ReferenceGrant
            metadata: {name: grant, namespace: certs}
            spec: {{{spec}}}

            """;

        var result = Run(
            Objects.Stream(
                Objects.Istiod("1.30.3"),
                grant,
                GatewayWorkloads.ApiGateway("istio", "*.edge.example", "{name: edge-certs, namespace: certs}")
            ),
            "derived from a file"
        );

        Assert.Equal(allows, !result.Error.Contains("no ReferenceGrant allows it", StringComparison.Ordinal));
    }

    [Fact]
    public void A_provided_certificate_is_used_only_for_hosts_it_covers()
    {
        var covered = GatewayWorkloads.Gateway("istio: public", "{mode: SIMPLE, credentialName: kyma-certs}", "console.kyma.example.com");
        var other = GatewayWorkloads
            .Gateway("istio: public", "{mode: SIMPLE, credentialName: shop-certs}", "*.shop.example")
            .Replace("name: shop\n", "name: other\n", StringComparison.Ordinal);

        var result = Run(Objects.Stream(Public, covered, other), "provided files");

        Assert.Contains("name: kyma-certs\n  namespace: public", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("name: shop-certs\n", result.Text, StringComparison.Ordinal);
        Assert.Contains(
            "Gateway shop/other: server https needs Secret public/shop-certs, but the certificate from",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("does not cover *.shop.example", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("derived from a file", "kind: Secret\n")]
    [InlineData("sealed derived", "kind: SealedSecret\n")]
    public void Each_mode_creates_every_Secret(string mode, string kind)
    {
        var stream = Objects.Stream(
            Public,
            GatewayWorkloads.Gateway("istio: public", "{mode: SIMPLE, credentialName: shop-certs}", "*.shop.example"),
            GatewayWorkloads.ApiGateway("istio", "*.edge.example", "{name: edge-certs}")
        );

        Assert.Equal(2, Run(stream, mode).Text.Split(kind).Length - 1);
    }

    [Fact]
    public void Each_Secret_gets_one_object_for_its_controller()
    {
        var stream = Objects.Stream(
            Public,
            GatewayWorkloads.Gateway("istio: public", "{mode: SIMPLE, credentialName: shop-certs}", "*.shop.example"),
            GatewayWorkloads.ApiGateway("istio", "*.edge.example", "{name: edge-certs}")
        );

        var manager = Run(stream, "self-signed rsa2048", "--tls-mode", "cert-manager", "--tls-issuer", "letsencrypt");
        var external = Run(
            stream,
            "self-signed rsa2048",
            "--tls-mode",
            "external-secret",
            "--tls-secret-store",
            "vault",
            "--tls-secret-store-key",
            "kv/{namespace}/{name}"
        );

        Assert.Contains(
            "secretName: shop-certs\n  dnsNames:\n  - '*.shop.example'\n",
            manager.Text.Replace('"', '\''),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "secretName: edge-certs\n  dnsNames:\n  - '*.edge.example'\n",
            manager.Text.Replace('"', '\''),
            StringComparison.Ordinal
        );
        Assert.Contains("key: kv/public/shop-certs", external.Text, StringComparison.Ordinal);
        Assert.Contains("key: kv/edge/edge-certs", external.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_named_Secrets_are_created()
    {
        var stream = Objects.Stream(
            Public,
            GatewayWorkloads.Gateway("istio: public", "{mode: SIMPLE, credentialName: shop-certs}", "*.shop.example")
        );

        var result = Run(stream, "derived from a file", "--tls-secret", "elsewhere/mine,public/other");

        Assert.Equal(["kyma.example.com", "*.kyma.example.com"], Names(result, "elsewhere", "mine"));
        Assert.Equal(["kyma.example.com", "*.kyma.example.com"], Names(result, "public", "other"));
        Assert.DoesNotContain("name: shop-certs\n", result.Text, StringComparison.Ordinal);
        Assert.Contains(
            "server https needs Secret public/shop-certs, which is neither in the input nor in --tls-secret",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(ExitCode.Usage, modes.RunOn(stream, "derived from a file", "--tls-secret", "mine").Exit);
    }

    [Theory]
    [InlineData("shop/tls", true)]
    [InlineData("shop/shop.example.com-7", true)]
    [InlineData("shop/Tls", false)]
    [InlineData("shop/tls.", false)]
    [InlineData("shop/a..b", false)]
    [InlineData("shop/-a", false)]
    [InlineData("shop/a_b", false)]
    [InlineData("shop.eu/tls", false)]
    [InlineData("/tls", false)]
    [InlineData("shop/", false)]
    [InlineData("a/b/c", false)]
    public void A_Secret_name_must_be_valid_in_Kubernetes(string secret, bool isName) =>
        Assert.Equal(
            isName ? ExitCode.Written : ExitCode.Usage,
            modes.RunOn(CertificateModes.Gateway, "derived from a file", "--tls-secret", secret).Exit
        );

    [Theory]
    [InlineData("kubernetes.io/tls", "shop", true)]
    [InlineData("kubernetes.io/tls", "istio-system", false)] // the gateway reads this one
    [InlineData("Opaque", "shop", false)]
    public void A_Secret_that_no_gateway_reads_is_reported(string type, string ns, bool isReported)
    {
        var secret =
            $"apiVersion: v1\nkind: Secret\nmetadata: {{name: kyma-gateway-certs, namespace: {ns}}}\ntype: {type}\n"
            + "data: {tls.crt: \"\"}\n";

        var result = modes.RunOn(Objects.Stream(CertificateModes.Gateway, secret), "derived from a file", "-v");

        Assert.Equal(
            isReported,
            result.Error.Contains(
                "Secret shop/kyma-gateway-certs: no gateway in the input reads it: not checked",
                StringComparison.Ordinal
            )
        );
    }

    [Fact]
    public void Client_certificates_need_a_CA_bundle()
    {
        var stream = Objects.Stream(
            Public,
            GatewayWorkloads.Gateway("istio: public", "{mode: MUTUAL, credentialName: shop-certs}", "*.shop.example")
        );
        var file = Path.Combine(modes.Folder, "ca.pem");
        File.WriteAllBytes(file, modes.Provided.Certificate);

        Assert.Contains(
            "server https verifies client certificates, but the input has no CA certificates for it: Secret public/shop-certs-cacert "
            + "with cacert",
            Run(stream, "derived from a file").Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "name: shop-certs-cacert\n  namespace: public\ntype: Opaque\n",
            Run(stream, "derived from a file", "--tls-ca", file).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_Secret_in_the_input_is_kept_even_if_a_certificate_is_provided()
    {
        var secret = CertificateModes
            .SecretOf(modes.Provided.Certificate, modes.Provided.Key)
            .Replace(
                "name: istio-ingressgateway-certs\n  namespace: istio-system",
                "name: shop-certs\n  namespace: public",
                StringComparison.Ordinal
            )[4..];
        var stream = Objects.Stream(
            Public,
            secret,
            GatewayWorkloads.Gateway("istio: public", "{mode: SIMPLE, credentialName: shop-certs}", "*.shop.example")
        );

        foreach (var mode in new[] { "derived from a file", "provided files", "store", "keep" })
        {
            var result = Run(stream, mode);
            Assert.Equal(stream, result.Text);
            Assert.Contains(
                "Secret public/shop-certs: the certificate does not cover *.shop.example: it is for kyma.example.com",
                result.Error,
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("sds://shop")]
    [InlineData("builtin://shop")]
    public void A_credential_that_is_not_a_Secret_is_reported(string name) =>
        Assert.Contains(
            $"credentialName {name} is not a Secret in the cluster",
            Run(
                Objects.Stream(Public, GatewayWorkloads.Gateway("istio: public", $"{{mode: SIMPLE, credentialName: \"{name}\"}}", "*")),
                "derived from a file"
            ).Error,
            StringComparison.Ordinal
        );

    [Fact]
    public void Verify_accepts_the_output()
    {
        var stream = Objects.Stream(
            Public,
            GatewayWorkloads.Gateway("istio: public", "{mode: SIMPLE, credentialName: shop-certs}", "*.shop.example"),
            GatewayWorkloads.ApiGateway("istio", "*.edge.example", "{name: edge-certs}")
        );
        var output = Run(stream, "derived from a file").Text;

        Assert.Equal(output, Run(output, "derived from a file").Text);
        var verified = Tool.Run(output, "verify", "--only", "ingress-certificates", "--certificate-time", "2025-03-01T12:00:00Z");
        Assert.True(verified.Exit == ExitCode.Written, verified.Error);
    }

    private ToolResult Run(string input, string mode, params string[] more)
    {
        var result = modes.RunOn(input, mode, ["-v", .. more]);
        Assert.True(result.Exit == ExitCode.Written, result.Error);
        return result;
    }

    /// <summary>The alternative names of the certificate in a Secret of the output.</summary>
    private static IEnumerable<string> Names(ToolResult result, string ns, string name)
    {
        var secret = ManifestReader
            .Read(new SourceText([new InputFile("output", result.Output)]))
            .Resources.Single(r => r.Kind == "Secret" && r.Name == name && r.Namespace == ns);
        using var certificate = X509Certificate2.CreateFromPem(
            Samples.Text(Convert.FromBase64String(secret.Root.Find("data", "tls.crt")!.Value.Value))
        );
        return [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames()];
    }
}
