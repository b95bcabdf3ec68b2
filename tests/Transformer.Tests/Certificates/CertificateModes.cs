using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Encodings;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Security;

namespace KymaIstioTransform.Tests.Certificates;

/// <summary>
/// Every mode that gives the gateway a certificate, run through the command line, and the resulting pair.
/// </summary>
internal sealed class CertificateModes : IDisposable
{
    public const string Gateway = """
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

    public const string SecretName = "istio-ingressgateway-certs";

    private static readonly RSA Controller = RSA.Create(2048);

    private readonly TemporaryDirectory folder = new();
    private readonly DateTimeOffset now;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] provided;

    /// <summary><param name="now">The time that the program uses.</param></summary>
    public CertificateModes(DateTimeOffset now)
    {
        this.now = now;
        provided = Samples.Certificate(key, AsServer, now.AddDays(90), now.AddDays(-1));
    }

    public static IReadOnlyList<string> All { get; } =
    [
        "self-signed",
        "self-signed rsa2048",
        "self-signed rsa3072",
        "self-signed rsa4096",
        "derived from a file",
        "derived from a variable",
        "store",
        "provided files",
        "provided values file",
        "provided ConfigMap",
        "provided Secret",
        "keep",
        "sealed derived",
        "sealed provided",
    ];

    public string Folder => folder.Root;

    /// <summary>The pair for the modes named "provided".</summary>
    public (byte[] Certificate, byte[] Key) Provided => (provided, Samples.Pkcs8(key));

    /// <summary>The secrets that must appear only in the output.</summary>
    public IEnumerable<string> Secrets => [Samples.SeedHex, .. Leaks.Of(Samples.Pkcs8(key))];

    public static bool IsSealed(string mode) => mode.StartsWith("sealed", StringComparison.Ordinal);

    public void Dispose()
    {
        key.Dispose();
        folder.Dispose();
    }

    /// <summary>Runs the program in a mode.</summary>
    public ToolResult Run(string mode, params string[] more) => RunOn(Input(mode), mode, more);

    /// <summary>The same with another input.</summary>
    public ToolResult RunOn(string input, string mode, params string[] more) =>
        Tool.Run(
            Samples.Utf8(input),
            new Dictionary<string, string> { ["TLS_SEED"] = Samples.SeedHex },
            false,
            [
                "--only",
                "ingress-certificates",
                "--domain",
                Samples.Domain.Apex,
                "--certificate-time",
                now.ToString("O", CultureInfo.InvariantCulture),
                .. Arguments(mode),
                .. more,
            ]
        );

    /// <summary>The certificate and key that the cluster gets from the output.</summary>
    public static TlsCertificate Pair(string mode, byte[] output)
    {
        var secret = ManifestReader.Read(new SourceText([new InputFile("output", output)])).Resources.Single(r => r.Name == SecretName);
        return new TlsCertificate(Value("tls.crt"), Value("tls.key"));

        byte[] Value(string name) =>
            IsSealed(mode)
                ? Unseal(secret.Root.Find("spec", "encryptedData", name)!.Value.Value, $"{secret.Namespace}/{secret.Name}")
                : Convert.FromBase64String(secret.Root.Find("data", name)!.Value.Value);
    }

    private string Input(string mode) =>
        mode switch
        {
            "provided ConfigMap" => Gateway
                + "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: net-global-overrides\n"
                + "  namespace: kyma-installer\n  labels: {installer: overrides}\n"
                + $"data:\n  global.ingress.tlsCrt: {Base64(provided)}\n  global.ingress.tlsKey: {Base64(Samples.Pkcs8(key))}\n",
            "provided Secret" => Gateway
                + "---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: certs\n"
                + $"  labels: {{installer: overrides}}\ndata:\n  global.tlsCrt: {Base64(Samples.Utf8(Base64(provided)))}\n"
                + $"  global.tlsKey: {Base64(Samples.Utf8(Base64(Samples.Pkcs8(key))))}\n",
            "keep" => Gateway + SecretOf(provided, Samples.Pkcs8(key)),
            _ => Gateway,
        };

    public static string SecretOf(byte[] certificate, byte[] privateKey) =>
        $"""
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: {SecretName}
          namespace: istio-system
        type: kubernetes.io/tls
        data:
          tls.crt: {Base64(certificate)}
          tls.key: {Base64(privateKey)}

        """;

    private string[] Arguments(string mode) =>
        mode switch
        {
            "self-signed" => [],
            "derived from a file" => ["--tls-seed-file", folder.Write("seed", Samples.Utf8(Samples.SeedHex))],
            "derived from a variable" => ["--tls-mode", "derived", "--tls-seed-env", "TLS_SEED"],
            "store" => ["--tls-store", folder.Combine("store")],
            "provided files" => ["--tls-cert", folder.Write("in.crt", provided), "--tls-key", folder.Write("in.key", Samples.Pkcs8(key))],
            "provided values file" =>
            [
                "--tls-values",
                folder.Write(
                    "values.yaml",
                    Samples.Utf8($"global:\n  tlsCrt: {Base64(provided)}\n  tlsKey: {Base64(Samples.Pkcs8(key))}\n")
                ),
            ],
            "provided ConfigMap" or "provided Secret" => ["--tls-mode", "provided"],
            "keep" => ["--tls-mode", "keep"],
            "sealed derived" => [.. Arguments("derived from a file"), .. Sealing()],
            "sealed provided" => [.. Arguments("provided files"), .. Sealing()],
            _ => ["--tls-mode", "self-signed", "--tls-key-algorithm", mode.Split(' ')[1]],
        };

    private string[] Sealing() =>
        [
            "--tls-sealed-cert",
            folder.Write("controller.pem", Samples.Certificate(Controller, static _ => { }, now.AddDays(9), now.AddDays(-1))),
        ];

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);

    private static void AsServer(CertificateRequest request)
    {
        Samples.AddNames(request, Samples.Domain.Apex, Samples.Domain.Wildcard);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
    }

    /// <summary>Decrypts like the controller, with another library.</summary>
    private static byte[] Unseal(string text, string label)
    {
        var bytes = Convert.FromBase64String(text);
        var end = 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes);
        var oaep = new OaepEncoding(new RsaBlindedEngine(), new Sha256Digest(), new Sha256Digest(), Samples.Utf8(label));
        oaep.Init(false, DotNetUtilities.GetRsaKeyPair(Controller).Private);
        using var gcm = new AesGcm(oaep.ProcessBlock(bytes, 2, end - 2), 16);
        var value = new byte[bytes.Length - end - 16];
        gcm.Decrypt(new byte[12], bytes.AsSpan(end, value.Length), bytes.AsSpan(end + value.Length), value);
        return value;
    }
}
