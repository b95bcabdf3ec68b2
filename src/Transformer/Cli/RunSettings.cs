using KymaIstioTransform.Cli.Output;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Patches;

namespace KymaIstioTransform.Cli;

/// <summary>Everything a run needs, validated.</summary>
internal sealed record RunSettings
{
    /// <summary>Names of files and folders; empty for standard input.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Reads the subfolders of folders too.</summary>
    public bool IsRecursive { get; init; }

    /// <summary>The name of standard input in messages and reports; null for its usual name.</summary>
    public string? InputName { get; init; }

    /// <summary>True when no change was requested.</summary>
    public bool IsIdle =>
        Transform.UserChanges.IsEmpty
        && Transform.DocumentOrder == DocumentOrdering.Input
        && OutputFolder is null
        && !PatchSet.All.Any(p => Transform.Patches.Contains(p.Name) && p.IsOn(Transform));

    public required TransformOptions Transform { get; init; }

    /// <summary>The file for the output; null for standard output.</summary>
    public string? OutputFile { get; init; }

    /// <summary>The folder for the manifests; null for standard output.</summary>
    public OutputOptions? OutputFolder { get; init; }

    /// <summary>True to pass the input on unchanged, or to fail with the findings of an inspection.</summary>
    public bool IsCheck { get; init; }

    /// <summary>True to print the difference instead of the manifests.</summary>
    public bool IsDiff { get; init; }

    /// <summary>True to show the values of Secrets in a diff.</summary>
    public bool ShowSecrets { get; init; }

    /// <summary>Warnings about the settings.</summary>
    public IReadOnlyList<Notice> Warnings { get; init; } = [];

    /// <summary>The same for a run that only inspects: it writes no certificate store.</summary>
    public RunSettings ForInspection() => With(g => g with { CertificatePolicy = g.CertificatePolicy with { IsReadOnly = true } });

    /// <summary>The same for a host that renders repeatedly: output that would differ each time is rejected.</summary>
    public RunSettings WithDeterministicOutput() => With(g => g with { RequireDeterministic = true });

    private RunSettings With(Func<IngressGatewayOptions, IngressGatewayOptions> change) =>
        this with
        {
            Transform = Transform with { IngressGateway = change(Transform.IngressGateway) },
        };
}
