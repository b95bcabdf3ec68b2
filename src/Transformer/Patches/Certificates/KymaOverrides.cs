using System.Text;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Certificates;

/// <summary>
/// The certificate that Kyma's installer was given: a ConfigMap or Secret of the input with the keys <c>global.tlsCrt</c> and
/// <c>global.tlsKey</c> (from Kyma 0.9 on <c>global.ingress.…</c>), base64 of PEM, such as <c>cluster-certificate-overrides</c> or
/// <c>net-global-overrides</c>.
/// </summary>
internal static class KymaOverrides
{
    private static readonly string[] Prefixes = ["global.", "global.ingress."];

    /// <summary>The certificate of the first object that has one, or null.</summary>
    public static CertificateSource? Find(PatchContext context)
    {
        foreach (var overrides in context.Manifest.Resources.Where(IsOverrides))
        {
            foreach (var prefix in Prefixes)
            {
                if (Value(overrides, prefix + "tlsCrt") is { } certificate && Value(overrides, prefix + "tlsKey") is { } key)
                {
                    return new CertificateSource(_ => $"from {overrides.Id}", isRandom: false, _ => Read(context, overrides, (certificate, prefix + "tlsCrt"), (key, prefix + "tlsKey")));
                }
            }
        }

        return null;
    }

    /// <summary>What the installer reads: ConfigMaps and Secrets in its namespace, or with its label.</summary>
    private static bool IsOverrides(Resource resource) =>
        resource.Kind is "ConfigMap" or "Secret" && (resource.Label("installer") == "overrides" || resource.Namespace == "kyma-installer");

    /// <summary>A Secret's data is base64 of what a ConfigMap says outright.</summary>
    private static string? Value(Resource overrides, string key)
    {
        if (overrides.Kind == "ConfigMap")
        {
            return NotEmpty(overrides.Root.Find("data", key)?.Text);
        }

        return NotEmpty(overrides.Root.Find("stringData", key)?.Text)
            ?? (NotEmpty(overrides.Root.Find("data", key)?.Text) is { } data ? Encoding.UTF8.GetString(ProvidedCertificate.Decode(data, $"{overrides.Id}: {key}")) : null);
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static ValidatedCertificate Read(PatchContext context, Resource overrides, (string Base64, string Name) certificate, (string Base64, string Name) key)
    {
        var read = context.Options.IngressGateway.Check(ProvidedCertificate.Decode(certificate.Base64, certificate.Name), ProvidedCertificate.Decode(key.Base64, key.Name), []);
        return read with { Warnings = [$"{overrides.Id} holds the private key in plain sight: keep it out of Git", .. read.Warnings] };
    }
}
