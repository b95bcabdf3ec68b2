using KymaIstioTransform.Istio;
using KymaIstioTransform.Manifests;

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

        foreach (var (secret, reason) in gateways.SelectMany(g => Secrets(run, g)).DistinctBy(s => s.Secret))
        {
            Add(run, secret, reason);
            AddAuthorities(run, secret, reason);
        }
    }

    private static bool IsIngressGateway(Resource deployment) =>
        deployment.Label("istio") == "ingressgateway" || deployment.Name.StartsWith("istio-ingressgateway", StringComparison.Ordinal) || Mounts(deployment, MountedSecret);

    /// <summary>The Secrets a gateway reads, in its own namespace, and why.</summary>
    private static IEnumerable<(ResourceId Secret, string Reason)> Secrets(PatchRun run, Resource gateway)
    {
        var gatewayNamespace = gateway.Namespace.Length > 0 ? gateway.Namespace : run.Istio.Namespace;
        if (Mounts(gateway, MountedSecret))
        {
            yield return (new ResourceId("v1", "Secret", gatewayNamespace, MountedSecret), $"mounted by {gateway.Id}");
        }

        if (LoadsByName(run, gateway))
        {
            yield return (new ResourceId("v1", "Secret", gatewayNamespace, NamedSecret), $"loaded by {gateway.Id} as credentialName");
        }
    }

    private static bool Mounts(Resource deployment, string secret) =>
        Workload.PodSpec(deployment)?.Find("volumes")?.Items.Any(v => v.Find("secret", "secretName")?.Is(secret) == true) == true;

    /// <summary>Gateways ask istiod for Secrets by name; before, the helper container ingress-sds did it (Istio 1.1 to 1.5).</summary>
    private static bool LoadsByName(PatchRun run, Resource gateway) =>
        run.Istio.Era == IstioEra.Istiod
        || (run.Istio.Era == IstioEra.Unknown && !Mounts(gateway, MountedSecret))
        || Workload.Containers(gateway).Any(c => c.Name == "ingress-sds");

    private static void Add(PatchRun run, ResourceId secret, string reason)
    {
        var present = run.Manifest.Resources.FirstOrDefault(r => r.Kind is "Secret" or "SealedSecret" or "Certificate" or "ExternalSecret" && r.Name == secret.Name && (r.Namespace == secret.Namespace || r.Namespace.Length == 0));
        if (present is not null)
        {
            run.Skip(present.Id.ToString(), "the input has it already, and it is kept");
            return;
        }

        switch (run.Options.IngressGateway.Certificate)
        {
            case GatewayCertificate.Keep:
                throw new ManifestException($"ingress-certificates: {secret}: the input must have it, and has not (give it as a further input, or choose another --tls-mode)");
            case GatewayCertificate.None:
                break;
            case GatewayCertificate.CertManager options:
                var certificate = secret with { ApiVersion = options.ApiVersion, Kind = "Certificate" };
                run.Add(certificate, GatewaySecrets.Certificate(certificate, options), reason);
                break;
            case GatewayCertificate.External options:
                var external = secret with { ApiVersion = options.ApiVersion, Kind = "ExternalSecret" };
                run.Add(external, GatewaySecrets.External(external, options), reason);
                break;
            case GatewayCertificate.FromSource { Source: var source, Sealing: var sealing }:
                AddSecret(run, secret, source.IsFallback ? KymaOverrides.Find(run) ?? source : source, sealing, reason);
                break;
        }
    }

    private static void AddSecret(PatchRun run, ResourceId secret, CertificateSource source, Sealing? sealing, string reason)
    {
        if (source.IsRandom && run.Options.IngressGateway.RefuseRandom)
        {
            throw new ManifestException($"ingress-certificates: {secret}: a random certificate would differ on every render, and this host renders again and again (give --tls-seed-file for a reproducible one, --tls-cert and --tls-key, or another --tls-mode)");
        }

        var (tls, warnings) = source.Get();
        foreach (var warning in warnings)
        {
            run.Warn($"{secret}: {warning}{(source.IsRandom ? "" : $" ({source.Origin})")}");
        }

        if (sealing is null)
        {
            run.Add(secret, GatewaySecrets.Tls(secret, tls), $"{source.Origin}, {reason}");
        }
        else
        {
            run.Add(secret with { ApiVersion = "bitnami.com/v1alpha1", Kind = "SealedSecret" }, GatewaySecrets.Sealed(secret, tls, sealing), $"{source.Origin}, {reason}");
        }
    }

    /// <summary>The authorities for mutual TLS, where the gateway looks for them: a mounted Secret, or the one named after its certificate.</summary>
    private static void AddAuthorities(PatchRun run, ResourceId certificate, string reason)
    {
        if (run.Options.IngressGateway.ClientAuthorities is not { } authorities)
        {
            return;
        }

        var (name, key) = certificate.Name == MountedSecret ? ("istio-ingressgateway-ca-certs", "ca-chain.cert.pem") : ($"{certificate.Name}-cacert", "cacert");
        var id = certificate with { Name = name };
        if (run.Manifest.OfKind("Secret").Any(s => s.Name == name && s.Namespace == id.Namespace))
        {
            run.Skip(id.ToString(), "the input has it already, and it is kept");
            return;
        }

        var (pem, warnings) = authorities.Read();
        foreach (var warning in warnings)
        {
            run.Warn($"{id}: {warning}");
        }

        run.Add(id, GatewaySecrets.Secret(id, "Opaque", (key, pem)), reason);
    }
}
