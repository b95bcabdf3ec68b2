using System.Security.Cryptography;
using System.Text;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Output;

/// <summary>
/// The files that earlier runs wrote into a folder, in the format of <c>sha256sum -c</c>. For that format, the hash must be SHA-256, which
/// needs OpenSSL.
/// </summary>
internal sealed class OutputIndex
{
    public const string FileName = WrittenFolders.IndexFile;

    private const string Separator = "  ";

    private readonly HashSet<(string Hash, string Path)> entries;

    private OutputIndex(IEnumerable<(string, string)> entries) => this.entries = [.. entries];

    public IEnumerable<string> Paths => entries.Select(e => e.Path).Distinct();

    /// <summary>
    /// Reads the index of a folder; empty when there is none. Paths that lead out of the folder are ignored, because others may have
    /// written the index.
    /// </summary>
    public static OutputIndex Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        var lines = File.Exists(path) ? FileReader.Explain(path, () => File.ReadAllLines(path)) : [];
        return new OutputIndex(
            lines
                .Select(l => l.Split(Separator, 2))
                .Where(p => p.Length == 2 && p[1].Length > 0 && p[1] == Output.FileName.SafePath(p[1]))
                .Select(p => (p[0], p[1]))
        );
    }

    public static OutputIndex Of(IEnumerable<OutputFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return new OutputIndex(files.Select(f => (Hash(hash, f.Content.Segments), f.Path)));
    }

    /// <summary>Combines both indexes: while files are being replaced, both the old and the new content are from this program.</summary>
    public OutputIndex And(OutputIndex other) => new(entries.Concat(other.entries));

    /// <summary>True when the program wrote this content at this path.</summary>
    public bool Has(string path, byte[] content) => entries.Contains((Convert.ToHexStringLower(SHA256.HashData(content)), path));

    public void Write(string directory) =>
        AtomicFile.Write(
            Path.Combine(directory, FileName),
            new JoinedText(
                entries
                    .OrderBy(e => e.Path, StringComparer.Ordinal)
                    .ThenBy(e => e.Hash, StringComparer.Ordinal)
                    .Select(e => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{e.Hash}{Separator}{e.Path}\n"))
            ).Blocks()
        );

    private static string Hash(IncrementalHash hash, IEnumerable<ReadOnlyMemory<byte>> segments)
    {
        foreach (var segment in segments)
        {
            hash.AppendData(segment.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
