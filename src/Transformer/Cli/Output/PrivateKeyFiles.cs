using KymaIstioTransform.Certificates.Pem;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Output;

/// <summary>Warns once when a private key is written to files: in a folder for Git, it must be considered published.</summary>
internal static class PrivateKeyFiles
{
    private const string Alternatives =
        "--tls-sealed-cert encrypts it; with --tls-mode cert-manager or external-secret, the cluster creates it";

    /// <summary>The warnings before a file is written.</summary>
    public static IReadOnlyList<Notice> Check(string file, SegmentedText content) =>
        !PrivateKeyText.IsIn(content.Blocks()) || AtomicFile.IsDevice(Path.GetFullPath(file)) ? [] : [Warning([file])];

    /// <summary>The warnings before a folder is written.</summary>
    /// <exception cref="UsageException">A file would hold a private key, and the user has not allowed that.</exception>
    public static IReadOnlyList<Notice> Check(OutputOptions output, IReadOnlyList<OutputFile> files)
    {
        var paths = files.Where(f => PrivateKeyText.IsIn(f.Content.Blocks())).Select(f => Path.Combine(output.Directory, f.Path)).ToList();
        if (paths.Count == 0)
        {
            return [];
        }

        return output.AllowsSecrets
            ? [Warning(paths)]
            : throw new UsageException(
                $"--output-dir: an unencrypted private key would be written to {string.Join(", ", paths)} ({Alternatives}; "
                + "--allow-secrets allows it)"
            );
    }

    /// <summary>One warning for all files. It names existing files that others can read: existing files keep their mode.</summary>
    private static Notice Warning(IReadOnlyList<string> paths)
    {
        var open = paths.Where(AtomicFile.IsReadableByOthers).ToList();
        var remedy = open.Count == 0 ? "" : $", and run chmod 600 {string.Join(' ', open)}, because other users can read it";
        return new Notice(
            null,
            $"an unencrypted private key is written to {string.Join(", ", paths)}: keep it out of Git{remedy} ({Alternatives})"
        );
    }
}
