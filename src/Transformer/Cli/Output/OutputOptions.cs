namespace KymaIstioTransform.Cli.Output;

/// <summary>Which objects share a file of an output folder.</summary>
internal enum OutputLayout
{
    /// <summary>None: each has its own, named after it.</summary>
    Resource,

    /// <summary>Those of one template, at the template's path, as Helm writes them.</summary>
    Source,
}

/// <summary>A folder that gets the manifests instead of standard output.</summary>
/// <param name="Directory">The folder.</param>
/// <param name="Layout">Which objects share a file.</param>
/// <param name="AllowsSecrets">Write private keys in plain text, too.</param>
internal sealed record OutputOptions(string Directory, OutputLayout Layout, bool AllowsSecrets);
