using KymaIstioTransform.Certificates;

namespace KymaIstioTransform.Patches;

/// <summary>
/// The certificate that Kyma's installer was given: a ConfigMap of the input with the keys <c>global.tlsCrt</c> and <c>global.tlsKey</c>
/// (from Kyma 0.9 on <c>global.ingress.…</c>), base64 of PEM, such as <c>cluster-certificate-overrides</c> or <c>net-global-overrides</c>.
/// </summary>
internal static class KymaOverrides
{
    private static readonly string[] Prefixes = ["global.", "global.ingress."];

    /// <summary>The certificate of the first such ConfigMap that has one, or null.</summary>
    public static CertificateSource? Find(PatchRun run)
    {
        foreach (var configMap in run.Manifest.OfKind("ConfigMap").Where(c => c.Label("installer") == "overrides" || c.Namespace == "kyma-installer"))
        {
            foreach (var prefix in Prefixes)
            {
                if (configMap.Root.Find("data", prefix + "tlsCrt")?.Text is { Length: > 0 } certificate && configMap.Root.Find("data", prefix + "tlsKey")?.Text is { Length: > 0 } key)
                {
                    run.Warn($"{configMap.Id} holds a private key in plain sight: keep it out of Git");
                    return new CertificateSource(
                        $"from {configMap.Id}",
                        isRandom: false,
                        () => ProvidedCertificate.Read(ProvidedCertificate.Decode(certificate, prefix + "tlsCrt"), ProvidedCertificate.Decode(key, prefix + "tlsKey"), domain: null, run.Options.IngressGateway.Now()));
                }
            }
        }

        return null;
    }
}
