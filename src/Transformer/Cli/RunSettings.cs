using KymaIstioTransform.Cli.Output;

namespace KymaIstioTransform.Cli;

/// <summary>Everything a run needs, validated.</summary>
/// <param name="Inputs">Names of files and directories; none for standard input.</param>
/// <param name="OutputFile">The file that takes the output; null for standard output.</param>
/// <param name="Recursive">Look into the folders of directories.</param>
/// <param name="Transform">The transformation.</param>
/// <param name="Output">The folder that gets the manifests; null for standard output.</param>
/// <param name="Diff">Show the difference instead of the manifests.</param>
/// <param name="ShowSecrets">Show the values of Secrets in it.</param>
internal sealed record RunSettings(IReadOnlyList<string> Inputs, string? OutputFile, bool Recursive, TransformOptions Transform, OutputOptions? Output, bool Diff, bool ShowSecrets)
{
    /// <summary>The same for a host that renders again and again: what would differ each time is refused.</summary>
    public RunSettings WithDeterministicOutput() => this with { Transform = Transform with { IngressGateway = Transform.IngressGateway with { RequireDeterministic = true } } };
}
