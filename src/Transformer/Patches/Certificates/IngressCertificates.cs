using KymaIstioTransform.Istio.Gateways;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Certificates;

/// <summary>
/// Adds the Secrets with the certificates of gateways: those that Gateways name, or those of Kyma. What the input has is kept and checked.
/// </summary>
internal sealed class IngressCertificates : IPatch
{
    public string Name => "ingress-certificates";

    public string Summary => "add a TLS certificate for the Ingress Gateway";

    public void Apply(PatchContext context)
    {
        var requests = RequestedSecrets.Find(context);
        if (requests.Count == 0)
        {
            context.Skip(
                IsRequested(context) ? SkipKind.NotDone : SkipKind.NotApplicable,
                "Deployment istio-ingressgateway",
                "the input has no Ingress Gateway that needs a certificate"
                + GatewayWorkload.InternalOnly(GatewayWorkload.Find(context.Manifest, context.Istio.Namespace))
            );
        }
        else
        {
            InstallerOverrides.Of(context).WarnOfConflicts();
        }

        foreach (var request in requests)
        {
            Ensure(context, request);
            if (request is { TakesAuthorities: true, IsLeftOut: false })
            {
                AddAuthorities(context, request);
            }
        }

        WarnOfSharedKey(context, requests);
        ReportUnread(context, requests);
    }

    /// <summary>
    /// Reports TLS Secrets of the input that no gateway reads, as far as the input shows: they are neither changed nor checked.
    /// </summary>
    private static void ReportUnread(PatchContext context, IReadOnlyList<RequestedSecret> requests)
    {
        foreach (var secret in context.Manifest.OfKind("Secret"))
        {
            if (
                secret.Root.Find("type")?.Is("kubernetes.io/tls") == true
                && !requests.Any(r =>
                    r.Secret.Name == secret.Name && (secret.Namespace.Length == 0 || r.Secret.Namespace == secret.Namespace)
                )
            )
            {
                context.NotApplicable(
                    secret,
                    "no gateway in the input reads it: not checked (to check it, use --tls-secret "
                        + $"{(secret.Namespace.Length == 0 ? "NAMESPACE" : secret.Namespace)}/{secret.Name})"
                );
            }
        }
    }

    /// <summary>Warns when several Secrets use one key of a secret store: one certificate is unlikely to cover all hosts.</summary>
    private static void WarnOfSharedKey(PatchContext context, IReadOnlyList<RequestedSecret> requests)
    {
        var certificates = requests.Where(r => !r.IsLeftOut).Select(r => r.Names.ToString()).Distinct().Count();
        if (
            certificates > 1
            && context.Options.IngressGateway.Certificate is GatewayCertificate.External { RemoteKey: var key }
            && !key.Contains('{', StringComparison.Ordinal)
        )
        {
            context.Warn(
                $"{requests.Count} Secrets for {certificates} sets of hosts are read from the key {key} of the secret store "
                + "(use {namespace} and {name} in --tls-secret-store-key to give each Secret its own key)"
            );
        }
    }

    /// <summary>True when the options select a certificate. Otherwise, a gateway gets a self-signed one.</summary>
    private static bool IsRequested(PatchContext context) =>
        context.Options.IngressGateway.Certificate
            is GatewayCertificate.CertManager
                or GatewayCertificate.External
                or GatewayCertificate.FromSource { Source.IsFallback: false };

    /// <summary>Adds a Secret, unless the input has it.</summary>
    private static void Ensure(PatchContext context, RequestedSecret request)
    {
        if (ExistingCertificate.Find(context.Manifest, request.Secret) is { } present)
        {
            HandleExisting(context, request, present);
            return;
        }

        if (ExistingCertificate.FindSealedElsewhere(context.Manifest, request.Secret) is { } elsewhere)
        {
            context.Warn(elsewhere, $"wrong namespace: the gateway reads its Secret in the namespace {request.Secret.Namespace}");
        }

        if (!request.IsLeftOut)
        {
            CertificateObjects.Add(context, request);
        }
        else if (request.Credentials is [var credential, ..])
        {
            context.NotDone(
                credential.Gateway,
                $"{credential.Listener} needs {request.Secret}, which is neither in the input nor in --tls-secret",
                credential.Name.Span.Start
            );
        }
    }

    /// <summary>Keeps the object in the input, unless it does not fit or the user gives a certificate explicitly.</summary>
    private static void HandleExisting(PatchContext context, RequestedSecret request, Resource present)
    {
        var options = context.Options.IngressGateway;
        var given = options.Certificate as GatewayCertificate.FromSource;
        if (
            ExistingCertificate.IsSealed(present)
            && SealedSecretCompatibility.Problem(present, request.Secret, given?.Sealing?.Scope) is { } problem
        )
        {
            Reseal(context, request, present, problem);
            return;
        }

        if (
            request is { IsReplaceable: true, IsLeftOut: false }
            && present.Kind == "Secret"
            && given is { Sealing: null, Source: { IsFallback: false, IsRandom: false } source }
        )
        {
            if (CertificateObjects.Read(context, request, source) is { } tls)
            {
                ExistingCertificate.Replace(context.Edit(present), present, tls);
            }

            return;
        }

        var unsealed = request.IsReplaceable && present.Kind == "Secret" && given?.Sealing is not null;
        context.Skip(
            unsealed ? SkipKind.NotDone : SkipKind.NotApplicable,
            present,
            $"already in the input; kept{(unsealed ? " as a plain Secret, not sealed" : "")}"
        );
        foreach (var finding in ExistingCertificate.Problems(present, request.Hosts, options.CertificatePolicy))
        {
            context.Finding(present, finding.Message, finding.Offset);
        }
    }

    private static void Reseal(PatchContext context, RequestedSecret request, Resource present, string problem)
    {
        switch (context.Options.IngressGateway.Certificate)
        {
            case GatewayCertificate.FromSource { Sealing: not null }:
                context.Warn(present, $"sealed again, because {problem}");
                context.Remove(present);
                CertificateObjects.Add(context, request);
                break;
            case GatewayCertificate.Keep:
                throw context.Error(
                    present,
                    present.Root.Span.Start,
                    $"it cannot be used: {problem} (seal it again with --tls-sealed-cert)"
                );
            default:
                context.Warn(present, $"kept, but cannot be used: {problem} (seal it again with --tls-sealed-cert)");
                break;
        }
    }

    /// <summary>
    /// Adds the CA certificates for mutual TLS where the gateway reads them: in a mounted Secret, or in the one named after its
    /// certificate.
    /// </summary>
    private static void AddAuthorities(PatchContext context, RequestedSecret request)
    {
        var (name, key) =
            request.Secret.Name == GatewayWorkload.MountedSecret
                ? ("istio-ingressgateway-ca-certs", "ca-chain.cert.pem")
                : (
                    request.Credentials.Select(c => c.AuthoritiesName).FirstOrDefault(n => n is not null)
                        ?? $"{request.Secret.Name}-cacert",
                    "cacert"
                );
        var id = request.Secret with { Name = name };
        var isPresent =
            ExistingCertificate.Find(context.Manifest, id) is not null
            || ExistingCertificate.HasAuthorities(context.Manifest, request.Secret);
        if (context.Options.IngressGateway.ClientAuthorities is not { } authorities)
        {
            if (!isPresent)
            {
                ReportMissingAuthorities(context, request, $"{id} with {key}");
            }

            return;
        }

        if (isPresent)
        {
            context.NotApplicable(id.ToString(), "already in the input; kept");
            return;
        }

        var (pem, warnings) = context.Options.IngressGateway.CertificatePolicy.CheckAuthorities(authorities);
        foreach (var warning in warnings)
        {
            context.Warn(warning, id);
        }

        context.Add(id, GatewaySecrets.Secret(id, "Opaque", (key, pem)), request.Reason);
    }

    private static void ReportMissingAuthorities(PatchContext context, RequestedSecret request, string missing)
    {
        if (
            context.Options.IngressGateway.Certificate is not GatewayCertificate.None
            && request.Credentials.FirstOrDefault(c => c.VerifiesClients) is { } credential
        )
        {
            context.NotDone(
                credential.Gateway,
                $"{credential.Listener} verifies client certificates, but the input has no CA certificates for it: {missing} "
                + "(set --tls-ca)",
                credential.Name.Span.Start
            );
        }
    }
}
