using System.Globalization;
using System.Runtime.Versioning;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Certificates.Store;

/// <summary>
/// The files of one domain in a store: directory/domain/generation/tls.crt and tls.key. A generation is written to a
/// temporary directory, which is then renamed once. So a reader always finds a complete pair. This class does not read the files.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class StoreDirectory(string store, string domain)
{
    private const string CertificateFile = "tls.crt";
    private const string KeyFile = "tls.key";

    private const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode AccessibleToOthers =
        WritableByOthers | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly string path = Path.Combine(store, domain);

    public override string ToString() => path;

    /// <summary>The number of the newest generation; 0 when there is none.</summary>
    /// <exception cref="CertificateException">The store cannot be read, or others can write to it.</exception>
    public int FindNewest() =>
        Access(() =>
        {
            if (!Directory.Exists(path))
            {
                return 0;
            }

            // A user who can write to the directory can replace the key in it.
            Reject(store, WritableByOthers, "chmod go-w");
            Reject(path, WritableByOthers, "chmod go-w");
            return Generations().DefaultIfEmpty(0).Max();
        });

    /// <summary>The files of a generation, as they are.</summary>
    /// <exception cref="CertificateException">They cannot be read, or others can read the key.</exception>
    public TlsCertificate Read(int generation)
    {
        var directory = PathOf(generation);
        var keyFile = Path.Combine(directory, KeyFile);
        return Access(() =>
        {
            Reject(directory, WritableByOthers, "chmod go-w");
            Reject(keyFile, AccessibleToOthers, "chmod 600");
            return new TlsCertificate(File.ReadAllBytes(Path.Combine(directory, CertificateFile)), File.ReadAllBytes(keyFile));
        });
    }

    /// <summary>False when another process published this generation first; its files stay.</summary>
    /// <exception cref="CertificateException">The store cannot be written.</exception>
    public bool TryPublish(int generation, TlsCertificate certificate) =>
        Access(() =>
        {
            Directory.CreateDirectory(store, DirectoryMode);
            Directory.CreateDirectory(path, DirectoryMode);
            Reject(store, WritableByOthers, "chmod go-w");

            var draft = Path.Combine(path, "." + Path.GetRandomFileName());
            Directory.CreateDirectory(draft, DirectoryMode);
            Write(Path.Combine(draft, KeyFile), certificate.PrivateKeyPem);
            Write(Path.Combine(draft, CertificateFile), certificate.CertificatePem);
            if (!TryRename(draft, PathOf(generation)))
            {
                Directory.Delete(draft, recursive: true);
                return false;
            }

            RemoveOlderThan(generation - 1);
            return true;
        });

    private static void Write(string file, byte[] content)
    {
        using var stream = new FileStream(
            file,
            new FileStreamOptions
            {
                Mode = System.IO.FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = FileMode,
            }
        );

        // The umask may remove some of these mode bits.
        File.SetUnixFileMode(stream.SafeFileHandle, FileMode);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Renames a directory. This fails when the target has files in it, which decides a race between processes.</summary>
    private static bool TryRename(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
            return true;
        }
        catch (IOException) when (Directory.Exists(to))
        {
            return false;
        }
    }

    /// <summary>Removes old generations. The one before the newest is kept for processes that are reading it.</summary>
    private void RemoveOlderThan(int generation)
    {
        foreach (var old in Generations().Where(number => number < generation).ToList())
        {
            try
            {
                Directory.Delete(PathOf(old), recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // Another process renewed the certificate first.
            }
        }
    }

    /// <summary>The generations, by directory name. Other directories are unfinished or not from this program.</summary>
    private IEnumerable<int> Generations() =>
        Directory
            .EnumerateDirectories(path)
            .Select(static directory =>
                int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
            )
            .Where(number => number > 0 && Directory.Exists(PathOf(number)));

    private string PathOf(int generation) => Path.Combine(path, generation.ToString(CultureInfo.InvariantCulture));

    private static void Reject(string path, UnixFileMode forbidden, string remedy)
    {
        if ((File.GetUnixFileMode(path) & forbidden) != 0)
        {
            throw new CertificateException(
                $"the certificate store is open to other users: run `{remedy} {path}`, and replace the key if they are not trusted"
            );
        }
    }

    private T Access<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (FileNotFoundException e) when (e.FileName is { } file)
        {
            throw new CertificateException(
                $"the certificate store {path} is damaged: {Path.GetRelativePath(path, file)} is missing (add it, or remove its folder)"
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"the certificate store {path}: {FileProblem.OfFolder(path, e, File.Exists)}");
        }
    }
}
