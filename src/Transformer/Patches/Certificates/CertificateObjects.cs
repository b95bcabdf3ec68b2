using KymaIstioTransform.Certificates;
using KymaIstioTransform.Certificates.Sealing;
using KymaIstioTransform.Certificates.Sources;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Certificates;

/// <summary>Adds the object that provides the gateway's Secret, in the way that the options select.</summary>
internal static class CertificateObjects
{
    /// <summary>
    /// Adds the object. Adds nothing, and reports it, when the user provides the Secret separately or the certificate does not fit.
    /// </summary>
    /// <exception cref="ManifestException">
    /// The certificate would change on every run, and the host renders repeatedly.
    /// </exception>
    public static void Add(PatchContext context, RequestedSecret request)
    {
        var secret = request.Secret;
        switch (context.Options.IngressGateway.Certificate)
        {
            case GatewayCertificate.Keep:
                throw new ManifestException([
                    new Notice(
                        "ingress-certificates",
                        $"{secret}: not in the input (add it to the input, or use another --tls-mode)"
                    )
                    {
                        Resource = secret,
                    },
                ]);
            case GatewayCertificate.None:
                break;
            case GatewayCertificate.CertManager options:
                var certificate = secret with { ApiVersion = options.ApiVersion, Kind = "Certificate" };
                context.Add(certificate, GatewaySecrets.Certificate(certificate, request.Names, options), request.Reason);
                break;
            case GatewayCertificate.External options:
                var external = secret with { ApiVersion = options.ApiVersion, Kind = "ExternalSecret" };
                context.Add(external, GatewaySecrets.External(external, options), request.Reason);
                break;
            case GatewayCertificate.FromSource { Source: var source, Sealing: var sealing }:
                AddSecret(context, request, source.IsFallback ? FromOverrides(context) ?? source : source, sealing);
                break;
        }
    }

    /// <summary>
    /// Returns the certificate for a Secret and reports its warnings. Returns null, and reports it, when the certificate does not cover the
    /// hosts.
    /// </summary>
    public static TlsCertificate? Read(PatchContext context, RequestedSecret request, CertificateSource source)
    {
        var read = source.Get(request.Names, context.Options.IngressGateway.CertificatePolicy);
        foreach (var warning in read.Warnings)
        {
            context.Warn($"{warning}{(source.IsRandom ? "" : $" ({source.Describe(request.Names)})")}", request.Secret);
        }

        WarnOfAnotherDomain(context, request, read);
        var uncovered = request.Hosts.Where(h => !read.Covers(h)).ToList();
        if (uncovered.Count == 0)
        {
            return read.Certificate;
        }

        var credential = request.Credentials[0];
        context.NotDone(
            credential.Gateway,
            $"{credential.Listener} needs {request.Secret}, but the certificate {source.Describe(request.Names)} does not cover "
                + $"{string.Join(", ", uncovered)} (use a certificate that does, or add the Secret to the input)",
            credential.Name.Span.Start
        );
        return null;
    }

    /// <summary>The certificate of the installer's overrides, or null.</summary>
    private static KymaValuesSource? FromOverrides(PatchContext context) =>
        InstallerOverrides.Of(context).Certificate is not { } given
            ? null
            : new KymaValuesSource(
                given.Holder,
                new EncodedValue(given.Certificate.Key, given.Certificate.Value),
                new EncodedValue(given.Key.Key, given.Key.Value)
            )
            {
                Warning = $"{given.Key.Holder.Id} contains the unencrypted private key: keep it out of Git",
            };

    /// <summary>
    /// Warns about a certificate that does not cover the installation's domain. Gateway hosts and the domain option take precedence over
    /// that domain.
    /// </summary>
    private static void WarnOfAnotherDomain(PatchContext context, RequestedSecret request, ValidatedCertificate read)
    {
        if (
            request.Hosts.Count == 0
            && context.Options.IngressGateway.CertificatePolicy.Domain is null
            && InstallerOverrides.Of(context).Domain is { } domain
            && !(read.Covers(domain.Apex) && read.Covers(domain.Wildcard))
        )
        {
            context.Warn(
                $"the certificate does not cover {domain} and {domain.Wildcard}, the domain of Kyma's installation in the input",
                request.Secret
            );
        }
    }

    private static void AddSecret(PatchContext context, RequestedSecret request, CertificateSource source, Sealing? sealing)
    {
        RequireDeterministic(context, request.Secret, source, sealing);
        if (Read(context, request, source) is not { } tls)
        {
            return;
        }

        var reason = $"{source.Describe(request.Names)}, {request.Reason}";
        if (sealing is null)
        {
            context.Add(request.Secret, GatewaySecrets.Tls(request.Secret, tls), reason);
        }
        else
        {
            var key = SealingKey.Read(sealing.Certificate, context.Options.IngressGateway.CertificatePolicy.Time);
            var id = request.Secret with { ApiVersion = "bitnami.com/v1alpha1", Kind = "SealedSecret" };
            context.Add(id, GatewaySecrets.Sealed(request.Secret, tls, key, sealing.Scope), reason);
        }
    }

    private static void RequireDeterministic(PatchContext context, ResourceId secret, CertificateSource source, Sealing? sealing)
    {
        const string Hint =
            "set ingressGateway.tls.mode to derived with a seed, provided, store, cert-manager, external-secret, keep or none";
        if (!context.Options.IngressGateway.RequireDeterministic || (!source.IsRandom && sealing is null))
        {
            return;
        }

        throw new ManifestException([
            new Notice(
                "ingress-certificates",
                source.IsRandom
                    ? $"{secret}: a self-signed certificate would change on every render, and this host renders repeatedly ({Hint})"
                    : $"{secret}: a SealedSecret would change on every render, and this host renders repeatedly (create it once in a "
                        + $"shell pipe and add it to the input; or {Hint}, without sealed)"
            )
            {
                Resource = secret,
            },
        ]);
    }
}
