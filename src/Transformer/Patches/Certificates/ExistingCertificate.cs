using KymaIstioTransform.Certificates;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Certificates;

/// <summary>
/// Finds what the input already has for a TLS Secret of the gateway: the Secret, or an object from which a controller creates it.
/// </summary>
internal static class ExistingCertificate
{
    private const string SealedSecretGroup = "bitnami.com";
    private static readonly string[] CertManagerGroups = ["cert-manager.io", "certmanager.k8s.io"];

    /// <summary>
    /// The object that is or creates the Secret; null when there is none. An object without a namespace gets the gateway's namespace.
    /// </summary>
    public static Resource? Find(Manifest manifest, ResourceId secret) =>
        manifest.Resources.FirstOrDefault(r => Yields(r) == secret.Name && (r.Namespace == secret.Namespace || r.Namespace.Length == 0));

    /// <summary>True for a SealedSecret of the Sealed Secrets controller.</summary>
    public static bool IsSealed(Resource resource) => resource.Kind == "SealedSecret" && resource.Id.Group == SealedSecretGroup;

    /// <summary>
    /// For Secrets that <see cref="Find"/> does not find: a SealedSecret with the right name in a namespace that the gateway does not read.
    /// </summary>
    public static Resource? FindSealedElsewhere(Manifest manifest, ResourceId secret) =>
        manifest.Resources.FirstOrDefault(r => IsSealed(r) && r.Name == secret.Name && r.Namespace != secret.Namespace);

    /// <summary>An object that is or creates a Secret with this name in any namespace, or null.</summary>
    public static Resource? FindAnywhere(Manifest manifest, string name) => manifest.Resources.FirstOrDefault(r => Yields(r) == name);

    /// <summary>True when a Secret in the input includes the certificate authorities for its clients.</summary>
    public static bool HasAuthorities(Manifest manifest, ResourceId secret) =>
        Find(manifest, secret) is { Kind: "Secret" } present
        && (TlsSecret.Find(present, "ca.crt") ?? TlsSecret.Find(present, "cacert")) is not null;

    /// <summary>
    /// The problems with the certificate in an object, with their places. Empty when the certificate can be served or cannot be read.
    /// </summary>
    /// <param name="present">The object of the input.</param>
    /// <param name="hosts">The hosts that it must cover.</param>
    /// <param name="policy">What it is checked with.</param>
    public static IEnumerable<(string Message, int? Offset)> Problems(
        Resource present,
        IReadOnlyList<string> hosts,
        CertificatePolicy policy
    ) =>
        present.Kind switch
        {
            "Secret" => ProblemsOfSecret(present, hosts, policy),
            "Certificate" => ProblemsOfRequest(present, hosts),
            _ => [],
        };

    private static IEnumerable<(string Message, int? Offset)> ProblemsOfSecret(
        Resource secret,
        IReadOnlyList<string> hosts,
        CertificatePolicy policy
    )
    {
        // Istio also reads generic Secrets with the keys cert and key, as Kyma 1.2.2 to 1.20 had them.
        var isGeneric = TlsSecret.Find(secret, TlsSecret.Certificate) is null && TlsSecret.Find(secret, "cert") is not null;
        var (certificateKey, keyKey) = isGeneric ? ("cert", "key") : (TlsSecret.Certificate, TlsSecret.Key);
        var (certificate, key) = (TlsSecret.Find(secret, certificateKey), TlsSecret.Find(secret, keyKey));
        if (certificate?.Text is null || key?.Text is null)
        {
            return [($"it lacks {(certificate?.Text is null ? certificateKey : keyKey)}", null)];
        }

        if (IsEncrypted(secret, certificate.Value) || IsEncrypted(secret, key.Value))
        {
            return [];
        }

        try
        {
            var read = policy.Check(
                TlsSecret.Decode(secret, certificate.Value, certificateKey),
                TlsSecret.Decode(secret, key.Value, keyKey),
                hosts
            );
            return read.Warnings.Select(w => (w, (int?)certificate.Value.Span.Start));
        }
        catch (CertificateException e)
        {
            return [(e.Message, certificate.Value.Span.Start)];
        }
    }

    /// <summary>Problems with the names that a cert-manager Certificate requests.</summary>
    private static IEnumerable<(string Message, int? Offset)> ProblemsOfRequest(Resource certificate, IReadOnlyList<string> hosts)
    {
        if (certificate.Root.Find("spec", "dnsNames") is not { } node)
        {
            return [];
        }

        var names = node.Items.Select(n => n.Text ?? "").ToList();
        return hosts
            .Where(h => !names.Exists(n => DomainName.Matches(n, h)))
            .Select(h => ($"the certificate does not cover {h}: spec.dnsNames has {string.Join(", ", names)}", (int?)node.Span.Start));
    }

    /// <summary>
    /// True for a value that another tool fills in or decrypts: SOPS, or a placeholder such as that of the Argo CD Vault plugin.
    /// </summary>
    private static bool IsEncrypted(Resource secret, YamlNode value) =>
        secret.Root.Find("sops") is not null || value.StartsWith("ENC[") || value.StartsWith("<") || value.StartsWith("ref+");

    /// <summary>
    /// Replaces the certificate in a Secret: in place when both values are present, otherwise under data. Equal values stay as they are.
    /// </summary>
    public static void Replace(FieldEditor edit, Resource secret, TlsCertificate tls)
    {
        Set(TlsSecret.Certificate, tls.CertificatePem);
        Set(TlsSecret.Key, tls.PrivateKeyPem);

        void Set(string name, byte[] value)
        {
            var node = TlsSecret.Find(secret, name);
            var text = TlsSecret.IsPlainText(secret, name) ? System.Text.Encoding.UTF8.GetString(value) : Convert.ToBase64String(value);
            if (node is { } present)
            {
                edit.Set(present, text);
            }
            else if (secret.Root.Find("data") is { IsMapping: true } data)
            {
                edit.Add(data, name, YamlValue.Of(text));
            }
            else
            {
                throw new ManifestException([
                    new Notice(
                        "ingress-certificates",
                        $"{secret.Id}: it has no data field for the certificate (remove it from the input, or use --tls-mode keep)"
                    )
                    {
                        Resource = secret.Id,
                    },
                ]);
            }
        }
    }

    /// <summary>The name of the Secret that an object is or creates; null for all other objects.</summary>
    private static string? Yields(Resource resource) =>
        resource.Kind switch
        {
            "Secret" when resource.Id.Group.Length == 0 => resource.Name,
            "SealedSecret" when IsSealed(resource) => resource.Name,
            "Certificate" when CertManagerGroups.Contains(resource.Id.Group) => resource.Root.Find("spec", "secretName")?.Text,
            "ExternalSecret" => resource.Root.Find("spec", "target", "name")?.Text ?? resource.Name,
            _ => null,
        };
}
