using KymaIstioTransform.Istio;
using KymaIstioTransform.Manifests;
using KymaIstioTransform.Syntax;

namespace KymaIstioTransform.Patches;

/// <summary>
/// Adds the Secrets with the Ingress Gateway's certificate. Which ones depends on how the gateway reads it: from a mounted Secret, as up
/// to Kyma 1.2.1, or by the name that a Gateway gives as credentialName, as in Kyma from 1.2.2 on.
/// </summary>
internal sealed class IngressCertificates : IPatch
{
    /// <summary>The Secret that gateways mount at /etc/istio/ingressgateway-certs (all charts of Istio but <c>gateway</c>).</summary>
    private const string MountedSecret = "istio-ingressgateway-certs";

    /// <summary>The Secret that Kyma's Gateway names.</summary>
    private const string NamedSecret = "kyma-gateway-certs";

    public string Name => "ingress-certificates";

    public string Summary => "the Ingress Gateway has a TLS certificate";

    public void Apply(PatchRun run)
    {
        var gateways = run.Manifest.OfKind("Deployment").Where(IsIngressGateway).ToList();
        if (gateways.Count == 0)
        {
            run.Skip("Deployment istio-ingressgateway", "the input has no Ingress Gateway to make a certificate for");
        }

        foreach (var id in gateways.SelectMany(g => Secrets(run, g)).Distinct())
        {
            AddSecret(run, id);
        }
    }

    private static bool IsIngressGateway(Resource deployment) =>
        deployment.Label("istio") == "ingressgateway" || deployment.Name.StartsWith("istio-ingressgateway", StringComparison.Ordinal) || Mounts(deployment, MountedSecret);

    /// <summary>The Secrets a gateway reads, in its own namespace.</summary>
    private static IEnumerable<ResourceId> Secrets(PatchRun run, Resource gateway)
    {
        var gatewayNamespace = gateway.Namespace.Length > 0 ? gateway.Namespace : run.Istio.Namespace;
        if (Mounts(gateway, MountedSecret))
        {
            yield return new ResourceId("v1", "Secret", gatewayNamespace, MountedSecret);
        }

        if (LoadsByName(run, gateway))
        {
            yield return new ResourceId("v1", "Secret", gatewayNamespace, NamedSecret);
        }
    }

    private static bool Mounts(Resource deployment, string secret) =>
        Workload.PodSpec(deployment)?.Find("volumes")?.Items.Any(v => v.Find("secret", "secretName")?.Is(secret) == true) == true;

    /// <summary>Gateways ask istiod for Secrets by name; before, the helper container ingress-sds did it (Istio 1.1 to 1.5).</summary>
    private static bool LoadsByName(PatchRun run, Resource gateway) =>
        run.Istio.Era == IstioEra.Istiod
        || (run.Istio.Era == IstioEra.Unknown && !Mounts(gateway, MountedSecret))
        || Workload.Containers(gateway).Any(c => c.Name == "ingress-sds");

    private static void AddSecret(PatchRun run, ResourceId id)
    {
        if (run.Manifest.OfKind("Secret").Any(s => s.Name == id.Name && (s.Namespace == id.Namespace || s.Namespace.Length == 0)))
        {
            run.Skip(id.ToString(), "the input has it already, and it is kept");
            return;
        }

        var source = run.Options.IngressGateway.Certificate;
        var (tls, warnings) = source.Get();
        foreach (var warning in warnings)
        {
            run.Warn($"{id}: {warning} ({source.Origin})");
        }

        run.Add(id, new YamlMap(
            ("apiVersion", YamlValue.Of("v1")),
            ("kind", YamlValue.Of("Secret")),
            ("metadata", new YamlMap(("name", YamlValue.Of(id.Name)), ("namespace", YamlValue.Of(id.Namespace)))),
            ("type", YamlValue.Of("kubernetes.io/tls")),
            ("data", new YamlMap(
                ("tls.crt", YamlValue.Of(Convert.ToBase64String(tls.CertificatePem))),
                ("tls.key", YamlValue.Of(Convert.ToBase64String(tls.PrivateKeyPem)))))));
    }
}
