using System.Security.Cryptography;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>The certificate that Kyma's installer was given, where the input has its overrides.</summary>
public sealed class OverridesTests : IDisposable
{
    private const string Installer = "kyma-installer";

    private static readonly ECDsa PrivateKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly string Certificate = Base64(Samples.Certificate(PrivateKey));
    private static readonly string Key = Base64(Samples.Pkcs8(PrivateKey));

    private readonly CertificateModes modes = new(Samples.Now);

    public void Dispose() => modes.Dispose();

    [Theory]
    [InlineData("ConfigMap", Installer, "", true)]
    [InlineData("ConfigMap", "elsewhere", "overrides", true)]
    [InlineData("Secret", "elsewhere", "overrides", true)]
    [InlineData("ConfigMap", "elsewhere", "", false)]
    [InlineData("ConfigMap", "elsewhere", "other", false)]
    [InlineData("Secret", "elsewhere", "", false)]
    [InlineData("Overrides", Installer, "overrides", false)]
    public void Overrides_are_in_the_installer_s_namespace_or_have_its_label(string kind, string ns, string label, bool are)
    {
        var text = kind == "Secret" ? Base64(Samples.Utf8(Certificate)) : Certificate;
        var key = kind == "Secret" ? Base64(Samples.Utf8(Key)) : Key;

        var result = Run(Overrides(kind, ns, label, $"data:\n  global.ingress.tlsCrt: {text}\n  global.ingress.tlsKey: {key}\n"));

        Assert.Equal(are, result.Text.Contains($"tls.crt: {Certificate}\n  tls.key: {Key}\n", StringComparison.Ordinal));
        Assert.Equal(are, result.Error.Contains($"{kind} {ns}/certs holds the private key in plain sight: keep it out of Git (from {kind} {ns}/certs)", StringComparison.Ordinal));
    }

    [Fact]
    public void What_stands_under_stringData_wins_and_is_no_base64_of_it()
    {
        var given = Overrides("Secret", Installer, "", $"data:\n  global.tlsCrt: {Base64(Samples.Utf8("other"))}\nstringData:\n  global.tlsCrt: {Certificate}\n  global.tlsKey: {Key}\n");

        Assert.Contains($"tls.crt: {Certificate}\n  tls.key: {Key}\n", Run(given).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ConfigMap", "data:\n  global.tlsCrt: ''\n  global.tlsKey: ''\n")]
    [InlineData("ConfigMap", "data:\n  global.tlsCrt: YQ==\n")]
    [InlineData("Secret", "data:\n  global.tlsCrt: ''\n  global.tlsKey: ''\n")]
    [InlineData("Secret", "stringData:\n  global.tlsCrt: ''\n  global.tlsKey: ''\n")]
    public void Overrides_without_a_certificate_are_passed_over(string kind, string data)
    {
        var later = Overrides("ConfigMap", Installer, "", $"data:\n  global.tlsCrt: {Certificate}\n  global.tlsKey: {Key}\n");

        Assert.Contains($"tls.crt: {Certificate}\n", Run(Overrides(kind, Installer, "", data), later).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_given_expressly_wins()
    {
        var overrides = Overrides("ConfigMap", Installer, "", $"data:\n  global.tlsCrt: {Certificate}\n  global.tlsKey: {Key}\n");

        var result = modes.RunOn(Objects.Stream(CertificateModes.Gateway, overrides), "derived from a file");

        Assert.DoesNotContain($"tls.crt: {Certificate}", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("plain sight", result.Error, StringComparison.Ordinal);
    }

    private ToolResult Run(params string[] overrides) => modes.RunOn(Objects.Stream([CertificateModes.Gateway, .. overrides]), "self-signed");

    private static string Overrides(string kind, string ns, string label, string data) =>
        $"apiVersion: v1\nkind: {kind}\nmetadata:\n  name: certs\n  namespace: {ns}\n  labels: {{installer: '{label}'}}\n{data}";

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);
}
