using CommandLine;
using KymaIstioTransform.Cli.Output;
using KymaIstioTransform.Cli.Reports;

namespace KymaIstioTransform.Cli.Options.Flags;

/// <summary>The flags for GitOps and for the form of the output.</summary>
internal sealed class OutputFlags
{
    [Option("clean-export")]
    public bool CleanExport
    {
        [Setting(
            OptionGroup.GitOps,
            "cleanExport",
            IsCommon = true,
            Help = "remove what the API server adds to an export (kubectl get -o yaml): status, managedFields, uid, objects that "
                + "only controllers create"
        )]
        get;
        set;
    }

    [Option("output-dir")]
    public string? OutputDir
    {
        [Setting(
            OptionGroup.GitOps,
            IsCommon = true,
            Placeholder = "DIR",
            Help = "write one file per resource and a kustomization.yaml to this folder; remove stale files of earlier runs",
            IsPath = true,
            Verbs = Verbs.Transform
        )]
        get;
        set;
    }

    [Option("allow-secrets")]
    public bool AllowSecrets
    {
        [Setting(OptionGroup.GitOps, Help = "let --output-dir write private keys in plain text", Verbs = Verbs.Transform)]
        get;
        set;
    }

    [Option("external-istio")]
    public bool ExternalIstio
    {
        [Setting(
            OptionGroup.GitOps,
            "externalIstio",
            Help = "remove Istio from the components of Kyma's Installation (installer.kyma-project.io); such input needs no Istio"
        )]
        get;
        set;
    }

    [Option("helm-hooks")]
    public string? HelmHooks
    {
        [Setting(
            OptionGroup.GitOps,
            "helmHooks",
            Placeholder = "MODE",
            Help = "drop-uninstall: remove hooks that run only on uninstall; keep: keep all; drop: remove all but "
                + "CustomResourceDefinitions",
            Choices = typeof(HelmHookMode),
            DefaultText = "keep under Helm, else drop-uninstall"
        )]
        get;
        set;
    }

    [Option("document-order")]
    public string? DocumentOrder
    {
        [Setting(
            OptionGroup.GitOps,
            "documentOrder",
            Placeholder = "ORDER",
            Help = "input: keep the order of the input; install: sort documents by kind as Helm installs them",
            Choices = typeof(DocumentOrdering),
            Default = "input"
        )]
        get;
        set;
    }

    [Option("output-layout")]
    public string? OutputLayout
    {
        [Setting(
            OptionGroup.GitOps,
            Placeholder = "LAYOUT",
            Help = "files of --output-dir: resource (one per resource) or source (one per template, as Helm writes them)",
            Choices = typeof(OutputLayout),
            Default = "resource",
            Verbs = Verbs.Transform
        )]
        get;
        set;
    }

    [Option("diff")]
    public bool Diff
    {
        [Setting(
            OptionGroup.Output,
            IsCommon = true,
            Help = "print a diff instead of the manifests, as the command diff does",
            Verbs = Verbs.Transform
        )]
        get;
        set;
    }

    [Option("color")]
    public string? Color
    {
        [Setting(
            OptionGroup.Output,
            Placeholder = "WHEN",
            Help = "auto (on a terminal, unless NO_COLOR is set), always or never",
            Choices = typeof(ColorMode),
            Default = "auto"
        )]
        get;
        set;
    }

    [Option("show-secrets")]
    public bool ShowSecrets
    {
        [Setting(OptionGroup.Output, Help = "show the values of Secrets in a diff", Verbs = Verbs.Transform | Verbs.Diff)]
        get;
        set;
    }
}
