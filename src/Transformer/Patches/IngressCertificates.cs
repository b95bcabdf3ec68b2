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
            Bring(run, secret, reason);
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

    /// <summary>Brings a Secret, unless the input does.</summary>
    private static void Bring(PatchRun run, ResourceId secret, string reason)
    {
        if (PresentCertificate.Find(run.Manifest, secret) is { } present)
        {
            Settle(run, secret, present, reason);
            return;
        }

        if (PresentCertificate.FindSealedElsewhere(run.Manifest, secret) is { } elsewhere)
        {
            run.Warn($"{elsewhere.Id} does not fit: the gateway reads its Secret in the namespace {secret.Namespace}");
        }

        CertificateAddition.Add(run, secret, reason);
    }

    /// <summary>What the input brings is kept, unless it does not fit or a certificate is given expressly.</summary>
    private static void Settle(PatchRun run, ResourceId secret, Resource present, string reason)
    {
        var options = run.Options.IngressGateway;
        var given = options.Certificate as GatewayCertificate.FromSource;
        if (PresentCertificate.IsSealed(present) && SealedSecretFit.Problem(present, secret, given?.Sealing?.Scope) is { } problem)
        {
            Reseal(run, secret, present, problem, reason);
            return;
        }

        if (present.Kind == "Secret" && given is { Sealing: null, Source: { IsFallback: false, IsRandom: false } source })
        {
            PresentCertificate.Replace(run.Edit(present), present, CertificateAddition.Read(run, secret, source));
            return;
        }

        var unsealed = present.Kind == "Secret" && given?.Sealing is not null;
        run.Skip(present.Id.ToString(), $"the input has it already, and it is kept{(unsealed ? ", unsealed as it is" : "")}");
        if (options.Certificate is GatewayCertificate.Keep && present.Kind == "Secret")
        {
            PresentCertificate.Problems(present, options.Check).ToList().ForEach(p => run.Warn($"{present.Id}: {p}"));
        }
    }

    private static void Reseal(PatchRun run, ResourceId secret, Resource present, string problem, string reason)
    {
        switch (run.Options.IngressGateway.Certificate)
        {
            case GatewayCertificate.FromSource { Sealing: not null }:
                run.Warn($"{present.Id} does not fit and is sealed anew: {problem}");
                run.Remove(present);
                CertificateAddition.Add(run, secret, reason);
                break;
            case GatewayCertificate.Keep:
                throw run.Refusal(present, present.Root.Span.Start, $"it cannot be used: {problem} (seal it anew: --tls-sealed-cert)");
            default:
                run.Warn($"{present.Id} is kept and does not fit: {problem} (seal it anew: --tls-sealed-cert)");
                break;
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
