using System.Runtime.Versioning;
using System.Text;
using KymaIstioTransform.Certificates.Pem;
using KymaIstioTransform.Cli;
using KymaIstioTransform.Tests.Certificates;
using KymaIstioTransform.Tests.Hosts;
using Xunit;

namespace KymaIstioTransform.Tests.Cli.Output;

/// <summary>
/// A private key in a file is reported and readable only by its owner. It is written to a folder only with --allow-secrets.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivateKeyFileTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly CertificateModes modes = new(Samples.Now);

    public void Dispose() => modes.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_key_is_found_as_PEM_and_in_base64_once_and_twice(int before)
    {
        var pem = new string('#', before) + Samples.Text(modes.Provided.Key);
        var once = Convert.ToBase64String(Samples.Utf8(pem));
        foreach (var label in new[] { "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY" })
        {
            var labelled = pem.Replace("PRIVATE KEY", label, StringComparison.Ordinal);
            var encoded = Convert.ToBase64String(Samples.Utf8(labelled));
            Assert.True(PrivateKeyText.IsIn(Samples.Utf8($"key: |\n  {labelled}")));
            Assert.True(PrivateKeyText.IsIn(Samples.Utf8($"tls.key: {encoded}\n")));
            Assert.True(PrivateKeyText.IsIn(Samples.Utf8($"global.tlsKey: {Convert.ToBase64String(Encoding.ASCII.GetBytes(encoded))}\n")));
        }

        Assert.False(PrivateKeyText.IsIn(modes.Provided.Certificate));
        Assert.False(PrivateKeyText.IsIn(Samples.Utf8(Convert.ToBase64String(modes.Provided.Certificate))));
        Assert.NotEmpty(once);
    }

    [Fact]
    public void A_key_is_found_across_the_borders_of_blocks()
    {
        var text = Samples.Utf8($"tls.key: {Convert.ToBase64String(modes.Provided.Key)}\n");
        for (var size = 1; size < text.Length; size += size < 60 ? 1 : 17)
        {
            Assert.True(PrivateKeyText.IsIn(Blocks(text, size)), $"blocks of {size} bytes");
            Assert.False(PrivateKeyText.IsIn(Blocks(modes.Provided.Certificate, size)), $"blocks of {size} bytes");
        }

        static IEnumerable<ReadOnlyMemory<byte>> Blocks(byte[] text, int size) =>
            text.Chunk(size).Select(chunk => new ReadOnlyMemory<byte>(chunk));
    }

    [Fact]
    public void A_new_file_with_a_key_is_readable_only_by_its_owner_and_reported_once()
    {
        var file = Path.Combine(modes.Folder, "out.yaml");

        var result = modes.Run("derived from a file", "-o", file);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
        Assert.Equal(1, result.Error.Split("an unencrypted private key is written to").Length - 1);
        Assert.Contains("--tls-sealed-cert encrypts it", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("chmod", result.Error, StringComparison.Ordinal);
    }

    /// <summary>The shell creates the file: the program can only warn about its mode.</summary>
    [Fact]
    public void A_key_in_redirected_output_is_reported_once()
    {
        using var folder = new TemporaryDirectory();
        folder.Write("in.yaml", File.ReadAllBytes(Path.Combine(SharedData.Repository, "examples", "istio-1.0.yaml")));
        HostTools.Link(folder.Combine("bin"), "kyma-istio-transform");

        var toFile = Run("umask 022; bin/kyma-istio-transform in.yaml > out.yaml");
        var toPipe = Run("bin/kyma-istio-transform in.yaml | cat > out.yaml; bin/kyma-istio-transform in.yaml > /dev/null");
        var withoutKey = Run("bin/kyma-istio-transform in.yaml --tls-mode none > out.yaml");

        var file = folder.Combine("out.yaml");
        var warning = Assert.Single(toFile, l => l.Contains("private key", StringComparison.Ordinal));
        Assert.StartsWith(
            $"warning: an unencrypted private key is written to {file}: keep it out of Git, and run chmod 600 {file}, because",
            warning,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(toPipe.Concat(withoutKey), l => l.Contains("private key", StringComparison.Ordinal));

        string[] Run(string command)
        {
            var (exit, _, error) = ExternalTool.Run("bash", ["-c", command], folder: folder.Root);
            Assert.True(exit == 0, error);
            return error.Split('\n');
        }
    }

    [Fact]
    public void An_existing_file_keeps_its_mode_and_causes_a_warning()
    {
        var file = Path.Combine(modes.Folder, "out.yaml");
        File.WriteAllText(file, "");
        File.SetUnixFileMode(file, OwnerOnly | UnixFileMode.GroupRead);

        var result = modes.Run("derived from a file", "-o", file);

        Assert.Equal(OwnerOnly | UnixFileMode.GroupRead, File.GetUnixFileMode(file));
        Assert.Contains($"run chmod 600 {file}, because other users can read it (", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sealed derived")]
    [InlineData("none")]
    public void Without_a_key_nothing_is_reported(string mode)
    {
        var file = Path.Combine(modes.Folder, "out.yaml");
        string[] more = mode == "none" ? ["--tls-mode", "none"] : [];

        var result = modes.Run(mode == "none" ? "self-signed" : mode, ["-o", file, .. more]);

        Assert.True(result.Exit == ExitCode.Written, result.Error);
        Assert.DoesNotContain("private key", result.Error, StringComparison.Ordinal);
        Assert.NotEqual(OwnerOnly, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_folder_gets_a_key_only_when_the_user_allows_it()
    {
        var folder = Path.Combine(modes.Folder, "istio");

        var rejected = modes.Run("derived from a file", "--output-dir", folder);

        Assert.Equal(ExitCode.Usage, rejected.Exit);
        Assert.Contains("an unencrypted private key would be written to", rejected.Error, StringComparison.Ordinal);
        Assert.Contains("--allow-secrets allows it", rejected.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));

        var allowed = modes.Run("derived from a file", "--output-dir", folder, "--allow-secrets");
        Assert.True(allowed.Exit == ExitCode.Written, allowed.Error);
        Assert.Equal(1, allowed.Error.Split("an unencrypted private key is written to").Length - 1);
        var files = Directory.GetFiles(folder, "*.yaml", SearchOption.AllDirectories);
        Assert.All(files, f => Assert.Equal(PrivateKeyText.IsIn(File.ReadAllBytes(f)), File.GetUnixFileMode(f) == OwnerOnly));
        Assert.Single(files, f => File.GetUnixFileMode(f) == OwnerOnly);
        Assert.Equal(ExitCode.Written, modes.Run("sealed derived", "--output-dir", Path.Combine(modes.Folder, "sealed")).Exit);
    }

    [Fact]
    public void A_key_from_the_input_needs_allow_secrets()
    {
        var (certificate, key) = modes.Provided;
        var input = CertificateModes.Gateway + CertificateModes.SecretOf(certificate, key);

        Assert.Equal(ExitCode.Usage, modes.RunOn(input, "keep", "--output-dir", Path.Combine(modes.Folder, "istio")).Exit);
    }

    [Fact]
    public void Allow_secrets_without_an_output_folder_is_an_error() =>
        Assert.Equal(ExitCode.Usage, modes.Run("derived from a file", "--allow-secrets").Exit);
}
