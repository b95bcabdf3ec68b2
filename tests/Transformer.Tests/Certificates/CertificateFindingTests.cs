using System.Security.Cryptography;
using KymaIstioTransform.Certificates.Pem;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Istio;
using KymaIstioTransform.Tests.Patches;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates;

/// <summary>Problems with certificates in the input: a run prints a warning, <c>verify</c> reports a finding with its position.</summary>
public sealed class CertificateFindingTests
{
    private static readonly string Gateway = Objects.Stream(
        GatewayWorkloads.Workload("Deployment", "public", "template"),
        GatewayWorkloads.Gateway("istio: public", "{mode: SIMPLE, credentialName: shop-certs}", "*.shop.example")
    );

    public static TheoryData<string, string?> Certificates =>
        new()
        {
            { "good", null },
            { "expired", "the certificate expired on" },
            { "not yet valid", "the certificate is not valid before" },
            { "expiring", "the certificate expires in 12 days, on" },
            { "of a week", null },
            { "for another host", "the certificate does not cover *.shop.example: it is for shop.example" },
            { "short RSA", "the RSA key has 1024 bits" },
            { "SHA-1", "the certificate is signed with SHA-1" },
            { "key of another", "the private key does not belong to the certificate" },
            { "generic keys", null },
            { "encrypted by SOPS", null },
            { "not a certificate", "must be PEM" },
        };

    [Theory]
    [MemberData(nameof(Certificates))]
    public void Verify_reports_a_finding_and_a_run_prints_a_warning(string which, string? problem)
    {
        var input = Gateway + "---\n" + Secret(which);

        var verified = Tool.Run(input, "verify", "--only", "ingress-certificates", "--certificate-time", "2025-03-01T12:00:00Z");
        var run = Tool.Run(input, "--only", "ingress-certificates", "--certificate-time", "2025-03-01T12:00:00Z");

        Assert.True(verified.Exit == (problem is null ? ExitCode.Written : ExitCode.Findings), verified.Error);
        Assert.Equal((ExitCode.Written, input), (run.Exit, run.Text));
        if (problem is null)
        {
            Assert.DoesNotContain("Secret public/shop-certs: ", run.Error, StringComparison.Ordinal);
            return;
        }

        var line = input[..input.IndexOf("tls.crt:", StringComparison.Ordinal)].Count(c => c == '\n') + 1;
        Assert.Contains($"<stdin>:{line}:12: ingress-certificates: Secret public/shop-certs: ", verified.Error, StringComparison.Ordinal);
        Assert.Contains(problem, verified.Error, StringComparison.Ordinal);
        Assert.Contains(
            $"warning: <stdin>:{line}:12: ingress-certificates: Secret public/shop-certs: ",
            run.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(12, false)]
    [InlineData(13, true)]
    [InlineData(300, true)]
    public void The_number_of_days_before_expiry_is_configurable(int days, bool warns) =>
        Assert.Equal(
            warns,
            Tool.Run(
                    Gateway + "---\n" + Secret("expiring"),
                    "--only",
                    "ingress-certificates",
                    "--certificate-time",
                    "2025-03-01T12:00:00Z",
                    "--tls-expiry-days",
                    $"{days}"
                )
                .Error.Contains("expires in 12 days", StringComparison.Ordinal)
        );

    /// <summary>The message has the number of days. A changed fingerprint would close the alert and open another one each day.</summary>
    [Fact]
    public void The_fingerprint_of_a_finding_does_not_change_from_day_to_day()
    {
        var input = Gateway + "---\n" + Secret("expiring");

        Assert.Equal(Fingerprint("2025-03-01T12:00:00Z"), Fingerprint("2025-03-03T12:00:00Z"));

        string Fingerprint(string time)
        {
            var sarif = Tool.Run(input, "verify", "--only", "ingress-certificates", "--certificate-time", time, "--report-format", "sarif");
            Assert.Contains(" days, on ", sarif.Error, StringComparison.Ordinal);
            return sarif.Error.Split('\n').Single(l => l.Contains("primaryLocationLineHash", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("[\"*.shop.example\"]", true)]
    [InlineData("[shop.example]", false)]
    public void A_cert_manager_Certificate_must_cover_the_hosts(string names, bool covers)
    {
        var input =
            Gateway
            + "---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: shop, namespace: public}\n"
            + $"spec: {{secretName: shop-certs, dnsNames: {names}}}\n";

        Assert.Equal(covers ? ExitCode.Written : ExitCode.Findings, Tool.Run(input, "verify", "--only", "ingress-certificates").Exit);
    }

    private static string Secret(string which)
    {
        using AsymmetricAlgorithm key = which switch
        {
            "short RSA" => RSA.Create(1024),
            "SHA-1" => RSA.Create(2048),
            _ => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        };
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = Samples.Now;
        var (from, to) = which switch
        {
            "expired" => (now.AddDays(-100), now.AddDays(-1)),
            "not yet valid" => (now.AddDays(1), now.AddDays(100)),
            "expiring" => (now.AddDays(-100), now.AddDays(12).AddHours(1)),
            "of a week" => (now.AddDays(-1), now.AddDays(6)),
            _ => (now.AddDays(-1), now.AddDays(100)),
        };
        var certificate =
            which == "SHA-1"
                ? Sha1((RSA)key, from, to)
                : Samples.Certificate(
                    key,
                    r => Samples.AddNames(r, which == "for another host" ? "shop.example" : "*.shop.example"),
                    to,
                    from
                );
        var privateKey = Samples.Pkcs8(which == "key of another" ? other : key);
        var (crt, tlsKey) = which == "generic keys" ? ("cert", "key") : ("tls.crt", "tls.key");
        var content = which == "not a certificate" ? Samples.Utf8("no PEM") : certificate;
        var value = which == "encrypted by SOPS" ? "ENC[AES256_GCM,data:abc=]" : Convert.ToBase64String(content);
        return "apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop-certs\n"
            + $"  namespace: public\ndata:\n  {crt}: {value}\n  {tlsKey}: {Convert.ToBase64String(privateKey)}\n";
    }

    /// <summary>The platform no longer signs with SHA-1. Therefore, only the two algorithm identifiers are changed.</summary>
    private static byte[] Sha1(RSA key, DateTimeOffset from, DateTimeOffset to)
    {
        var der = PemText.Read(Samples.Certificate(key, r => Samples.AddNames(r, "*.shop.example"), to, from), "it")[0].Der.ToArray();
        var sha256 = Convert.FromHexString("2A864886F70D01010B");
        for (var at = der.AsSpan().IndexOf(sha256); at >= 0; at = der.AsSpan().IndexOf(sha256))
        {
            der[at + sha256.Length - 1] = 0x05;
        }

        return PemText.Write(PemBlock.Certificate, der);
    }
}
