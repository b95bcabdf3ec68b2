using KymaIstioTransform.Certificates;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Certificates;

/// <summary>Adds the object that brings the gateway's Secret, in the way that the options choose.</summary>
internal static class CertificateObjects
{
    /// <summary>Adds the object, or nothing where somebody else brings the Secret.</summary>
    /// <exception cref="ManifestException">The certificate would be another one on every context, and the host renders again and again.</exception>
    public static void Add(PatchContext context, ResourceId secret, string reason)
    {
        switch (context.Options.IngressGateway.Certificate)
        {
            case GatewayCertificate.Keep:
                throw new ManifestException([new Notice("ingress-certificates", $"{secret}: the input must have it, and has not (give it as a further input, or choose another --tls-mode)") { Resource = secret }]);
            case GatewayCertificate.None:
                break;
            case GatewayCertificate.CertManager options:
                var certificate = secret with { ApiVersion = options.ApiVersion, Kind = "Certificate" };
                context.Add(certificate, GatewaySecrets.Certificate(certificate, options), reason);
                break;
            case GatewayCertificate.External options:
                var external = secret with { ApiVersion = options.ApiVersion, Kind = "ExternalSecret" };
                context.Add(external, GatewaySecrets.External(external, options), reason);
                break;
            case GatewayCertificate.FromSource { Source: var source, Sealing: var sealing }:
                AddSecret(context, secret, source.IsFallback ? KymaOverrides.Find(context) ?? source : source, sealing, reason);
                break;
        }
    }

    private static void AddSecret(PatchContext context, ResourceId secret, CertificateSource source, Sealing? sealing, string reason)
    {
        RequireDeterministic(context, secret, source, sealing);
        var tls = Read(context, secret, source);
        if (sealing is null)
        {
            context.Add(secret, GatewaySecrets.Tls(secret, tls), $"{source.Origin}, {reason}");
        }
        else
        {
            var id = secret with { ApiVersion = "bitnami.com/v1alpha1", Kind = "SealedSecret" };
            context.Add(id, GatewaySecrets.Sealed(secret, tls, sealing), $"{source.Origin}, {reason}");
        }
    }

    /// <summary>The certificate, with its warnings in the report.</summary>
    public static TlsCertificate Read(PatchContext context, ResourceId secret, CertificateSource source)
    {
        var (tls, warnings) = source.Get();
        foreach (var warning in warnings)
        {
            context.Warn($"{warning}{(source.IsRandom ? "" : $" ({source.Origin})")}", secret);
        }

        return tls;
    }

    private static void RequireDeterministic(PatchContext context, ResourceId secret, CertificateSource source, Sealing? sealing)
    {
        const string Hint = "set ingressGateway.tls.mode to derived with a seed, provided, store, cert-manager, external-secret, keep or none";
        if (!context.Options.IngressGateway.RequireDeterministic || (!source.IsRandom && sealing is null))
        {
            return;
        }

        throw new ManifestException([new Notice("ingress-certificates", source.IsRandom
            ? $"{secret}: a self-signed certificate would be another one on every render, and this host renders again and again ({Hint})"
            : $"{secret}: sealing gives another result on every render, and this host renders again and again (seal once in a pipe and put the SealedSecret into the input, where it is kept; or {Hint}, without sealed)") { Resource = secret }]);
    }
}
