using System.Text;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Cli.Options;
using KymaIstioTransform.Cli.Reports;
using Xunit;

namespace KymaIstioTransform.Tests.Certificates;

/// <summary>
/// Reports and errors of the program never show a part of a key or seed, for any input and any failure.
/// </summary>
public sealed class RunSecrecyTests : IDisposable
{
    private static readonly string[] Formats = [.. Enum.GetNames<ReportFormat>().Select(OptionName.Kebab)];

    private readonly CertificateModes modes = new(Samples.Now);

    public static TheoryData<string> Modes => [.. CertificateModes.All];

    /// <summary>Mistakes that users make with a key or seed, as arguments or as further input.</summary>
    public static TheoryData<string> Mistakes =>
        [
            "key as path",
            "key as path with =",
            "certificate as path",
            "values as path",
            "seed as path",
            "seed as variable",
            "cut key",
            "key of another certificate",
            "key with garbage",
            "values of PEM",
            "values without base64",
            "overrides of PEM",
            "cut seed",
            "Secret with a broken quote",
            "Secret with a key twice",
            "Secret with a control character",
            "Secret kept with a cut key",
            "configuration with the key inside",
            "key as input",
        ];

    public void Dispose() => modes.Dispose();

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_report_of_any_form_shows_no_key(string mode)
    {
        foreach (var format in Formats)
        {
            var file = Path.Combine(modes.Folder, "report");
            var shown = modes.Run(mode, "-v", "--report-format", format);
            var written = modes.Run(mode, "-v", "--report-format", format, "--report", file);

            Assert.True(shown.Exit == ExitCode.Written && written.Exit == ExitCode.Written, shown.Error);
            // A kept Secret is not a finding of a secret scanner.
            Assert.True(mode == "keep" || shown.Error.Contains("istio-ingressgateway-certs", StringComparison.Ordinal));
            Leaks.AssertNone(shown.Error, Pieces(mode, shown));
            Leaks.AssertNone(File.ReadAllText(file), Pieces(mode, written));
        }
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_failure_shows_no_key(string mistake)
    {
        var pieces = Leaks.Pieces([.. modes.Secrets, .. modes.Secrets.Select(s => Convert.ToBase64String(Samples.Utf8(s)))]);
        foreach (var format in Formats)
        {
            var (input, arguments) = Make(mistake);
            var result = Tool.Run(
                Samples.Utf8(input),
                new Dictionary<string, string> { ["SHORT"] = Samples.SeedHex[..60] },
                false,
                [.. arguments, "-v", "--report-format", format, "--report", Path.Combine(modes.Folder, "report")]
            );

            Leaks.AssertNone(result.Error, pieces);
            Leaks.AssertNone(
                File.Exists(Path.Combine(modes.Folder, "report")) ? File.ReadAllText(Path.Combine(modes.Folder, "report")) : "",
                pieces
            );
            Assert.True(result.Exit != ExitCode.Written || mistake.Contains("kept", StringComparison.Ordinal), mistake);
            Assert.NotEqual(ExitCode.Internal, result.Exit);
        }
    }

    [Fact]
    public void A_function_s_results_show_no_key()
    {
        var pieces = Leaks.Pieces(modes.Secrets);
        var input =
            $$"""
            apiVersion: config.kubernetes.io/v1
            kind: ResourceList
            items:
            {{Item(CertificateModes.Gateway)}}functionConfig:
              apiVersion: transform.kyma-project.io/v1alpha1
              kind: IstioTransform
              spec:
                ingressGateway:
                  tls: {mode: derived, seedVariable: MISSING}

            """;

        var rejected = Tool.Run(input);
        Assert.Equal(ExitCode.Findings, rejected.Exit);

        var done = Tool.Run(Samples.Utf8(input), new Dictionary<string, string> { ["MISSING"] = Samples.SeedHex }, false);
        Assert.True(done.Exit == ExitCode.Written, done.Error);
        var results = done.Text[done.Text.IndexOf("results:", StringComparison.Ordinal)..];
        Assert.Contains("istio-ingressgateway-certs", results, StringComparison.Ordinal);
        Leaks.AssertNone(results + done.Error, pieces);
    }

    private (string Input, string[] Arguments) Make(string mistake)
    {
        const string Domain = "kyma.example.com";
        var (certificate, key) = modes.Provided;
        var pem = Samples.Text(key);
        string[] only = ["--only", "ingress-certificates", "--domain", Domain];
        return mistake switch
        {
            "key as path" => (CertificateModes.Gateway, [.. only, "--tls-cert", Write("c", certificate), "--tls-key", pem]),
            "certificate as path" => (
                CertificateModes.Gateway,
                [.. only, "--tls-cert", Samples.Text(certificate) + pem, "--tls-key", Write("k", key)]
            ),
            "values as path" => (CertificateModes.Gateway, [.. only, "--tls-values", $"global: {{tlsKey: {Convert.ToBase64String(key)}}}"]),
            "seed as path" => (CertificateModes.Gateway, [.. only, "--tls-seed-file", Samples.SeedHex]),
            "seed as variable" => (CertificateModes.Gateway, [.. only, "--tls-seed-env", Samples.SeedHex]),
            "key as path with =" => (CertificateModes.Gateway, [.. only, "--tls-cert", Write("c", certificate), "--tls-key=" + pem]),
            "cut key" => (CertificateModes.Gateway, [.. only, "--tls-cert", Write("c", certificate), "--tls-key", Write("k", key[..^60])]),
            "key of another certificate" => (
                CertificateModes.Gateway,
                [
                    .. only,
                    "--tls-cert",
                    Write("c", SelfSignedCertificate.Create(Samples.Names, KeyAlgorithm.EcdsaP256, Samples.Now).CertificatePem),
                    "--tls-key",
                    Write("k", key),
                ]
            ),
            "key with garbage" => (
                CertificateModes.Gateway,
                [
                    .. only,
                    "--tls-cert",
                    Write("c", certificate),
                    "--tls-key",
                    Write("k", Samples.Utf8(pem.Replace("-----END", "!!!\n-----END", StringComparison.Ordinal))),
                ]
            ),
            "values of PEM" => (
                CertificateModes.Gateway,
                [
                    .. only,
                    "--tls-values",
                    Write(
                        "v",
                        Samples.Utf8($"global:\n  tlsCrt: YQ==\n  tlsKey: |\n    {pem.Replace("\n", "\n    ", StringComparison.Ordinal)}\n")
                    ),
                ]
            ),
            "values without base64" => (
                CertificateModes.Gateway,
                [.. only, "--tls-values", Write("v", Samples.Utf8($"global: {{tlsCrt: YQ==, tlsKey: '{Convert.ToBase64String(key)}!'}}\n"))]
            ),
            "overrides of PEM" => (
                CertificateModes.Gateway
                    + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: kyma-installer, labels: {installer: "
                    + "overrides}}\n"
                    + "data:\n  global.tlsCrt: YQ==\n  global.tlsKey: |\n    "
                    + $"{pem.Replace("\n", "\n    ", StringComparison.Ordinal)}\n",
                only
            ),
            "cut seed" => (CertificateModes.Gateway, [.. only, "--tls-seed-env", "SHORT"]),
            "Secret with a broken quote" => (
                CertificateModes.Gateway
                    + CertificateModes.SecretOf(certificate, key).Replace("tls.key: ", "tls.key: \"", StringComparison.Ordinal),
                only
            ),
            "Secret with a key twice" => (
                CertificateModes.Gateway + CertificateModes.SecretOf(certificate, key) + $"  tls.key: {Convert.ToBase64String(key)}\n",
                [.. only, "--tls-mode", "keep"]
            ),
            "Secret with a control character" => (
                CertificateModes.Gateway
                    + CertificateModes.SecretOf(certificate, key).Replace("tls.key: ", "tls.key: \u0001", StringComparison.Ordinal),
                only
            ),
            "Secret kept with a cut key" => (
                CertificateModes.Gateway + CertificateModes.SecretOf(certificate, key[..^60]),
                [.. only, "--tls-mode", "keep"]
            ),
            "configuration with the key inside" => (
                CertificateModes.Gateway,
                [
                    .. only,
                    "--config",
                    Write(
                        "config.yaml",
                        Samples.Utf8(
                            $"""
                            apiVersion: transform.kyma-project.io/v1alpha1
                            kind: IstioTransform
                            spec:
                              ingressGateway:
                                tls:
                                  certFile: c
                                  keyFile: |
                                    {pem.Replace("\n", "\n        ", StringComparison.Ordinal)}

                            """
                        )
                    ),
                ]
            ),
            _ => (pem, only),
        };
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(modes.Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private HashSet<string> Pieces(string mode, ToolResult result)
    {
        var output = result.Output;
        return Leaks.Pieces([.. modes.Secrets, .. Leaks.Of(CertificateModes.Pair(mode, output).PrivateKeyPem)]);
    }

    private static string Item(string document)
    {
        var lines = document.TrimEnd('\n').Split('\n');
        return new StringBuilder().Append("- ").AppendJoin("\n  ", lines).Append('\n').ToString();
    }
}
