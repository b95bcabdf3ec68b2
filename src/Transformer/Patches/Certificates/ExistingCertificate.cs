using KymaIstioTransform.Certificates;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Certificates;

/// <summary>What the input itself brings for a TLS Secret of the gateway: the Secret, or an object that a controller makes it from.</summary>
internal static class ExistingCertificate
{
    private const string SealedSecretGroup = "bitnami.com";
    private static readonly string[] CertManagerGroups = ["cert-manager.io", "certmanager.k8s.io"];

    /// <summary>The object that yields the Secret; null when there is none. One without a namespace will get the gateway's.</summary>
    public static Resource? Find(Manifest manifest, ResourceId secret) =>
        manifest.Resources.FirstOrDefault(r => Yields(r) == secret.Name && (r.Namespace == secret.Namespace || r.Namespace.Length == 0));

    public static bool IsSealed(Resource resource) => resource.Kind == "SealedSecret" && resource.Id.Group == SealedSecretGroup;

    /// <summary>Where <see cref="Find"/> finds nothing: a SealedSecret of the right name in a namespace where the gateway does not look.</summary>
    public static Resource? FindSealedElsewhere(Manifest manifest, ResourceId secret) =>
        manifest.Resources.FirstOrDefault(r => IsSealed(r) && r.Name == secret.Name && r.Namespace != secret.Namespace);

    /// <summary>What is wrong with the certificate and key of a Secret, one sentence each; nothing when they can be served.</summary>
    public static IEnumerable<string> Problems(Resource secret, Func<byte[], byte[], ValidatedCertificate> check)
    {
        var (certificate, key) = (Node(secret, "tls.crt"), Node(secret, "tls.key"));
        if (certificate?.Text is null || key?.Text is null)
        {
            return [$"it lacks {(certificate?.Text is null ? "tls.crt" : "tls.key")}"];
        }

        try
        {
            return check(Decode(secret, certificate.Value, "tls.crt"), Decode(secret, key.Value, "tls.key")).Warnings;
        }
        catch (CertificateException e)
        {
            return [e.Message];
        }
    }

    /// <summary>Gives a Secret another certificate: where it has the two values, else under data. Equal values stay as they are.</summary>
    public static void Replace(FieldEditor edit, Resource secret, TlsCertificate tls)
    {
        Set("tls.crt", tls.CertificatePem);
        Set("tls.key", tls.PrivateKeyPem);

        void Set(string name, byte[] value)
        {
            var node = Node(secret, name);
            var text = IsPlainText(secret, name) ? System.Text.Encoding.UTF8.GetString(value) : Convert.ToBase64String(value);
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
                throw new ManifestException([new Notice("ingress-certificates", $"{secret.Id}: it has no data to put a certificate into (remove it from the input, or use --tls-mode keep)") { Resource = secret.Id }]);
            }
        }
    }

    /// <summary>The name of the Secret that an object is or becomes; null for all other objects.</summary>
    private static string? Yields(Resource resource) => resource.Kind switch
    {
        "Secret" when resource.Id.Group.Length == 0 => resource.Name,
        "SealedSecret" when IsSealed(resource) => resource.Name,
        "Certificate" when CertManagerGroups.Contains(resource.Id.Group) => resource.Root.Find("spec", "secretName")?.Text,
        "ExternalSecret" => resource.Root.Find("spec", "target", "name")?.Text ?? resource.Name,
        _ => null,
    };

    /// <summary>What stands under stringData wins in the cluster.</summary>
    private static YamlNode? Node(Resource secret, string name) => secret.Root.Find("stringData", name) ?? secret.Root.Find("data", name);

    private static bool IsPlainText(Resource secret, string name) => secret.Root.Find("stringData", name) is not null;

    private static byte[] Decode(Resource secret, YamlNode node, string name) =>
        IsPlainText(secret, name) ? System.Text.Encoding.UTF8.GetBytes(node.Value) : ProvidedCertificate.Decode(node.Value, name);
}
