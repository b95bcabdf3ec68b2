using KymaIstioTransform.Certificates;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Certificates;

/// <summary>
/// Finds which TLS Secrets an input needs: those that Gateways name, and where they name none, those of Kyma: a mounted one, as up to Kyma
/// 1.2.1, or one that its Gateway names as credentialName, as in Kyma from 1.2.2 on.
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
        domain = CertificateNames.Of(context.Options.IngressGateway.Domain ?? InstallerOverrides.Of(context).Domain ?? IngressGatewayOptions.DefaultDomain);
    }

    /// <summary>All Secrets, in the order of what reads them; what cannot be settled goes into the report.</summary>
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

    /// <summary>The Secrets of Kyma, for ingress gateways whose Gateways name no other.</summary>
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
                        $"mounts Secret {GatewayWorkload.MountedSecret}, which is not needed: its Gateways name other Secrets");
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

    /// <summary>Gateways ask istiod for Secrets by name; before, the helper container ingress-sds did it (Istio 1.1 to 1.5).</summary>
    private bool LoadsByName(GatewayWorkload gateway) =>
        context.Istio.Era == ControlPlaneKind.Istiod
        || (context.Istio.Era == ControlPlaneKind.Unknown && !gateway.Mounts(GatewayWorkload.MountedSecret))
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
                yield return request with { Names = names };
            }
        }
    }

    /// <summary>
    /// The names of a certificate for the hosts: Kyma's domain where it covers them, or where every host is meant. Null for hosts that are
    /// no DNS names.
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
                $"{credential.Listener}: no certificate is made for it: {e.Message}",
                credential.Name.Span.Start);
            return null;
        }
    }

    /// <summary>
    /// Where no workload shows the namespace: that of a Secret of the input or of the user with this name, or else Istio's.
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
            $"no workload of the input has the labels of its selector: Secret {name} is taken to be read in {credential.Secret.Namespace} "
            + $"(another namespace: --tls-secret NAMESPACE/{name})",
            credential.Name.Span.Start);
        return credential.Secret.Namespace;
    }

    private IEnumerable<RequestedSecret> OfUser() => context.Options.IngressGateway.Secrets.Select(secret =>
        new RequestedSecret(secret, "named by --tls-secret") { Names = domain, IsReplaceable = true, TakesAuthorities = true });

    private bool IsLeftOut(ResourceId secret) => context.Options.IngressGateway.Secrets is { Count: > 0 } named && !named.Contains(secret);

    /// <summary>One Secret for all who read it: its certificate covers the hosts of all.</summary>
    private static RequestedSecret Merge(IEnumerable<RequestedSecret> requests)
    {
        var all = requests.ToList();
        if (all.Count == 1)
        {
            return all[0];
        }

        // What only a workload or the user names adds no hosts to those that Gateways serve.
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
