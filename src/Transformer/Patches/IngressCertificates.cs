using KymaIstioTransform.Manifests;
using KymaIstioTransform.Syntax;

namespace KymaIstioTransform.Patches;

/// <summary>Adds the Secret with the Ingress Gateway's certificate. The certificate itself is made or read before the run starts.</summary>
internal sealed class IngressCertificates : IPatch
{
    /// <summary>The Secret that the gateway mounts at /etc/istio/ingressgateway-certs, optional since Istio 1.0.</summary>
    private const string SecretName = "istio-ingressgateway-certs";

    public string Name => "ingress-certificates";

    public string Summary => "the Ingress Gateway has a TLS certificate";

    public void Apply(PatchRun run)
    {
        var id = new ResourceId("v1", "Secret", run.Istio.Namespace, SecretName);
        if (run.Manifest.OfKind("Secret").Any(s => s.Name == SecretName && (s.Namespace == id.Namespace || s.Namespace.Length == 0)))
        {
            run.Skip(id.ToString(), "the input has it already, and it is kept");
            return;
        }

        if (run.Options.IngressGateway.Certificate is not { } source)
        {
            run.Skip(id.ToString(), "no certificate was given");
            return;
        }

        var (tls, warnings) = source.Get();
        foreach (var warning in warnings)
        {
            run.Warn($"{id}: {warning} ({source.Origin})");
        }

        run.Add(id, new YamlMap(
            ("apiVersion", YamlValue.Of("v1")),
            ("kind", YamlValue.Of("Secret")),
            ("metadata", new YamlMap(("name", YamlValue.Of(SecretName)), ("namespace", YamlValue.Of(id.Namespace)))),
            ("type", YamlValue.Of("kubernetes.io/tls")),
            ("data", new YamlMap(
                ("tls.crt", YamlValue.Of(Convert.ToBase64String(tls.CertificatePem))),
                ("tls.key", YamlValue.Of(Convert.ToBase64String(tls.PrivateKeyPem)))))));
    }
}
