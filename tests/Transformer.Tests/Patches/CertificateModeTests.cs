using System.Text;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Syntax;
using Xunit;

namespace KymaIstioTransform.Tests.Patches;

/// <summary>Runs every mode that writes a certificate as a user would, and lets openssl judge what came out.</summary>
public sealed class CertificateModeTests : IDisposable
{
    private const string Gateway = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: istio-ingressgateway
          namespace: istio-system
        spec:
          template:
            spec:
              volumes:
              - name: certs
                secret:
                  secretName: istio-ingressgateway-certs
              containers:
              - name: istio-proxy
                image: docker.io/istio/proxyv2:1.4.3

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("certificates").FullName;

    public static TheoryData<string> Modes => ["self-signed", "derived", "store", "provided"];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SkippableTheory]
    [MemberData(nameof(Modes))]
    public void The_Secret_holds_a_certificate_that_openssl_accepts_for_the_domain(string mode)
    {
        var openssl = ExternalTool.Find("openssl");
        ExternalTool.Require(openssl is not null, "the command openssl");
        var (certificate, key) = Secret(Run(Arguments(mode)));
        var (certificateFile, keyFile) = (Write("out.crt", certificate), Write("out.key", key));

        var verify = ExternalTool.Run(openssl!, ["verify", "-CAfile", certificateFile, "-attime", Tool.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), "-verify_hostname", "shop.example.com", certificateFile]);
        Assert.True(verify.Exit == 0, verify.Error);
        var text = ExternalTool.Text(ExternalTool.Run(openssl!, ["x509", "-in", certificateFile, "-noout", "-text"]).Output);
        Assert.Contains("DNS:example.com, DNS:*.example.com", text, StringComparison.Ordinal);
        Assert.Contains("TLS Web Server Authentication", text, StringComparison.Ordinal);
        Assert.Contains("CA:FALSE", text, StringComparison.Ordinal);
        Assert.Equal(
            ExternalTool.Text(ExternalTool.Run(openssl!, ["x509", "-in", certificateFile, "-noout", "-pubkey"]).Output),
            ExternalTool.Text(ExternalTool.Run(openssl!, ["pkey", "-in", keyFile, "-pubout"]).Output));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void The_key_is_in_no_report(string mode)
    {
        foreach (var format in new[] { "text", "json" })
        {
            var result = Run([.. Arguments(mode), "-v", "--report-format", format]);
            var (_, key) = Secret(result);
            foreach (var line in Encoding.UTF8.GetString(key).Split('\n').Where(l => l.Length > 20 && !l.StartsWith("-----", StringComparison.Ordinal)))
            {
                Assert.DoesNotContain(line, result.Error, StringComparison.Ordinal);
                Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(line))[..16], result.Error, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_derived_certificate_changes_with_the_window_and_the_domain_only()
    {
        string At(string now, string domain) => Run([.. Arguments("derived").Where(a => a is not "example.com" and not "--domain"), "--domain", domain, "--now", now]).Text;

        Assert.Equal(At("2026-01-02T00:00:00Z", "example.com"), At("2026-01-03T12:34:56Z", "example.com"));
        Assert.NotEqual(At("2026-01-02T00:00:00Z", "example.com"), At("2026-01-02T00:00:00Z", "example.org"));
        Assert.NotEqual(At("2026-01-02T00:00:00Z", "example.com"), At("2026-06-02T00:00:00Z", "example.com"));
    }

    [Fact]
    public void A_store_gives_the_same_certificate_again() => Assert.Equal(Run(Arguments("store")).Text, Run(Arguments("store")).Text);

    [Fact]
    public void A_random_certificate_is_another_one_each_time() => Assert.NotEqual(Run(Arguments("self-signed")).Text, Run(Arguments("self-signed")).Text);

    private static ToolResult Run(params string[] arguments)
    {
        var result = Tool.Run(Gateway, ["--only", "ingress-certificates", "--domain", "example.com", .. arguments]);
        Assert.True(result.Exit == ExitCode.Written, result.Error);
        return result;
    }

    private string[] Arguments(string mode)
    {
        switch (mode)
        {
            case "derived":
                return ["--tls-seed-file", Write("seed", "5f3a9c1e7b2d48066c91e4d7a0b835f2196e7d4ca8b05f3372e1d9c64ba8f017"u8.ToArray()), "--domain", "example.com"];
            case "store":
                return ["--tls-store", Path.Combine(folder, "store")];
            case "provided":
                var (certificate, key) = Secret(Run("--tls-key-algorithm", "rsa2048"));
                return ["--tls-cert", Write("in.crt", certificate), "--tls-key", Write("in.key", key)];
            default:
                return [];
        }
    }

    private static (byte[] Certificate, byte[] Key) Secret(ToolResult result)
    {
        var documents = DocumentSplitter.Split(result.Output, new ByteSpan(0, result.Output.Length));
        var secret = YamlReader.Read(result.Output, documents[^1].Content).Root;
        return (Convert.FromBase64String(secret.Find("data", "tls.crt")!.Value.Value), Convert.FromBase64String(secret.Find("data", "tls.key")!.Value.Value));
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
