using KymaIstioTransform.Patches;

namespace KymaIstioTransform.Cli;

/// <summary>What <c>--help</c> prints.</summary>
internal static class HelpText
{
    /// <summary>The name of the executable.</summary>
    public const string Program = "kyma-istio-transform";

    public static string Usage { get; } = $"""
        Applies Kyma's changes to rendered Istio manifests.

        Usage:
          kyma-istio-transform [FILE|DIR|-]... [flags]
          kyma-istio-transform init HOST    print the files that run it in kustomize, krm, kpt, argocd, helm3, helm4, kubectl
          kyma-istio-transform cmp generate|parameters|init    Argo CD's config management plugin

        Examples:
          set -o pipefail; helm template istio | kyma-istio-transform | kubectl apply -f -
          kyma-istio-transform -f crds.yaml -f istio.yaml --domain example.com > patched.yaml
          kyma-istio-transform rendered/ --skip ingress-certificates --report report.json --report-format json

        Input:
          -f, --filename FILE|DIR|-    input, repeatable; without any, standard input
          -R, --recursive              look into the folders of a directory
              --config FILE            an IstioTransform with these settings; flags win
              --profile NAME           numbers of a range of Kyma releases (default seed); a configuration and flags win:
                                       {string.Join(", ", Profile.Names.Take(6))},
                                       {string.Join(", ", Profile.Names.Skip(6))}
              --istio-namespace NAME   namespace of Istio (default: that of the control plane)
              --allow-empty            take input without objects or without Istio

        Patches (in this order):
        {string.Join("\n", PatchSet.All.Select(p => $"  {p.Name,-27}{p.Summary}"))}

              --only NAME,...          apply these patches
              --skip NAME,...          leave these patches out
              --strict                 what is skipped is an error
              --validate               what would change is an error; the input passes as it is

        Sidecars:
              --sidecar-mode MODE      fill (numbers of the chart stay, default) or enforce (they are replaced)
              --sidecar-cpu-limit, --sidecar-memory-limit QUANTITY      default 100m, 128Mi
              --sidecar-cpu-request, --sidecar-memory-request QUANTITY  default 10m, 128Mi
              --injection-policy POLICY  auto (default), disabled, enabled or keep

        Tracing and Pilot:
              --zipkin-address HOST:PORT  default zipkin.kyma-system:9411
              --otlp-provider NAME, --otlp-service HOST, --otlp-port PORT  a tracing provider by OTLP instead of Zipkin
              --webhook-endpoint URL      default http://istio-webhook:5000
              --webhook-image IMAGE       add the webhook's own objects, running this image
              --webhook-script FILE       the Lua script that the webhook serves

        Ingress Gateway:
              --domain NAME            domain of the certificate (default kyma.local)
              --tls-mode MODE          auto (default: by the flags below, else self-signed), provided, self-signed, derived,
                                       store, keep, cert-manager, external-secret or none
              --tls-cert FILE, --tls-key FILE  provided: certificate and key, PEM
              --tls-values FILE        provided: YAML with global.tlsCrt and global.tlsKey, base64, as Kyma had them
              --tls-seed-file FILE, --tls-seed-env NAME  derived: the secret seed, at least 32 random bytes
              --tls-window-days DAYS   derived: a new certificate once in so many days (default 90)
              --tls-store DIR          store: a directory of PEM files, filled when empty
              --tls-key-algorithm NAME  ecdsa-p256 (default), rsa2048, rsa3072 or rsa4096
              --tls-lifetime-days DAYS  self-signed, store: at most 398 (default 397)
              --tls-issuer NAME, --tls-issuer-kind KIND, --tls-issuer-group GROUP  cert-manager: the issuer
              --tls-secret-store NAME, --tls-secret-store-kind KIND, --tls-secret-store-key KEY  external-secret: the store
              --tls-api-version VERSION  of the Certificate or ExternalSecret
              --tls-sealed-cert FILE   write a SealedSecret for the controller with this certificate
              --tls-sealed-scope SCOPE  strict (default), namespace-wide or cluster-wide
              --tls-ca FILE            authorities whose clients the gateway accepts (mutual TLS), PEM
              --now TIME               the time to make and check certificates for, ISO 8601 (default: SOURCE_DATE_EPOCH, then the clock)
              --host-ports             bind the gateway's ports 80 and 443 on the node (local installations)

        Addons and security:
              --addons NAME,...        addons to remove (default prometheus,tracing,grafana,servicegraph; also kiali, loki)
              --assume-crd NAME,...    take these CustomResourceDefinitions as installed

        Report (on standard error, after the output):
              --report FILE            write the report to a file instead (default: KYMA_ISTIO_TRANSFORM_REPORT)
              --report-format FORMAT   text (default) or json
              --color WHEN             auto (default), always or never
          -q, --quiet                  errors only
          -v, --verbose                each field that changed

          -h, --help                   this text
              --version                the version

        Exit codes: 0 written, 1 findings, 2 usage, 3 input refused, 4 file error, 5 internal error.

        """;

    /// <summary>The text for those who run it by another name.</summary>
    public static string UsageOf(string program) => Usage.Replace(Program, program, StringComparison.Ordinal);

    /// <summary>The long names of all flags, read off the text above.</summary>
    public static IEnumerable<string> Flags =>
        Usage.Split(' ', ',', '\n', '(').Where(w => w.StartsWith("--", StringComparison.Ordinal)).Select(w => w[2..]).Distinct();
}
