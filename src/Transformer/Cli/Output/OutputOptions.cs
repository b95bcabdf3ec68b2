namespace KymaIstioTransform.Cli.Output;

/// <summary>How objects are grouped into files of an output folder.</summary>
internal enum OutputLayout
{
    /// <summary>Each object has its own file, named after it.</summary>
    Resource,

    /// <summary>Objects of one template share a file at the template's path, as Helm writes them.</summary>
    Source,
}

/// <summary>A folder that gets the manifests instead of standard output.</summary>
/// <param name="Directory">The folder.</param>
/// <param name="Layout">Which objects share a file.</param>
/// <param name="AllowsSecrets">True to also write private keys in plain text.</param>
internal sealed record OutputOptions(string Directory, OutputLayout Layout, bool AllowsSecrets);
