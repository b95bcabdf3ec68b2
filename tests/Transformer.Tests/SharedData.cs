using KymaIstioTransform.Tests.Snapshots;
using Xunit;

namespace KymaIstioTransform.Tests;

/// <summary>The repository's folder and the test data beside it, which a plain clone does not have.</summary>
internal static class SharedData
{
    public static string Repository { get; } = FindRepository();

    /// <summary>A stream of the repository with everything that patches change.</summary>
    private const string Example = "examples/istio-1.0.yaml";

    /// <summary>The folder with the corpus and the YAML test suite, or null.</summary>
    private static string? Root { get; } = FindFolder();

    /// <summary>Streams that <c>make istio-release</c> renders for releases that are not in the corpus.</summary>
    private static string Rendered { get; } = Path.Combine(Repository, "artifacts", "istio-streams");

    /// <summary>Skips the test if the data is absent.</summary>
    public static string Require()
    {
        Skip.If(Root is null, "the folder ../shared with the corpus is not beside this repository (SHARED_DIR may name it)");
        return Root!;
    }

    /// <summary>The path of a folder of the shared data; skips the test if it is absent.</summary>
    public static string Folder(string name)
    {
        var path = Path.Combine(Require(), name);
        Skip.IfNot(Directory.Exists(path), $"the folder ../shared/{name} is not there");
        return path;
    }

    /// <summary>The streams of the corpus with their names, in order.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Corpus()
    {
        Require();
        return ((IEnumerable<object[]>)Streams()).Select(row => (string)row[0]).Select(name => (name, ReadStream(name)));
    }

    /// <summary>
    /// The streams of the corpus as paths below it; without the corpus, one empty path, so that a theory has a row to skip.
    /// </summary>
    public static TheoryData<string> Streams() =>
        Root is null ? [""] : [.. StreamsIn(Path.Combine(Root, "corpus")).Union(StreamsIn(Rendered)).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The streams of the repository itself and those of the corpus where it is: the example, and the inputs of golden cases that are
    /// accepted because they have objects.
    /// </summary>
    public static TheoryData<string> AllStreams() =>
        [
            .. Directory
                .EnumerateFiles(Snapshot.Root, "input.*", SearchOption.AllDirectories)
                .Where(f => IsAccepted(Path.GetDirectoryName(f)!))
                .Append(Path.Combine(Repository, Example))
                .Select(f => Path.GetRelativePath(Repository, f))
                .Order(StringComparer.Ordinal),
            .. Root is null ? [] : ((IEnumerable<object[]>)Streams()).Select(row => (string)row[0]),
        ];

    /// <summary>A stream by its path: in the repository, in the corpus, or among those rendered here.</summary>
    public static byte[] ReadStream(string path)
    {
        if (path == Example || path.StartsWith(Path.GetRelativePath(Repository, Snapshot.Root), StringComparison.Ordinal))
        {
            return File.ReadAllBytes(Path.Combine(Repository, path));
        }

        var file = Path.Combine(Require(), "corpus", path);
        return File.ReadAllBytes(File.Exists(file) ? file : Path.Combine(Rendered, path));
    }

    private static bool IsAccepted(string folder) =>
        File.ReadAllText(Path.Combine(folder, "exit.verified.txt")).Trim() == "0"
        && !new Snapshot(folder).Arguments.Contains("--allow-empty", StringComparer.Ordinal);

    private static IEnumerable<string> StreamsIn(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f))
            : [];

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Transformer.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests must run from within the repository");
        }

        return folder.FullName;
    }

    private static string? FindFolder()
    {
        var folder = Environment.GetEnvironmentVariable("SHARED_DIR") ?? Path.Combine(Repository, "..", "shared");
        return Directory.Exists(Path.Combine(folder, "corpus")) ? Path.GetFullPath(folder) : null;
    }
}
