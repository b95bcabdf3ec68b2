using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Certificates;

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

    public void Apply(PatchContext context)
    {
        var gateways = context.Manifest.OfKind("Deployment").Where(IsIngressGateway).ToList();
        if (gateways.Count == 0)
        {
            context.Skip(IsAskedFor(context) ? SkipKind.NotDone : SkipKind.NotApplicable, "Deployment istio-ingressgateway", "the input has no Ingress Gateway to make a certificate for");
        }

        foreach (var (secret, reason) in gateways.SelectMany(g => Secrets(context, g)).DistinctBy(s => s.Secret))
        {
            EnsureSecret(context, secret, reason);
            AddAuthorities(context, secret, reason);
        }
    }

    /// <summary>True when the options name a certificate: without any, a gateway gets a self-signed one.</summary>
    private static bool IsAskedFor(PatchContext context) =>
        context.Options.IngressGateway.Certificate is GatewayCertificate.CertManager or GatewayCertificate.External or GatewayCertificate.FromSource { Source.IsFallback: false };

    private static bool IsIngressGateway(Resource deployment) =>
        deployment.Label("istio") == "ingressgateway" || deployment.Name.StartsWith("istio-ingressgateway", StringComparison.Ordinal) || Mounts(deployment, MountedSecret);

    /// <summary>The Secrets a gateway reads, in its own namespace, and why.</summary>
    private static IEnumerable<(ResourceId Secret, string Reason)> Secrets(PatchContext context, Resource gateway)
    {
        var gatewayNamespace = gateway.Namespace.Length > 0 ? gateway.Namespace : context.Istio.Namespace;
        if (Mounts(gateway, MountedSecret))
        {
            yield return (new ResourceId("v1", "Secret", gatewayNamespace, MountedSecret), $"mounted by {gateway.Id}");
        }

        if (LoadsByName(context, gateway))
        {
            yield return (new ResourceId("v1", "Secret", gatewayNamespace, NamedSecret), $"loaded by {gateway.Id} as credentialName");
        }
    }

    private static bool Mounts(Resource deployment, string secret) =>
        Workload.PodSpec(deployment)?.Find("volumes")?.Items.Any(v => v.Find("secret", "secretName")?.Is(secret) == true) == true;

    /// <summary>Gateways ask istiod for Secrets by name; before, the helper container ingress-sds did it (Istio 1.1 to 1.5).</summary>
    private static bool LoadsByName(PatchContext context, Resource gateway) =>
        context.Istio.Era == ControlPlaneKind.Istiod
        || (context.Istio.Era == ControlPlaneKind.Unknown && !Mounts(gateway, MountedSecret))
        || Workload.Containers(gateway).Any(c => c.Name == "ingress-sds");

    /// <summary>Brings a Secret, unless the input does.</summary>
    private static void EnsureSecret(PatchContext context, ResourceId secret, string reason)
    {
        if (ExistingCertificate.Find(context.Manifest, secret) is { } present)
        {
            HandleExisting(context, secret, present, reason);
            return;
        }

        if (ExistingCertificate.FindSealedElsewhere(context.Manifest, secret) is { } elsewhere)
        {
            context.Warn(elsewhere, $"does not fit: the gateway reads its Secret in the namespace {secret.Namespace}");
        }

        CertificateObjects.Add(context, secret, reason);
    }

    /// <summary>What the input brings is kept, unless it does not fit or a certificate is given expressly.</summary>
    private static void HandleExisting(PatchContext context, ResourceId secret, Resource present, string reason)
    {
        var options = context.Options.IngressGateway;
        var given = options.Certificate as GatewayCertificate.FromSource;
        if (ExistingCertificate.IsSealed(present) && SealedSecretCompatibility.Problem(present, secret, given?.Sealing?.Scope) is { } problem)
        {
            Reseal(context, secret, present, problem, reason);
            return;
        }

        if (present.Kind == "Secret" && given is { Sealing: null, Source: { IsFallback: false, IsRandom: false } source })
        {
            ExistingCertificate.Replace(context.Edit(present), present, CertificateObjects.Read(context, secret, source));
            return;
        }

        var unsealed = present.Kind == "Secret" && given?.Sealing is not null;
        context.Skip(unsealed ? SkipKind.NotDone : SkipKind.NotApplicable, present, $"already in the input; kept{(unsealed ? " as a plain Secret, not sealed" : "")}");
        if (options.Certificate is GatewayCertificate.Keep && present.Kind == "Secret")
        {
            ExistingCertificate.Problems(present, options.Check).ToList().ForEach(p => context.Warn(present, p));
        }
    }

    private static void Reseal(PatchContext context, ResourceId secret, Resource present, string problem, string reason)
    {
        switch (context.Options.IngressGateway.Certificate)
        {
            case GatewayCertificate.FromSource { Sealing: not null }:
                context.Warn(present, $"does not fit and is sealed anew: {problem}");
                context.Remove(present);
                CertificateObjects.Add(context, secret, reason);
                break;
            case GatewayCertificate.Keep:
                throw context.Refusal(present, present.Root.Span.Start, $"it cannot be used: {problem} (seal it anew: --tls-sealed-cert)");
            default:
                context.Warn(present, $"kept, but does not fit: {problem} (seal it anew: --tls-sealed-cert)");
                break;
        }
    }

    /// <summary>The authorities for mutual TLS, where the gateway looks for them: a mounted Secret, or the one named after its certificate.</summary>
    private static void AddAuthorities(PatchContext context, ResourceId certificate, string reason)
    {
        if (context.Options.IngressGateway.ClientAuthorities is not { } authorities)
        {
            return;
        }

        var (name, key) = certificate.Name == MountedSecret ? ("istio-ingressgateway-ca-certs", "ca-chain.cert.pem") : ($"{certificate.Name}-cacert", "cacert");
        var id = certificate with { Name = name };
        if (context.Manifest.OfKind("Secret").Any(s => s.Name == name && s.Namespace == id.Namespace))
        {
            context.NotApplicable(id.ToString(), "already in the input; kept");
            return;
        }

        var (pem, warnings) = authorities.Read();
        foreach (var warning in warnings)
        {
            context.Warn(warning, id);
        }

        context.Add(id, GatewaySecrets.Secret(id, "Opaque", (key, pem)), reason);
    }
}
