using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Cli.Options.Certificates;

/// <summary>
/// Reads Kyma's values <c>global.tlsCrt</c> and <c>global.tlsKey</c> from a values file, or from an overrides ConfigMap with these keys in
/// its data.
/// </summary>
internal static class KymaValuesFile
{
    /// <summary>Both values as they are in the file: base64 of PEM.</summary>
    /// <exception cref="ManifestException">The file is not YAML.</exception>
    /// <exception cref="UsageException">The file does not have these values.</exception>
    public static (string Certificate, string Key) Read(InputFile file)
    {
        try
        {
            var tree = YamlReader.Read(file.Bytes, new ByteSpan(0, file.Bytes.Length));
            if (!tree.IsEmpty && Value(tree.Root, "tlsCrt") is { } certificate && Value(tree.Root, "tlsKey") is { } key)
            {
                return (certificate, key);
            }
        }
        catch (YamlException e)
        {
            throw new ManifestException(e.Message, new SourceText([file]).Locate(e.Offset));
        }

        throw new UsageException($"--tls-values: {file.Name} has no global.tlsCrt and global.tlsKey");
    }

    private static string? Value(YamlNode root, string name) =>
        (
            root.Find("global", name)
            ?? root.Find("global", "ingress", name)
            ?? root.Find("data", $"global.{name}")
            ?? root.Find("data", $"global.ingress.{name}")
        )?.Text;
}
