using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Istio.Gateways;

/// <summary>A Secret with a server's certificate and key that a Gateway of the input names.</summary>
/// <param name="Secret">The Secret.</param>
/// <param name="Gateway">The Gateway, of Istio's API or of the Gateway API.</param>
/// <param name="Listener">Which server or listener of it, for messages: <c>server https</c>.</param>
/// <param name="Hosts">The host names it is served for, wildcards included; empty for every host.</param>
/// <param name="VerifiesClients">True where clients must or may show a certificate (mutual TLS).</param>
/// <param name="Name">Where the Gateway names the Secret.</param>
internal sealed record GatewayCredential(
    ResourceId Secret,
    Resource Gateway,
    string Listener,
    IReadOnlyList<string> Hosts,
    bool VerifiesClients,
    YamlNode Name
)
{
    /// <summary>
    /// The workloads that read the Secret; empty when istiod creates them from the Gateway, or when the input does not contain them.
    /// </summary>
    public IReadOnlyList<GatewayWorkload> Readers { get; init; } = [];

    /// <summary>
    /// The Secret with the CA certificates for clients, in the same namespace, if the Gateway names it
    /// (<c>caCertCredentialName</c>, Istio 1.28 and later). Null for the default: the name of the Secret with <c>-cacert</c>.
    /// </summary>
    public string? AuthoritiesName { get; init; }

    /// <summary>
    /// True when the input does not show which namespace the Secret is read in: no workload has the labels that the Gateway selects.
    /// </summary>
    public bool IsNamespaceUnknown { get; init; }
}

/// <summary>A problem with a Gateway's Secret that this program cannot resolve.</summary>
/// <param name="Gateway">The Gateway.</param>
/// <param name="Message">What is wrong, and what to do.</param>
/// <param name="At">The node that shows it.</param>
/// <param name="IsFault">True when the Gateway must be fixed; false when it does not refer to a Secret of the cluster.</param>
internal sealed record GatewayProblem(Resource Gateway, string Message, YamlNode At, bool IsFault);

/// <summary>All Secrets that the Gateways of the input name, and the unresolved problems with them.</summary>
internal sealed class GatewayCredentials
{
    private readonly List<GatewayCredential> found = [];
    private readonly List<GatewayProblem> problems = [];

    private GatewayCredentials() { }

    /// <summary>The Secrets, in the order of the Gateways that name them.</summary>
    public IReadOnlyList<GatewayCredential> Found => found;

    /// <summary>The problems, in the same order.</summary>
    public IReadOnlyList<GatewayProblem> Problems => problems;

    /// <summary>The gateways whose certificate a Gateway of the input names as a path of a mounted file (Istio 1.0 to 1.31).</summary>
    public HashSet<GatewayWorkload> ReadersOfFiles { get; } = [];

    /// <summary>Collects from Istio's Gateways and from those of the Gateway API that Istio implements.</summary>
    public static GatewayCredentials Find(Manifest manifest, string istioNamespace, IReadOnlyList<GatewayWorkload> workloads)
    {
        var credentials = new GatewayCredentials();
        foreach (var gateway in manifest.OfKind("Gateway"))
        {
            if (GatewayWorkload.IsIstioGateway(gateway))
            {
                credentials.AddServers(gateway, istioNamespace, workloads);
            }
            else if (GatewayApi.IsImplementedByIstio(manifest, gateway))
            {
                credentials.AddListeners(manifest, gateway, ReadersByAddress(manifest, gateway, workloads));
            }
        }

        foreach (var listeners in GatewayApi.ListenerSets(manifest))
        {
            credentials.AddListeners(manifest, listeners, []);
        }

        return credentials;
    }

    /// <summary>Adds a problem that must be fixed in the Gateway.</summary>
    private void AddFault(Resource gateway, string message, YamlNode at) =>
        problems.Add(new GatewayProblem(gateway, message, at, IsFault: true));

    /// <summary>Adds a certificate that is not from a Secret of the cluster.</summary>
    private void AddOther(Resource gateway, string message, YamlNode at) =>
        problems.Add(new GatewayProblem(gateway, message, at, IsFault: false));

    private void AddServers(Resource gateway, string istioNamespace, IReadOnlyList<GatewayWorkload> workloads)
    {
        var selector = gateway.Root.Find("spec", "selector");
        var readers = workloads.Where(w => PodTemplate.Selects(selector, w.Labels)).ToList();
        foreach (var server in gateway.Root.Find("spec", "servers")?.Items ?? default)
        {
            if (
                server.Find("tls") is not { IsMapping: true } tls
                || tls.Find("mode")?.Text is not ("SIMPLE" or "MUTUAL" or "OPTIONAL_MUTUAL")
            )
            {
                AddUnread(gateway, server);
                continue;
            }

            foreach (var file in Files(tls))
            {
                AddFile(gateway, server, file, readers);
            }

            var authorities = tls.Find("caCertCredentialName")?.Text;
            var verifiesClients = tls.Find("mode")?.Is("SIMPLE") == false && authorities?.Contains("://", StringComparison.Ordinal) != true;
            foreach (var name in Names(tls))
            {
                AddServer(gateway, server, name, verifiesClients, istioNamespace, readers, authorities);

                // Of several names, Istio reads the CA certificates of the first one.
                verifiesClients = false;
            }
        }
    }

    /// <summary>The Secrets that a server names: several, one for each type of key (Istio 1.27 and later), or one.</summary>
    private static IEnumerable<YamlNode> Names(YamlNode tls) =>
        tls.Find("credentialNames") is { IsSequence: true, Items: var several } && several.Any() ? [.. several]
        : tls.Find("credentialName") is { Text.Length: > 0 } name ? [name]
        : [];

    /// <summary>The files with certificates that a server names: one, or several (Istio 1.28 and later).</summary>
    private static IEnumerable<YamlNode> Files(YamlNode tls) =>
        (tls.Find("tlsCertificates")?.Items ?? default)
            .Select(c => c.Find("serverCertificate"))
            .Append(tls.Find("serverCertificate"))
            .OfType<YamlNode>();

    private void AddFile(Resource gateway, YamlNode server, YamlNode file, List<GatewayWorkload> readers)
    {
        if (file.StartsWith("/etc/istio/ingressgateway-certs/"))
        {
            ReadersOfFiles.UnionWith(readers);
        }
        else if (file.Text is { Length: > 0 } path)
        {
            AddOther(gateway, $"{LabelOf(server)} reads its certificate from the file {path}: nothing is added for it", file);
        }
    }

    /// <summary>
    /// The workloads in the input that a Gateway of the Gateway API names by the address of their Service (manual deployment).
    /// </summary>
    private static List<GatewayWorkload> ReadersByAddress(Manifest manifest, Resource gateway, IReadOnlyList<GatewayWorkload> workloads)
    {
        var readers = new List<GatewayWorkload>();
        foreach (var address in gateway.Root.Find("spec", "addresses")?.Items ?? default)
        {
            var host = (address.Find("value")?.Text ?? "").Split('.');
            var ns = host.Length > 1 ? host[1] : gateway.Namespace;
            readers.AddRange(
                workloads.Where(w => w.Namespace == ns && w.Services(manifest).Any(s => s.Name == host[0]) && !readers.Contains(w))
            );
        }

        return readers;
    }

    private static string LabelOf(YamlNode server) =>
        $"server {server.Find("port", "name")?.Text ?? server.Find("port", "number")?.Text ?? "without a name"}";

    /// <summary>Without a mode a server passes TLS through, and reads no Secret even where it names one.</summary>
    private void AddUnread(Resource gateway, YamlNode server)
    {
        if (server.Find("tls", "credentialName") is { Text: { Length: > 0 } name } node && server.Find("tls", "mode") is null)
        {
            AddFault(gateway, $"credentialName {name} has no effect: tls has no mode, which means PASSTHROUGH (set mode: SIMPLE)", node);
        }
    }

    private void AddServer(
        Resource gateway,
        YamlNode server,
        YamlNode name,
        bool verifiesClients,
        string istioNamespace,
        List<GatewayWorkload> readers,
        string? authorities
    )
    {
        if (name.Text is not { } text || SecretName(text) is not { } named)
        {
            AddOther(gateway, $"credentialName {name.Text} is not a Secret in the cluster: nothing is added", name);
            return;
        }

        var label = LabelOf(server);
        var hosts = server.Find("hosts")?.Items.Select(WithoutNamespace).ToList() ?? [];
        var secret = new ResourceId("v1", "Secret", named.Namespace ?? istioNamespace, named.Name);
        var credential = new GatewayCredential(secret, gateway, label, WithoutAny(hosts), verifiesClients, name)
        {
            Readers = readers,
            AuthoritiesName = authorities,
        };
        if (named.Namespace is null && readers.Count > 0)
        {
            // Each gateway reads the Secret in its own namespace.
            found.AddRange(readers.Select(r => credential with { Secret = secret with { Namespace = r.Namespace }, Readers = [r] }));
        }
        else
        {
            found.Add(credential with { IsNamespaceUnknown = named.Namespace is null });
        }
    }

    /// <summary>A host of a server may be limited to the routes of a namespace: <c>shop/*.shop.example</c>.</summary>
    private static string WithoutNamespace(YamlNode host) =>
        host.Text is { } text ? text[(text.IndexOf('/', StringComparison.Ordinal) + 1)..] : "";

    /// <summary>
    /// A plain name, or one with the scheme that istiod knows for Secrets; null for other schemes, such as <c>sds://</c>.
    /// </summary>
    private static (string? Namespace, string Name)? SecretName(string text)
    {
        foreach (var scheme in (ReadOnlySpan<string>)["kubernetes://", "kubernetes-gateway://"])
        {
            if (text.StartsWith(scheme, StringComparison.Ordinal))
            {
                return text[scheme.Length..].Split('/') is [var ns, var name] ? (ns, name) : (null, text[scheme.Length..]);
            }
        }

        return text.Contains("://", StringComparison.Ordinal) ? null : (null, text);
    }

    private void AddListeners(Manifest manifest, Resource gateway, List<GatewayWorkload> readers)
    {
        foreach (var listener in gateway.Root.Find("spec", "listeners")?.Items ?? default)
        {
            if (
                listener.Find("tls") is not { IsMapping: true } tls
                || tls.Find("mode")?.Text is not (null or "Terminate")
                || TerminateMode(listener) == "ISTIO_MUTUAL"
            )
            {
                continue;
            }

            foreach (var reference in tls.Find("certificateRefs")?.Items ?? default)
            {
                AddListener(manifest, gateway, listener, reference, readers);
            }
        }
    }

    /// <summary>Istio's name for the client verification that the Gateway API's mode Terminate leaves open.</summary>
    private static string? TerminateMode(YamlNode listener) => listener.Find("tls", "options", "gateway.istio.io/tls-terminate-mode")?.Text;

    private void AddListener(
        Manifest manifest,
        Resource gateway,
        YamlNode listener,
        YamlNode reference,
        List<GatewayWorkload> readers
    )
    {
        var label = $"listener {listener.Find("name")?.Text}";
        if (
            reference.Find("kind")?.Text is not (null or "Secret")
            || reference.Find("group")?.Text is { Length: > 0 }
            || reference.Find("name") is not { Text: { Length: > 0 } name } node
        )
        {
            AddOther(gateway, $"{label} refers to an object that is not a Secret: nothing is added", reference);
            return;
        }

        var ns = reference.Find("namespace")?.Text ?? gateway.Namespace;
        if (ns != gateway.Namespace && !GatewayApi.IsGranted(manifest, gateway, ns, name))
        {
            AddFault(
                gateway,
                $"{label} refers to Secret {ns}/{name}, but no ReferenceGrant allows it "
                    + $"(add one in the namespace {ns}, from {gateway.Kind} in {gateway.Namespace} to Secret)",
                reference
            );
        }

        var verifiesClients = TerminateMode(listener) is "MUTUAL" or "OPTIONAL_MUTUAL";
        var hosts = listener.Find("hostname")?.Text is { } host ? WithoutAny([host]) : [];
        found.Add(
            new GatewayCredential(new ResourceId("v1", "Secret", ns, name), gateway, label, hosts, verifiesClients, node)
            {
                Readers = readers,
            }
        );
    }

    /// <summary>Empty when one of the hosts matches every host.</summary>
    private static List<string> WithoutAny(List<string> hosts) => hosts.Contains("*") || hosts.Contains("") ? [] : hosts;
}
