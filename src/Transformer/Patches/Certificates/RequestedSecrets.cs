using KymaIstioTransform.Certificates;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Istio.Gateways;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Certificates;

/// <summary>
/// Finds the TLS Secrets that an input needs: those that Gateways name, otherwise Kyma's Secrets. Up to Kyma 1.2.1, that is a mounted
/// Secret. From Kyma 1.2.2 on, Kyma's Gateway names it in credentialName.
/// </summary>
internal sealed class RequestedSecrets
{
    /// <summary>The Secret that Kyma's Gateway names.</summary>
    public const string NamedSecret = "kyma-gateway-certs";

    private readonly PatchContext context;
    private readonly IReadOnlyList<GatewayWorkload> workloads;
    private readonly GatewayCredentials credentials;
    private readonly CertificateNames domain;

    private RequestedSecrets(PatchContext context)
    {
        this.context = context;
        workloads = GatewayWorkload.Find(context.Manifest, context.Istio.Namespace);
        credentials = GatewayCredentials.Find(context.Manifest, context.Istio.Namespace, workloads);
        domain = CertificateNames.Of(
            context.Options.IngressGateway.CertificatePolicy.Domain
                ?? InstallerOverrides.Of(context).Domain
                ?? IngressGatewayOptions.DefaultDomain
        );
    }

    /// <summary>All Secrets, in the order of the objects that read them. Secrets that cannot be determined are reported.</summary>
    public static IReadOnlyList<RequestedSecret> Find(PatchContext context)
    {
        var requested = new RequestedSecrets(context);
        foreach (var problem in requested.credentials.Problems)
        {
            if (problem.IsFault)
            {
                context.Finding(problem.Gateway, problem.Message, problem.At.Span.Start);
            }
            else
            {
                context.NotApplicable(problem.Gateway, problem.Message);
            }
        }

        return [.. requested.OfKyma().Concat(requested.OfGateways()).Concat(requested.OfUser()).GroupBy(r => r.Secret).Select(Merge)];
    }

    /// <summary>Kyma's Secrets, for ingress gateways whose Gateways name no other Secret.</summary>
    private IEnumerable<RequestedSecret> OfKyma()
    {
        foreach (var gateway in workloads)
        {
            if (gateway.Role != GatewayRole.Ingress)
            {
                continue;
            }

            var (named, files) = (credentials.Found.Any(c => c.Readers.Contains(gateway)), credentials.ReadersOfFiles.Contains(gateway));
            if (gateway.Mounts(GatewayWorkload.MountedSecret))
            {
                if (files || !named)
                {
                    yield return OfKyma(gateway, GatewayWorkload.MountedSecret, $"mounted by {gateway.Resource.Id}");
                }
                else
                {
                    context.NotApplicable(
                        gateway.Resource,
                        $"mounts Secret {GatewayWorkload.MountedSecret}, which is not used: its Gateways name other Secrets"
                    );
                }
            }

            if (LoadsByName(gateway) && !files && !named)
            {
                yield return OfKyma(gateway, NamedSecret, $"loaded by {gateway.Resource.Id} as credentialName");
            }
        }
    }

    private RequestedSecret OfKyma(GatewayWorkload gateway, string name, string reason)
    {
        var secret = new ResourceId("v1", "Secret", gateway.Namespace, name);
        return new RequestedSecret(secret, reason)
        {
            Names = domain,
            IsReplaceable = true,
            IsLeftOut = IsLeftOut(secret),
            TakesAuthorities = true,
        };
    }

    /// <summary>
    /// Gateways request Secrets from istiod by name. Before that, the helper container ingress-sds did so (Istio 1.1 to 1.5).
    /// </summary>
    private bool LoadsByName(GatewayWorkload gateway) =>
        context.Istio.Kind == ControlPlaneKind.Istiod
        || (context.Istio.Kind == ControlPlaneKind.Unknown && !gateway.Mounts(GatewayWorkload.MountedSecret))
        || Workload.Containers(gateway.Resource).Any(c => c.Name == "ingress-sds");

    private IEnumerable<RequestedSecret> OfGateways()
    {
        foreach (var credential in credentials.Found)
        {
            var secret = credential.Secret with { Namespace = NamespaceOf(credential) };
            var request = new RequestedSecret(secret, $"named by {credential.Gateway.Id}, {credential.Listener}")
            {
                Names = domain,
                Hosts = credential.Hosts,
                Credentials = [credential],
                IsReplaceable = secret.Name is NamedSecret or GatewayWorkload.MountedSecret,
                IsLeftOut = IsLeftOut(secret),
                TakesAuthorities = credential.VerifiesClients,
            };
            if (NamesFor(credential) is { } names)
            {
                yield return request with
                {
                    Names = names,
                };
            }
        }
    }

    /// <summary>
    /// The names for a certificate that covers the hosts: Kyma's domain when it covers them or when the host is <c>*</c>. Null for hosts
    /// that are not DNS names.
    /// </summary>
    private CertificateNames? NamesFor(GatewayCredential credential)
    {
        if (credential.Hosts.All(domain.Covers))
        {
            return domain;
        }

        try
        {
            return CertificateNames.ForHosts(credential.Hosts);
        }
        catch (CertificateException e)
        {
            context.NotDone(
                credential.Gateway,
                $"{credential.Listener}: no certificate is created: {e.Message}",
                credential.Name.Span.Start
            );
            return null;
        }
    }

    /// <summary>
    /// The namespace when no workload determines it: that of a Secret with this name from the input or the user, otherwise Istio's.
    /// </summary>
    private string NamespaceOf(GatewayCredential credential)
    {
        if (!credential.IsNamespaceUnknown)
        {
            return credential.Secret.Namespace;
        }

        var name = credential.Secret.Name;
        var ofUser = context.Options.IngressGateway.Secrets.FirstOrDefault(s => s.Name == name);
        if ((ofUser ?? ExistingCertificate.FindAnywhere(context.Manifest, name)?.Id) is { } known)
        {
            return known.Namespace;
        }

        context.Warn(
            credential.Gateway,
            $"no workload in the input matches its selector: assuming that Secret {name} is read in the namespace "
            + $"{credential.Secret.Namespace} (to change that: --tls-secret NAMESPACE/{name})",
            credential.Name.Span.Start
        );
        return credential.Secret.Namespace;
    }

    private IEnumerable<RequestedSecret> OfUser() =>
        context.Options.IngressGateway.Secrets.Select(secret => new RequestedSecret(secret, "named by --tls-secret")
        {
            Names = domain,
            IsReplaceable = true,
            TakesAuthorities = true,
        });

    private bool IsLeftOut(ResourceId secret) => context.Options.IngressGateway.Secrets is { Count: > 0 } named && !named.Contains(secret);

    /// <summary>Merges the requests for one Secret: its certificate covers the hosts of all of them.</summary>
    private static RequestedSecret Merge(IEnumerable<RequestedSecret> requests)
    {
        var all = requests.ToList();
        if (all.Count == 1)
        {
            return all[0];
        }

        // A Secret that only a workload or the user names adds no hosts to those that Gateways serve.
        var named = all.FindAll(r => r.Credentials.Count > 0) is { Count: > 0 } byGateways ? byGateways : all;
        var areSame = named.TrueForAll(r => r.Names.ToString() == named[0].Names.ToString());
        return all[0] with
        {
            Names = areSame ? named[0].Names : CertificateNames.ForHosts(named.SelectMany(r => r.Names.DnsNames)),
            Reason = named[0].Reason,
            Hosts = [.. named.SelectMany(r => r.Hosts).Distinct(StringComparer.Ordinal)],
            Credentials = [.. named.SelectMany(r => r.Credentials)],
            IsReplaceable = all.Exists(r => r.IsReplaceable),
            TakesAuthorities = all.Exists(r => r.TakesAuthorities),
        };
    }
}
