using KymaIstioTransform.Tests.Hosts;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates;

/// <summary>
/// The native executable loads OpenSSL only to create or check a certificate, as the log of the dynamic loader shows.
/// </summary>
public sealed class CryptoLoadTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [SkippableTheory]
    [InlineData("--skip", "ingress-certificates")]
    [InlineData("--tls-mode", "none")]
    [InlineData("--tls-mode", "cert-manager", "--tls-issuer", "a")]
    [InlineData("--tls-mode", "external-secret", "--tls-secret-store", "a", "--tls-secret-store-key", "b")]
    public void A_run_without_a_certificate_does_not_load_OpenSSL(params string[] arguments) =>
        Assert.DoesNotContain("libcrypto", Loaded(CertificateModes.Gateway, arguments), StringComparison.Ordinal);

    [SkippableFact]
    public void A_kept_Secret_loads_OpenSSL_to_check_the_certificate() =>
        Assert.Contains("libcrypto", Loaded(CertificateModes.Gateway + CertificateModes.SecretOf([1], [2])), StringComparison.Ordinal);

    [SkippableFact]
    public void A_run_that_creates_a_certificate_loads_OpenSSL() =>
        Assert.Contains("libcrypto", Loaded(CertificateModes.Gateway), StringComparison.Ordinal);

    [SkippableFact]
    public void Without_OpenSSL_only_certificates_fail_and_the_error_names_the_packages()
    {
        RequireBinary();
        ExternalTool.Require(Environment.UserName == "root", "the right to chroot");
        HideLibraries();

        Assert.Equal(0, Confined("--tls-mode", "none").Exit);
        foreach (
            var arguments in new[]
            {
                new[] { "--tls-mode", "self-signed" },
                ["--tls-mode", "keep", "/kept.yaml"],
                ["--tls-mode", "none", "--tls-ca", "/ca.pem"],
                ["/overrides.yaml"],
            }
        )
        {
            var (exit, output, error) = Confined(arguments);

            Assert.Equal(arguments.Contains("keep") ? (0, true) : (3, false), (exit, output.Length > 0));
            Assert.Contains("need OpenSSL, and libssl.so.3", error, StringComparison.Ordinal);
        }
    }

    /// <summary>Creates a root folder with only the executable and its linked libraries.</summary>
    private void HideLibraries()
    {
        foreach (
            var file in ExternalTool
                .Text(ExternalTool.Run("ldd", [HostTools.Program]).Output)
                .Split([' ', '\n', '\t'])
                .Where(w => w.StartsWith('/'))
                .Append(HostTools.Program)
        )
        {
            var target = folder.Root + (file == HostTools.Program ? "/program" : file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(new FileInfo(file).ResolveLinkTarget(true)?.FullName ?? file, target);
        }

        var (certificate, key) = (Samples.Utf8("x"), Samples.Utf8("x"));
        folder.Write("kept.yaml", Samples.Utf8(CertificateModes.Gateway + CertificateModes.SecretOf(certificate, key)));
        folder.Write("ca.pem", certificate);
        folder.Write(
            "overrides.yaml",
            Samples.Utf8(
                CertificateModes.Gateway
                    + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: kyma-installer, labels: {installer: "
                    + "overrides}}\n"
                    + "data: {global.tlsCrt: eA==, global.tlsKey: eA==}\n"
            )
        );
    }

    private (int Exit, byte[] Output, string Error) Confined(params string[] arguments) =>
        ExternalTool.Run(
            "chroot",
            [folder.Root, "/program", "--only", "ingress-certificates", .. arguments],
            Samples.Utf8(CertificateModes.Gateway)
        );

    private string Loaded(string input, params string[] arguments)
    {
        RequireBinary();
        var (exit, _, error) = ExternalTool.Run(
            HostTools.Program,
            arguments,
            Samples.Utf8(input),
            environment: new Dictionary<string, string> { ["LD_DEBUG"] = "files", ["LD_DEBUG_OUTPUT"] = folder.Combine("loader") }
        );
        Assert.True(exit == 0, error);
        var loaded = string.Concat(Directory.EnumerateFiles(folder.Root, "loader*").Select(File.ReadAllText));
        Assert.Contains("libc.so", loaded, StringComparison.Ordinal);
        return loaded;
    }

    private static void RequireBinary() => ExternalTool.Require(HostTools.IsNative, "the native executable (make smoke builds it)");
}
