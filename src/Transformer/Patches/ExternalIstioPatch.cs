using KymaIstioTransform.Kubernetes;

namespace KymaIstioTransform.Patches;

/// <summary>
/// Makes Kyma's installer (0.5 to 1.17) use an existing Istio: removes the components that install Istio from its Installation. The
/// component <c>istio-kyma-patch</c> stays. Comments and placeholders of the installer's templates stay too.
/// </summary>
internal sealed class ExternalIstioPatch : IPatch
{
    private const string Group = "installer.kyma-project.io";

    /// <summary>The charts of Istio. From Kyma 0.9 on, the custom resource definitions are in a separate chart.</summary>
    private static readonly string[] Components = ["istio", "istio-init"];

    public string Name => "external-istio";

    public string Summary => "remove Istio from Kyma's Installation (only with --external-istio)";

    public bool IsOn(TransformOptions options) => options.ExternalIstio;

    public bool AppliesTo(InputKind input) => input is InputKind.Release or InputKind.InstallerOnly;

    /// <summary>The objects that Kyma's installer reads.</summary>
    public static IEnumerable<Resource> Installations(Manifest manifest) =>
        manifest.OfKind("Installation").Where(r => r.Id.Group == Group);

    public void Apply(PatchContext context)
    {
        if (!context.Options.ExternalIstio)
        {
            return;
        }

        var installations = Installations(context.Manifest).ToList();
        installations.ForEach(installation => Remove(context, installation));
        if (installations.Count == 0)
        {
            context.NotDone("Installation kyma-installation", "not in the input");
        }
    }

    private static void Remove(PatchContext context, Resource installation)
    {
        if (installation.Root.Find("spec", "components") is not { IsSequence: true } components)
        {
            context.NotDone(installation, "it has no list spec.components");
            return;
        }

        foreach (var component in components.Items.Where(c => Components.Contains(c.Find("name")?.Text)))
        {
            context.Edit(installation).Remove(component);
        }
    }
}
