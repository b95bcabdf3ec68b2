using KymaIstioTransform.Istio;
using KymaIstioTransform.JsonPatch;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>
/// Sets the namespaces that the injector's webhook selects, as the chart does for <c>enableNamespacesByDefault</c>. Also labels the
/// namespaces that must stay without sidecars. Kyma's Job replaced the selector of the first webhook without checking it.
/// </summary>
internal static class WebhookNamespaces
{
    private const string Label = "istio-injection";
    private const string RevisionLabel = "istio.io/rev";
    private const string PodLabel = "sidecar.istio.io/inject";
    private const string Selector = "namespaceSelector";

    /// <summary>The webhook for pods in namespaces with the label, since the release that has one webhook per case.</summary>
    private const string LabelledWebhook = "namespace.sidecar-injector.istio.io";

    /// <summary>The webhook for pods in namespaces without any label.</summary>
    private const string AutoWebhook = "auto.sidecar-injector.istio.io";

    /// <summary>
    /// Kyma labelled these in every release with injection by default (resources/istio-kyma-patch, later resources/istio).
    /// </summary>
    private static readonly string[] SystemNamespaces = ["istio-system", "kube-system"];

    /// <summary>
    /// The first release whose chart excludes Istio's own namespace from the selector, so that the injector can start (chart values of
    /// Istio 1.2).
    /// </summary>
    private static readonly IstioVersion FirstWithoutOwnNamespace = new(1, 2, null);

    /// <summary>The first release in which namespaces can request a revision.</summary>
    private static readonly IstioVersion FirstWithRevisions = new(1, 6, null);

    /// <summary>Sets the selectors of webhooks, the values of declared installations and the labels of system namespaces.</summary>
    public static void Apply(PatchContext context, InjectionNamespaces wanted)
    {
        if (wanted == InjectionNamespaces.Keep)
        {
            return;
        }

        var configurations = context.Manifest.OfKind("MutatingWebhookConfiguration").Where(IsInjector).ToList();
        foreach (var configuration in configurations)
        {
            var webhooks = configuration.Root.Find("webhooks")!.Value;
            if (webhooks.Items.Any(w => w.Find("name")?.Is(LabelledWebhook) == true))
            {
                SetAutoWebhook(context, configuration, webhooks, wanted);
            }
            else if (webhooks.Items.Count() == 1)
            {
                SetSelector(context, configuration, webhooks.Items.First(), wanted);
            }
        }

        foreach (var istio in DeclarativeIstio.All(context.Manifest).Where(i => i.ValuesPath.Length > 0))
        {
            var byDefault = new YamlLiteral(wanted == InjectionNamespaces.All ? "true" : "false");
            context
                .Edit(istio.Resource)
                .SetPath(istio.Resource.Root, [.. istio.ValuesPath, "sidecarInjectorWebhook", "enableNamespacesByDefault"], byDefault);
        }

        if (wanted == InjectionNamespaces.All)
        {
            foreach (
                var ns in context
                    .Manifest.OfKind("Namespace")
                    .Where(n => SystemNamespaces.Contains(n.Name) || n.Name == context.Istio.Namespace)
            )
            {
                context.Edit(ns).SetPath(ns.Root, ["metadata", "labels", Label], "disabled");
            }
        }
    }

    /// <summary>Istio up to 1.3 calls the webhook <c>sidecar-injector.istio.io</c>. Later releases add a prefix for the case.</summary>
    private static bool IsInjector(Resource configuration) =>
        configuration
            .Root.Find("webhooks")
            ?.Items.Any(w => w.Find("name")?.Text?.EndsWith("sidecar-injector.istio.io", StringComparison.Ordinal) == true) == true;

    /// <summary>Sets the selector of the single webhook of Istio up to 1.9.</summary>
    private static void SetSelector(PatchContext context, Resource configuration, YamlNode webhook, InjectionNamespaces wanted)
    {
        // A revision has its own selector.
        if (configuration.Label(RevisionLabel) is not (null or "default"))
        {
            return;
        }

        YamlMap selector =
            wanted == InjectionNamespaces.Labelled
                ? new(("matchLabels", new YamlMap((Label, YamlValue.Of("enabled")))))
                : new(("matchExpressions", new YamlList([.. Expressions(context)])));
        if (webhook.Find(Selector) is not { } present)
        {
            context.Edit(configuration).Add(webhook, Selector, selector);
        }
        else if (!PatchValue.AreEqual(PatchValue.Of(present), selector))
        {
            context.Edit(configuration).Set(present, selector);
        }
    }

    /// <summary>
    /// The selector that the chart of the input's release renders for <c>enableNamespacesByDefault</c>. An unknown release counts as the
    /// oldest.
    /// </summary>
    private static IEnumerable<YamlMap> Expressions(PatchContext context)
    {
        var version = context.Istio.Version;
        if (version is not null && version >= FirstWithoutOwnNamespace)
        {
            yield return Expression("name", "NotIn", context.Istio.Namespace);
        }

        yield return Expression(Label, "NotIn", "disabled");
        if (version is not null && version >= FirstWithRevisions)
        {
            yield return Expression("istio-env", "DoesNotExist");
            yield return Expression(RevisionLabel, "DoesNotExist");
        }
    }

    /// <summary>
    /// Adds or removes the webhook for namespaces without a label. It differs from the others only in its name and selectors.
    /// </summary>
    private static void SetAutoWebhook(PatchContext context, Resource configuration, YamlNode webhooks, InjectionNamespaces wanted)
    {
        var auto = webhooks.Items.Where(w => w.Find("name")?.Is(AutoWebhook) == true).ToList();
        if (wanted == InjectionNamespaces.Labelled)
        {
            auto.ForEach(context.Edit(configuration).Remove);
        }
        else if (auto.Count == 0)
        {
            var labelled = (YamlMap)PatchValue.Of(webhooks.Items.First(w => w.Find("name")?.Is(LabelledWebhook) == true));
            context.Edit(configuration).AddItem(webhooks, new YamlMap([.. labelled.Entries.Select(Unlabelled)]));
        }
    }

    private static (string, YamlValue) Unlabelled((string Key, YamlValue Value) entry) =>
        entry.Key switch
        {
            "name" => (entry.Key, YamlValue.Of(AutoWebhook)),
            Selector => (entry.Key, Absent(Label, RevisionLabel)),
            "objectSelector" => (entry.Key, Absent(PodLabel, RevisionLabel)),
            _ => entry,
        };

    private static YamlMap Absent(params string[] labels) =>
        new(("matchExpressions", new YamlList([.. labels.Select(l => Expression(l, "DoesNotExist"))])));

    private static YamlMap Expression(string key, string verb, params string[] values)
    {
        (string, YamlValue)[] entries = [("key", YamlValue.Of(key)), ("operator", YamlValue.Of(verb))];
        return values.Length == 0 ? new(entries) : new([.. entries, ("values", new YamlList([.. values.Select(YamlValue.Of)]))]);
    }
}
