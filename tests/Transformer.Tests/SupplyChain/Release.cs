using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace KymaIstioTransform.Tests.SupplyChain;

/// <summary>The files from <c>make release</c>; TEST_RELEASE names the folder.</summary>
internal static class Release
{
    private static readonly string? Named = Environment.GetEnvironmentVariable("TEST_RELEASE");

    /// <summary>Its folder; skips the test without one.</summary>
    public static string Require()
    {
        ExternalTool.Require(Named is not null && Directory.Exists(Named), "a release (make release; TEST_RELEASE names its folder)");
        return Path.GetFullPath(Named!);
    }

    public static string File(string name) => Path.Combine(Require(), name);

    public static string Version => Repository.Version;

    public static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static string Digest(string file) => Digest(System.IO.File.ReadAllBytes(file));

    /// <summary>The files of a .tar or .tar.gz by their names without a leading "./", with content and mode.</summary>
    public static Dictionary<string, (byte[] Content, UnixFileMode Mode)> Unpack(string archive)
    {
        using var file = System.IO.File.OpenRead(archive);
        using Stream stream = archive.EndsWith(".tar", StringComparison.Ordinal) ? file : new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(stream);
        var files = new Dictionary<string, (byte[], UnixFileMode)>();
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile)
            {
                using var content = new MemoryStream();
                entry.DataStream?.CopyTo(content);
                var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                files[name] = (content.ToArray(), entry.Mode);
            }
        }

        return files;
    }
}
