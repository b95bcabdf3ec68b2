using System.Text;
using KymaIstioTransform.Certificates;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches;

/// <summary>
/// The settings of a Kyma installation in the input: ConfigMaps and Secrets with the label <c>installer=overrides</c> in the namespace
/// <c>kyma-installer</c>. They are merged like the installer of Kyma 0.5 to 1.24 did (components/installer/pkg/overrides): ConfigMaps, then
/// Secrets, then those with a label <c>component</c>. The last value wins. An empty value sets nothing.
/// </summary>
internal sealed class InstallerOverrides
{
    private const string InstallerNamespace = "kyma-installer";

    /// <summary>The settings about ingress moved into a group with Kyma 0.9.</summary>
    private static readonly string[] Prefixes = ["global.ingress.", "global."];

    /// <summary>The charts that read these settings, lowest precedence first. Overrides for other components are not about Istio.</summary>
    private static readonly string[] Components = ["istio", "core", "certificates", "istio-kyma-patch"];

    private readonly PatchContext context;

    /// <summary>The overrides, lowest precedence first.</summary>
    private readonly List<Resource> overrides;

    private InstallerOverrides(PatchContext context)
    {
        this.context = context;
        overrides = In(context.Manifest).ToList();
        if (overrides.Count > 1)
        {
            // Few inputs have several, and .NET looks for the code of ThenBy at run time.
            overrides =
            [
                .. overrides.OrderBy(Strength).ThenBy(r => r.Kind == "Secret").ThenBy(r => r.Name, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>The domain: <c>global.domainName</c>, from Kyma 0.9 on <c>global.ingress.domainName</c>; null when it is not set.</summary>
    /// <exception cref="ManifestException">It is not a domain.</exception>
    public DomainName? Domain
    {
        get
        {
            if (Find("domainName", Prefixes) is not { } setting)
            {
                return null;
            }

            try
            {
                return DomainName.Parse(setting.Value);
            }
            catch (CertificateException e)
            {
                throw context.Error(setting.Holder, setting.Node.Span.Start, $"{setting.Key}: {e.Message}");
            }
        }
    }

    /// <summary>
    /// The switch for a local installation, <c>global.isLocalEnv</c>. As in a chart, any text except <c>false</c> is true.
    /// </summary>
    public bool IsLocalEnv => Find("isLocalEnv", ["global."]) is { } setting && setting.Value != "false";

    /// <summary>
    /// The gateway's certificate: <c>global.tlsCrt</c> and <c>global.tlsKey</c>, from Kyma 0.9 on <c>global.ingress.…</c>, base64 of PEM.
    /// Null when one of the two is not set.
    /// </summary>
    public InstallerCertificate? Certificate =>
        Prefixes
            .Select(prefix => (Certificate: Find("tlsCrt", [prefix]), Key: Find("tlsKey", [prefix])))
            .Where(pair => pair is { Certificate: not null, Key: not null })
            .Select(pair => new InstallerCertificate(pair.Certificate!, pair.Key!))
            .FirstOrDefault();

    /// <summary>Collects the overrides of the input.</summary>
    public static InstallerOverrides Of(PatchContext context) => new(context);

    /// <summary>
    /// Warns about settings that two overrides of equal precedence set to different values. The installer's choice was arbitrary.
    /// </summary>
    public void WarnOfConflicts()
    {
        foreach (var key in new[] { "global.domainName", "global.ingress.domainName", "global.isLocalEnv" })
        {
            var settings = Settings(key).ToList();
            if (
                settings.Count > 1
                && settings[^2] is var weaker
                && settings[^1] is var stronger
                && Strength(weaker.Holder) == Strength(stronger.Holder)
                && weaker.Holder.Kind == stronger.Holder.Kind
                && weaker.Value != stronger.Value
            )
            {
                context.Warn(
                    stronger.Holder,
                    $"{key} is {stronger.Value} here and {weaker.Value} in {weaker.Holder.Id}: the value here is used (set it only once)",
                    stronger.Node.Span.Start
                );
            }
        }
    }

    /// <summary>The ConfigMaps and Secrets of a stream with settings that are about Istio or its gateway.</summary>
    public static IEnumerable<Resource> In(Manifest manifest) =>
        manifest.OfKind("ConfigMap").Where(IsOverrides).Concat(manifest.OfKind("Secret").Where(IsOverrides));

    private static bool IsOverrides(Resource resource) =>
        resource.Namespace is InstallerNamespace or ""
        && resource.Label("installer") == "overrides"
        && resource.Label("component") is var component
        && (component is null || Components.Contains(component));

    private static int Strength(Resource resource) =>
        resource.Label("component") is { } component ? Array.IndexOf(Components, component) : -1;

    private InstallerSetting? Find(string name, string[] prefixes) =>
        prefixes.Select(prefix => Settings(prefix + name).LastOrDefault()).FirstOrDefault(s => s is not null);

    /// <summary>All values of a key, lowest precedence first.</summary>
    private IEnumerable<InstallerSetting> Settings(string key)
    {
        foreach (var holder in overrides)
        {
            if (Value(holder, key) is var (node, value) && value.Length > 0 && !IsPlaceholder(value))
            {
                yield return new InstallerSetting(holder, key, value, node);
            }
        }
    }

    /// <summary>Values in a Secret are base64; those in a ConfigMap are plain text.</summary>
    private static (YamlNode Node, string Value)? Value(Resource holder, string key)
    {
        if (holder.Kind == "Secret" && holder.Root.Find("stringData", key) is { Text: { } plain } outright)
        {
            return (outright, plain);
        }

        return holder.Root.Find("data", key) is not { Text: { } text } node ? null
            : holder.Kind == "ConfigMap" ? (node, text)
            : (node, Encoding.UTF8.GetString(ProvidedCertificate.Decode(text, $"{holder.Id}: {key}")));
    }

    /// <summary>Kyma's templates of an installation have <c>__DOMAIN__</c> and the like, to be replaced before use.</summary>
    private static bool IsPlaceholder(string value) =>
        value.StartsWith("__", StringComparison.Ordinal) && value.EndsWith("__", StringComparison.Ordinal);
}

/// <summary>One value of an installation.</summary>
/// <param name="Holder">The ConfigMap or Secret.</param>
/// <param name="Key">The key in its data.</param>
/// <param name="Value">The value, decoded if it is from a Secret.</param>
/// <param name="Node">The node in the input that has the value.</param>
internal sealed record InstallerSetting(Resource Holder, string Key, string Value, YamlNode Node);

/// <summary>The certificate of an installation, base64 of PEM.</summary>
internal sealed record InstallerCertificate(InstallerSetting Certificate, InstallerSetting Key)
{
    /// <summary>The ConfigMap or Secret, or both of them.</summary>
    public string Holder => Certificate.Holder == Key.Holder ? Key.Holder.Id.ToString() : $"{Certificate.Holder.Id} and {Key.Holder.Id}";
}
