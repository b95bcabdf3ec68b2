using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Cli.Options;

/// <summary>
/// Kustomize's exec plugins: the first argument is a file with the IstioTransform, followed by the words of <c>argsOneLiner</c> and
/// <c>argsFromFile</c>. The file is recognised by its content.
/// </summary>
internal static class KustomizePlugin
{
    /// <summary>The maximum size of a configuration. Larger files are not read here, because they are streams of manifests.</summary>
    private const int MaxLength = 1 << 20;

    /// <summary>The configuration in the file that the first argument names; null when it is not a configuration.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="manifests">The file when it is not a configuration, so that nobody has to read it again; null for no file.</param>
    public static InputFile? Find(string[] args, out InputFile? manifests)
    {
        manifests = null;
        if (
            args is not [{ Length: > 0 } name, ..]
            || name[0] == '-'
            || new FileInfo(name) is not { Exists: true, Length: > 0 and <= MaxLength }
        )
        {
            // A pipe has no length, and can be read only once.
            return null;
        }

        using var stream = FileReader.Open(name);
        var file = new InputFile(name, FileReader.ReadUnchanged(name, stream));
        if (IsConfiguration(file.Bytes))
        {
            return file;
        }

        manifests = file;
        return null;
    }

    private static bool IsConfiguration(byte[] bytes)
    {
        if (bytes.AsSpan().IndexOf("IstioTransform"u8) < 0)
        {
            return false;
        }

        try
        {
            return DocumentSplitter
                .Split(bytes, new ByteSpan(0, bytes.Length))
                .Select(d => YamlReader.Read(bytes, d.Content))
                .Where(t => !t.IsEmpty)
                .Any(t => t.Root.Pairs.Any(p => p.Key.Is("kind") && p.Value.Is(ConfigFile.Kind)));
        }
        catch (YamlException)
        {
            return false;
        }
    }
}
