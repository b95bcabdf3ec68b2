using System.Runtime.Versioning;
using System.Text;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Cli.IO;

[UnsupportedOSPlatform("windows")]
public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_new_file_has_the_content_and_no_temporary_file_remains()
    {
        AtomicFile.Write(folder.Combine("out.yaml"), Pieces("one\n", "two\n"));

        Assert.Equal("one\ntwo\n", File.ReadAllText(folder.Combine("out.yaml")));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Theory]
    [InlineData("600")]
    [InlineData("664")]
    [InlineData("640")]
    public void An_existing_file_keeps_its_mode(string octal)
    {
        var mode = (UnixFileMode)Convert.ToInt32(octal, 8);
        var file = folder.Write("out.yaml", "a long text that goes"u8.ToArray());
        File.SetUnixFileMode(file, mode);

        AtomicFile.Write(file, Pieces("new\n"));

        Assert.Equal("new\n", File.ReadAllText(file));
        Assert.Equal(mode, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_failed_write_leaves_the_file_unchanged()
    {
        var file = folder.Write("out.yaml", "old\n"u8.ToArray());

        Assert.ThrowsAny<IOException>(() => AtomicFile.Write(file, Failing()));

        Assert.Equal("old\n", File.ReadAllText(file));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void A_reader_with_an_open_file_keeps_reading_the_old_content()
    {
        var file = folder.Write("out.yaml", "old\n"u8.ToArray());
        using var reader = new StreamReader(file);

        AtomicFile.Write(file, Pieces("new\n"));

        Assert.Equal("old\n", reader.ReadToEnd());
    }

    [Fact]
    public void Writing_to_a_link_replaces_its_target_and_keeps_the_link()
    {
        var file = folder.Write("out.yaml", "old\n"u8.ToArray());
        File.CreateSymbolicLink(folder.Combine("link.yaml"), "out.yaml");

        AtomicFile.Write(folder.Combine("link.yaml"), Pieces("new\n"));

        Assert.Equal("new\n", File.ReadAllText(file));
        Assert.Equal("out.yaml", new FileInfo(folder.Combine("link.yaml")).LinkTarget);
    }

    [Fact]
    public void A_device_is_written_and_stays_a_device()
    {
        AtomicFile.Write("/dev/null", Pieces("gone\n"));
        var full = Assert.ThrowsAny<IOException>(() => AtomicFile.Write("/dev/full", Pieces("too much\n")));

        Assert.Contains("no space left", full.Message, StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo("/dev/null").Length);
        Assert.False(File.Exists("/dev/.null"));
    }

    [Fact]
    public void A_missing_folder_is_an_error() =>
        Assert.ThrowsAny<IOException>(() => AtomicFile.Write(folder.Combine("nowhere/out.yaml"), Pieces("new\n")));

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(params string[] texts) =>
        texts.Select(t => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(t));

    private static IEnumerable<ReadOnlyMemory<byte>> Failing()
    {
        yield return "half of it\n"u8.ToArray();
        throw new IOException("the disk is full");
    }
}
