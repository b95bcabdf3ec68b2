using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches.Security;

/// <summary>
/// Rejects an Istio whose security is off, as Kyma did. Citadel must run and, up to Istio 1.5, the definition of Policy must be in the
/// input (Kyma's file <c>required-crds</c>). On request, the mesh must use a given mutual TLS mode (Kyma 0.6 and later). It changes
/// nothing.
/// </summary>
internal sealed class SecurityPrecondition : IPatch
{
    /// <summary>The one definition that Kyma required; Istio 1.0 renders it only with security.enabled.</summary>
    private const string RequiredCrd = "policies.authentication.istio.io";

    public string Name => "security";

    public string Summary => "check that Istio's security is enabled";

    public void Apply(PatchContext context)
    {
        var missing = context.Istio.Kind switch
        {
            ControlPlaneKind.V1_0 => Missing1_0(context),
            ControlPlaneKind.Pilot => MissingPilot(context),
            ControlPlaneKind.Istiod => MissingIstiod(context),
            _ => MissingUnknown(context),
        };
        missing.AddRange(DeclaredSecurity.Missing(context.Manifest));
        if (missing.Count > 0)
        {
            context.Fail($"Istio's security must be enabled, but {string.Join("; and ", missing)}");
        }

        if (context.Options.Security.RequiredCrds.Where(c => !HasCrd(context, c)).ToList() is { Count: > 0 } required)
        {
            context.Fail(
                $"required, but not in the input: CustomResourceDefinition {string.Join(", ", required)} (add it to the input, or set "
                + "--assume-crd if the cluster has it)"
            );
        }

        MtlsCheck.Check(context);
    }

    private static List<string> Missing1_0(PatchContext context)
    {
        var missing = Citadel(context);
        if (!HasCrd(context, RequiredCrd))
        {
            missing.Add(
                $"the CustomResourceDefinition {RequiredCrd} is missing (render the chart with --set security.enabled=true; Helm 3 "
                + $"drops the chart's crd-install hooks: add the definitions to the input, or set --assume-crd {RequiredCrd} if the "
                + "cluster has them)"
            );
        }

        return missing;
    }

    /// <summary>
    /// From Istio 1.1 on, the chart istio-init has the definitions regardless of the security settings. It is applied first, so this input
    /// usually lacks them.
    /// </summary>
    private static List<string> MissingPilot(PatchContext context)
    {
        var missing = Citadel(context);
        if (HasCrd(context, RequiredCrd))
        {
            return missing;
        }

        if (IstioDefinitions.Any(context.Manifest))
        {
            missing.Add(
                $"the definitions in the input lack the CustomResourceDefinition {RequiredCrd} (add everything that the chart "
                + $"istio-init renders, or set --assume-crd {RequiredCrd} if the cluster has it)"
            );
        }
        else
        {
            context.NotApplicable(
                $"CustomResourceDefinition {RequiredCrd}",
                "the input has no definitions: from Istio 1.1 on, they are in the chart istio-init (apply that chart first)"
            );
        }

        return missing;
    }

    private static List<string> MissingIstiod(PatchContext context)
    {
        var missing = new List<string>();
        foreach (var istiod in context.Istio.ControlPlanes)
        {
            // If a variable is set twice, Kubernetes uses the last value.
            var variables = IstioInstallation.Discovery(istiod)?.Node.Find("env")?.Items ?? default;
            if (variables.LastOrDefault(v => v.Find("name")?.Is(DeclaredSecurity.CaServer) == true) is not { Tree: not null } variable)
            {
                continue;
            }

            if (variable.Find("valueFrom") is { } reference)
            {
                context.Warn(
                    istiod,
                    "the input does not show whether the certificate authority is enabled: "
                    + $"{DeclaredSecurity.CaServer} comes from a reference",
                    reference.Span.Start
                );
            }
            else if (variable.Find("value")?.Text is { } value && DeclaredSecurity.IsFalse(value))
            {
                missing.Add(
                    $"the certificate authority of {istiod.Id} is disabled (remove the environment variable {DeclaredSecurity.CaServer})"
                );
            }
        }

        return missing;
    }

    /// <summary>
    /// Istio 1.0 ships its definitions in the chart itself, as hooks. If the input has only those, the security of the chart is unknown.
    /// Workloads with sidecars only (<c>istioctl kube-inject</c>) have no release and no security settings.
    /// </summary>
    private static List<string> MissingUnknown(PatchContext context)
    {
        if (context.Istio.Version?.Is(1, 0) == true || context.Manifest.OfKind("CustomResourceDefinition").Any(IsHookOfIstio))
        {
            return Citadel(context);
        }

        if (!DeclarativeIstio.All(context.Manifest).Any())
        {
            context.NotApplicable("Istio's security", "the input has no control plane");
        }

        return [];
    }

    private static bool IsHookOfIstio(Resource definition) =>
        definition.Name.EndsWith(".istio.io", StringComparison.Ordinal)
        && definition.Root.Find("metadata", "annotations", "helm.sh/hook")?.Is("crd-install") == true;

    private static List<string> Citadel(PatchContext context) =>
        context.Manifest.OfKind("Deployment").Any(d => Workload.Containers(d).Any(c => c.Name == "citadel"))
            ? []
            :
            [
                "Citadel is missing: the input has no Deployment istio-citadel (render the chart with --set security.enabled=true, "
                + "and pass all of its output)",
            ];

    private static bool HasCrd(PatchContext context, string name) =>
        context.Options.Security.AssumedCrds.Contains(name) || IstioDefinitions.Has(context.Manifest, name);
}
