using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Cli.Options;

/// <summary>
/// Kustomize's exec plugins: the first argument names a file with the IstioTransform, the words of <c>argsOneLiner</c> and
/// <c>argsFromFile</c> follow. The file is recognised by what is in it.
/// </summary>
internal static class KustomizePlugin
{
    /// <summary>Streams of manifests are longer than configurations: files above this are not looked into.</summary>
    private const int MaxLength = 1 << 20;

    /// <summary>The configuration in the file that the first argument names; null when it names none.</summary>
    public static InputFile? Find(string[] args)
    {
        if (args is not [{ Length: > 0 } name, ..] || name[0] == '-' || new FileInfo(name) is not { Exists: true, Length: <= MaxLength })
        {
            return null;
        }

        var file = new InputFile(name, FileReader.ReadBytes(name));
        return IsConfiguration(file.Bytes) ? file : null;
    }

    private static bool IsConfiguration(byte[] bytes)
    {
        if (bytes.AsSpan().IndexOf("IstioTransform"u8) < 0)
        {
            return false;
        }

        try
        {
            return DocumentSplitter.Split(bytes, new ByteSpan(0, bytes.Length)).Select(d => YamlReader.Read(bytes, d.Content)).Where(t => !t.IsEmpty)
                .Any(t => t.Root.Pairs.Any(p => p.Key.Is("kind") && p.Value.Is(ConfigFile.Kind)));
        }
        catch (YamlException)
        {
            return false;
        }
    }
}
