using KymaIstioTransform.Certificates;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Patches.Certificates;

/// <summary>Input that already has the gateway's Secret, or an object from which a controller creates it.</summary>
public sealed class ExistingCertificateTests : IDisposable
{
    private readonly CertificateModes modes = new(Samples.Now);

    public void Dispose() => modes.Dispose();

    [Theory]
    [InlineData(
        """
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: my-own, namespace: istio-system}
        spec: {secretName: istio-ingressgateway-certs}

        """
    )]
    [InlineData(
        """
        apiVersion: certmanager.k8s.io/v1alpha1
        kind: Certificate
        metadata: {name: my-own, namespace: istio-system}
        spec: {secretName: istio-ingressgateway-certs}

        """
    )]
    [InlineData(
        """
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: my-own, namespace: istio-system}
        spec: {target: {name: istio-ingressgateway-certs}}

        """
    )]
    [InlineData("apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: istio-ingressgateway-certs}\nspec: {}\n")]
    public void An_object_is_recognised_by_the_Secret_that_it_creates(string present)
    {
        foreach (var mode in new[] { "self-signed", "derived from a file", "keep" })
        {
            var result = Run(present, mode);

            Assert.Equal(CertificateModes.Gateway + "---\n" + present, result.Text);
            Assert.Contains("already in the input; kept", result.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(
        """
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: istio-ingressgateway-certs, namespace: istio-system}
        spec: {secretName: other}

        """
    )]
    [InlineData(
        """
        apiVersion: networking.internal.knative.dev/v1alpha1
        kind: Certificate
        metadata: {name: a, namespace: istio-system}
        spec: {secretName: istio-ingressgateway-certs}

        """
    )]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: istio-ingressgateway-certs, namespace: elsewhere}\n")]
    public void An_object_that_creates_another_Secret_is_ignored(string present) =>
        Assert.Contains("secret \"istio-ingressgateway-certs\" added", Run(present, "derived from a file").Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("derived from a file")]
    [InlineData("provided files")]
    [InlineData("store")]
    public void An_explicit_certificate_replaces_that_of_a_Secret_once(string mode)
    {
        var old = SelfSignedCertificate.Create(Samples.Names, KeyAlgorithm.EcdsaP256, Samples.Now);
        var stream = CertificateModes.SecretOf(old.CertificatePem, old.PrivateKeyPem)[4..];

        var first = Run(stream, mode);
        var second = Run(first.Text[(CertificateModes.Gateway.Length + 4)..], mode);

        Assert.Contains("secret \"istio-ingressgateway-certs\" patched", first.Error, StringComparison.Ordinal);
        var pair = CertificateModes.Pair(mode, first.Output);
        Assert.NotEqual(old.PrivateKeyPem, pair.PrivateKeyPem);
        ProvidedCertificate.Read(pair.CertificatePem, pair.PrivateKeyPem, Samples.Names.DnsNames, Samples.Now, CertificateChecks.NoNotice);
        Assert.Equal(first.Text, second.Text);
    }

    [Fact]
    public void A_random_certificate_replaces_nothing()
    {
        const string Mine =
            "apiVersion: v1\nkind: Secret\nmetadata: {name: istio-ingressgateway-certs}\nstringData: {tls.crt: mine, tls.key: mine}\n";

        Assert.EndsWith(Mine, Run(Mine, "self-signed").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_in_stringData_is_replaced_there_as_text()
    {
        var result = Run(
            "apiVersion: v1\nkind: Secret\nmetadata: {name: istio-ingressgateway-certs}\nstringData: {tls.crt: a, tls.key: b}\n",
            "derived from a file"
        );

        Assert.Contains("-----BEGIN PRIVATE KEY-----", result.Text, StringComparison.Ordinal);
        Assert.Equal(result.Text, Run(result.Text[(CertificateModes.Gateway.Length + 4)..], "derived from a file").Text);
    }

    [Fact]
    public void The_problems_of_a_kept_Secret_are_reported()
    {
        var (certificate, key) = modes.Provided;
        var other = SelfSignedCertificate.Create(Samples.Names, KeyAlgorithm.EcdsaP256, Samples.Now);
        string Keep(byte[] crt, byte[] privateKey, params string[] more) =>
            Run(CertificateModes.SecretOf(crt, privateKey)[4..], "keep", more).Error;

        Assert.DoesNotContain("warning", Keep(certificate, key), StringComparison.Ordinal);
        Assert.Contains("does not belong to the certificate", Keep(certificate, other.PrivateKeyPem), StringComparison.Ordinal);
        Assert.Contains("expired on", Keep(certificate, key, "--certificate-time", "2031-01-01T00:00:00Z"), StringComparison.Ordinal);
        Assert.Contains(
            "is not valid before",
            Keep(certificate, key, "--certificate-time", "2021-01-01T00:00:00Z"),
            StringComparison.Ordinal
        );
        Assert.Contains("does not cover other.example", Keep(certificate, key, "--domain", "other.example"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_matching_SealedSecret_is_kept_byte_for_byte()
    {
        var first = modes.Run("sealed derived");

        var second = Run(first.Text[(CertificateModes.Gateway.Length + 4)..], "sealed derived");

        Assert.Equal(first.Text, second.Text);
        Assert.Contains(
            "SealedSecret istio-system/istio-ingressgateway-certs: already in the input; kept",
            second.Error,
            StringComparison.Ordinal
        );
        Assert.NotEqual(first.Text, modes.Run("sealed derived").Text);
    }

    [Theory]
    [InlineData("    tls.key:", "    other:", "it has no encrypted tls.key")]
    [InlineData("      namespace: istio-system", "      namespace: elsewhere", "it is sealed for the namespace elsewhere")]
    [InlineData("      name: istio-ingressgateway-certs", "      name: other", "it is sealed for the name other")]
    [InlineData(
        "metadata:\n  name: istio-ingressgateway-certs\n  namespace: istio-system\nspec:",
        """
        metadata:
          name: istio-ingressgateway-certs
          namespace: istio-system
          annotations: {sealedsecrets.bitnami.com/cluster-wide: "true"}
        spec:
        """,
        "its scope is cluster-wide and not strict"
    )]
    public void A_SealedSecret_that_does_not_match_is_sealed_again_and_the_reason_is_reported(string old, string text, string reason)
    {
        var good = modes.Run("sealed derived").Text[(CertificateModes.Gateway.Length + 4)..];
        Assert.Contains(old, good, StringComparison.Ordinal);
        var wrong = good.Replace(old, text, StringComparison.Ordinal);

        var result = Run(wrong, "sealed derived");

        Assert.Contains(
            $"SealedSecret istio-system/istio-ingressgateway-certs: sealed again, because {reason}",
            result.Error,
            StringComparison.Ordinal
        );
        CertificateModes.Pair("sealed derived", result.Output);
        if (!reason.StartsWith("its scope", StringComparison.Ordinal))
        {
            Assert.Contains(
                reason,
                Tool.Run(CertificateModes.Gateway + "---\n" + wrong, "--only", "ingress-certificates", "--tls-mode", "keep").Error,
                StringComparison.Ordinal
            );
            Assert.Contains(
                $"kept, but cannot be used: {reason}",
                Tool.Run(CertificateModes.Gateway + "---\n" + wrong, "--only", "ingress-certificates").Error,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void A_SealedSecret_in_another_namespace_is_reported_and_a_new_one_is_created()
    {
        var elsewhere = modes
            .Run("sealed derived")
            .Text[(CertificateModes.Gateway.Length + 4)..]
            .Replace("istio-system", "elsewhere", StringComparison.Ordinal);

        var result = Run(elsewhere, "sealed derived");

        Assert.Contains(
            "SealedSecret elsewhere/istio-ingressgateway-certs: wrong namespace: the gateway reads its Secret in the namespace "
            + "istio-system",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("sealedsecret \"istio-ingressgateway-certs\" added", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mode_provided_needs_a_certificate()
    {
        var result = Tool.Run(CertificateModes.Gateway, "--only", "ingress-certificates", "--tls-mode", "provided");

        Assert.Equal(ExitCode.InputRejected, result.Exit);
        Assert.Contains("--tls-cert and --tls-key, --tls-values, or Kyma overrides", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_derived_key_is_always_P256()
    {
        var result = modes.Run("derived from a file", "--tls-key-algorithm", "rsa2048");

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Contains("a derived certificate always has a P-256 key", result.Error, StringComparison.Ordinal);
    }

    private ToolResult Run(string present, string mode, params string[] more)
    {
        var result = modes.RunOn(CertificateModes.Gateway + "---\n" + present, mode, ["-v", .. more]);
        Assert.True(result.Exit == ExitCode.Written, result.Error);
        return result;
    }
}
