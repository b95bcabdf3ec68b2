using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.IO;

/// <summary>Reads standard input, files and directories.</summary>
internal sealed class InputReader
{
    public const string StandardInput = "-";

    /// <summary>A placeholder for <see cref="StandardInput"/> while arguments are parsed.</summary>
    public const string StandardInputStandIn = "\u0001stdin";

    /// <summary>The name of standard input in messages and reports.</summary>
    public const string StandardInputName = "<stdin>";

    /// <summary>The number of bytes that are first read from a pipe. Further steps double it.</summary>
    private const int FirstRead = 1 << 16;

    /// <summary>The extensions of files that are read in a folder; files that this program writes get the first one.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".yaml", ".yml", ".json"];

    private readonly Quantity limit;
    private decimal left;

    private readonly InputFile? known;
    private readonly Stream standardInput;
    private readonly string standardInputName;

    /// <param name="standardInput">Standard input.</param>
    /// <param name="standardInputName">Its name in messages; null for the usual name.</param>
    /// <param name="limits">The limits for input.</param>
    /// <param name="known">A file that is already in memory, or null.</param>
    public InputReader(Stream standardInput, string? standardInputName, InputLimits limits, InputFile? known = null)
    {
        this.known = known;
        this.standardInput = standardInput;
        this.standardInputName = standardInputName ?? StandardInputName;
        left = (limit = limits.Size).Value;
    }

    /// <summary>The inputs in the order given; a directory's files in ordinal order of their paths.</summary>
    /// <param name="names">Names of files and folders, and <c>-</c>; empty for standard input.</param>
    /// <param name="recursive">Read the subfolders of folders too.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="ManifestException">The input exceeds the limit.</exception>
    public IReadOnlyList<InputFile> Read(IReadOnlyList<string> names, bool recursive) =>
        names.Count == 0
            ? [FromStream(standardInputName, standardInput)]
            :
            [
                .. names.SelectMany(name =>
                    name switch
                    {
                        StandardInput or StandardInputStandIn => [FromStream(standardInputName, standardInput)],
                        _ when Directory.Exists(name) => Files(name, recursive || WrittenFolders.IsOne(name)).Select(FromFile),
                        _ => [FromFile(name)],
                    }
                ),
            ];

    private static List<string> Files(string directory, bool recursive)
    {
        var option = recursive ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly;
        var files = FileReader
            .ExplainFolder(directory, () => Directory.GetFiles(directory, "*", option))
            .Where(f =>
                Extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)
                && !WrittenFolders.Kustomizations.Contains(Path.GetFileName(f))
            )
            .Order(StringComparer.Ordinal)
            .ToList();
        return files.Count == 0
            ? throw new FileException(
                directory,
                $"the folder has no .yaml, .yml or .json files{(recursive ? "" : " (-R also reads its subfolders)")}"
            )
            : files;
    }

    private InputFile FromFile(string name)
    {
        if (name == known?.Name)
        {
            Take(name, known.Bytes.Length);
            return known;
        }

        using var file = FileReader.Open(name);
        if (!file.CanSeek || file.Length == 0)
        {
            // A pipe, or a kernel file without a length.
            return FromStream(name, file);
        }

        Take(name, file.Length);
        return new InputFile(name, FileReader.ReadUnchanged(name, file));
    }

    private InputFile FromStream(string name, Stream stream) => new(name, FileReader.Explain(name, () => ReadToEnd(name, stream)));

    /// <summary>Reads the rest of a stream. A file has a length and is read into one buffer, even if the file changes meanwhile.</summary>
    private byte[] ReadToEnd(string name, Stream stream)
    {
        var expected = stream.CanSeek ? stream.Length - stream.Position : 0;
        var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(Math.Max(expected, FirstRead), Math.Min(left + 1, Array.MaxLength)));
        var count = 0;
        while (true)
        {
            if (count < bytes.Length)
            {
                var read = stream.Read(bytes, count, bytes.Length - count);
                Take(name, read);
                count += read;
                if (read == 0)
                {
                    return bytes[..count];
                }
            }
            else if (stream.ReadByte() is >= 0 and var next)
            {
                Take(name, 1);
                Array.Resize(ref bytes, (int)Math.Min(2L * count, Array.MaxLength));
                bytes[count++] = (byte)next;
            }
            else
            {
                return bytes;
            }
        }
    }

    /// <summary>Counts bytes before they are stored.</summary>
    private void Take(string name, long count)
    {
        left -= count;
        if (left < 0)
        {
            throw new ManifestException(
                $"the input is larger than {limit} (is this the right input? --max-size raises the limit)",
                Location.OfFile(name)
            );
        }
    }
}
