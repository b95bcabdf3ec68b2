using KymaIstioTransform.Certificates.Pem;
using KymaIstioTransform.Cli.IO;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.Output;

/// <summary>
/// Writes files into a folder for GitOps. Each file is replaced as a whole. Nothing is written if a file from another program is in the
/// way. Files of an earlier run that this run does not write are removed, unless they were edited. Links in the folder are not followed.
/// </summary>
internal sealed class OutputDirectory(string root)
{
    /// <summary>The target if the folder itself is a link: the user may name one.</summary>
    private readonly string? link = new DirectoryInfo(root).LinkTarget;

    /// <returns>The changes, with warnings for the user.</returns>
    /// <exception cref="IOException">Another file is in the way, or a file cannot be written.</exception>
    public static (FileChanges Files, IReadOnlyList<Notice> Warnings) Write(string directory, IReadOnlyList<OutputFile> files)
    {
        return FileReader.ExplainFolder(
            directory,
            () =>
            {
                Directory.CreateDirectory(directory);
                return new OutputDirectory(directory).Write(files);
            }
        );
    }

    private (FileChanges Files, IReadOnlyList<Notice> Warnings) Write(IReadOnlyList<OutputFile> files)
    {
        var (before, after) = (OutputIndex.Read(root), OutputIndex.Of(files));
        RequireFree(files, before);

        // Until all files are written, the index lists both old and new content, so that an interrupted run can be repeated.
        before.And(after).Write(root);
        var changed = files
            .Where(f => !File.Exists(Full(f.Path)) || !f.Content.Is(FileReader.ReadBytes(Full(f.Path))))
            .ToList();
        foreach (var file in changed)
        {
            RequireSame(file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(Full(file.Path))!);
            RequireSame(file.Path);
            AtomicFile.Write(Full(file.Path), file.Content.Blocks(), PrivateKeyText.IsIn(file.Content.Blocks()));
        }

        var left = before.Paths.Except(files.Select(f => f.Path)).Order(StringComparer.Ordinal).ToLookup(p => Remove(p, before));
        RequireSame(OutputIndex.FileName);
        after.Write(root);
        List<Notice> kept =
        [
            .. left[false]
                .Select(p => new Notice(
                    null,
                    $"{Full(p)} is from an earlier run and was edited: it is kept, but not listed in kustomization.yaml (remove it, "
                    + "or move the change to --patch-dir)"
                )),
        ];
        var done = new FileChanges(
            [.. changed.Select(f => Full(f.Path))],
            [.. files.Except(changed).Select(f => Full(f.Path))],
            [.. left[true].Select(Full)]
        );
        return (done, kept);
    }

    /// <summary>Throws if something that this program did not write would be overwritten.</summary>
    private void RequireFree(IReadOnlyList<OutputFile> files, OutputIndex before)
    {
        var inTheWay = files
            .Where(f => !IsFree(f, before))
            .Select(f => f.Path)
            .Concat(IsLink(OutputIndex.FileName) ? [OutputIndex.FileName] : [])
            .ToList();
        if (inTheWay.Count > 0)
        {
            const string Problem =
                "changed since an earlier run wrote it, and would be overwritten (move it, or keep your changes in --patch-dir)";
            throw new FileException([.. inTheWay.Select(p => new Notice(null, Problem) { At = Location.OfFile(Full(p)) })]);
        }
    }

    /// <summary>True when the path has no file, or a file that this program wrote or is about to write.</summary>
    private bool IsFree(OutputFile file, OutputIndex index)
    {
        if (IsLink(file.Path) || Directory.Exists(Full(file.Path)))
        {
            return false;
        }

        return !File.Exists(Full(file.Path))
            || FileReader.ReadBytes(Full(file.Path)) is var content
                && (file.Content.Is(content) || index.Has(file.Path, content));
    }

    /// <summary>Removes a file of an earlier run and the folders that become empty. False when the file has been changed.</summary>
    private bool Remove(string path, OutputIndex index)
    {
        RequireSame(OutputIndex.FileName);
        if (IsLink(path) || Directory.Exists(Full(path)))
        {
            return false;
        }

        if (!File.Exists(Full(path)))
        {
            return true;
        }

        if (!index.Has(path, FileReader.ReadBytes(Full(path))))
        {
            return false;
        }

        File.Delete(Full(path));
        for (
            var folder = Path.GetDirectoryName(path);
            !string.IsNullOrEmpty(folder) && !Directory.EnumerateFileSystemEntries(Full(folder)).Any();
            folder = Path.GetDirectoryName(folder)
        )
        {
            Directory.Delete(Full(folder));
        }

        return true;
    }

    /// <summary>Checks again that a path is in the folder, right before it is written: another user may replace folders by links.</summary>
    /// <exception cref="IOException">The folder or a part of the path has been replaced by a link.</exception>
    private void RequireSame(string path)
    {
        if (IsLink(path) || new DirectoryInfo(root).LinkTarget != link)
        {
            throw new FileException(
                Full(path),
                "is behind a symbolic link that was made during the run (check who can write to the folder)"
            );
        }
    }

    /// <summary>True when the path, or one of its parent folders, is a link.</summary>
    private bool IsLink(string path)
    {
        for (var part = path; !string.IsNullOrEmpty(part); part = Path.GetDirectoryName(part))
        {
            if (new FileInfo(Full(part)).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }

    private string Full(string path) => Path.Combine(root, path);
}
