using System.Text.RegularExpressions;
using Xunit;

namespace KymaIstioTransform.Tests.Architecture;

/// <summary>The folders of the tests are those of the program, besides a few for tests that cross all folders.</summary>
public partial class FolderTests
{
    /// <summary>Folders of tests that are not about one part of the program.</summary>
    private static readonly string[] CrossCutting =
    [
        "Architecture",
        "FaultInjection",
        "Fuzzing",
        "Generated",
        "HostileInput",
        "Hosts",
        "KymaJob",
        "Laws",
        "Native",
        "Portability",
        "Snapshots",
        "SupplyChain",
    ];

    private static readonly string Source = Path.Combine(SharedData.Repository, "src", "Transformer");

    private static readonly string Tests = Path.Combine(SharedData.Repository, "tests", "Transformer.Tests");

    [Fact]
    public void Every_folder_of_tests_is_a_folder_of_the_program() =>
        Assert.Equal([], Folders(Tests).Except(Folders(Source)).Where(f => !CrossCutting.Contains(f.Split('/')[0])));

    /// <summary>The class XTests is in the folder of the type X.</summary>
    [Fact]
    public void Tests_of_a_type_are_in_the_folder_of_the_type()
    {
        var types = Files(Source)
            .SelectMany(f => Declaration().Matches(File.ReadAllText(f)).Select(m => (Type: m.Groups[1].Value, Folder: Folder(Source, f))))
            .ToLookup(t => t.Type, t => t.Folder);
        var strays = Files(Tests)
            .Where(f => f.EndsWith("Tests.cs", StringComparison.Ordinal))
            .Select(f => (Type: Path.GetFileName(f)[..^"Tests.cs".Length], Folder: Folder(Tests, f)))
            .Where(t => types.Contains(t.Type) && !types[t.Type].Contains(t.Folder))
            .Select(t => $"{t.Folder}/{t.Type}Tests.cs belongs into {types[t.Type].First()}");

        Assert.True(types.Contains("ManifestTransformer"));
        Assert.Equal([], strays);
    }

    /// <summary>More files than this are hard to survey.</summary>
    [Fact]
    public void Folders_have_at_most_fifteen_files()
    {
        Assert.Equal([], Folders(Source).Where(f => Directory.GetFiles(Path.Combine(Source, f), "*.cs").Length > 15));
    }

    private static IEnumerable<string> Folders(string root) => Files(root).Select(f => Folder(root, f)).Distinct().Order();

    private static IEnumerable<string> Files(string root) =>
        Directory
            .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(f => Folder(root, f).Split('/')[0] is not ("obj" or "bin"));

    private static string Folder(string root, string file) =>
        Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace('\\', '/');

    [GeneratedRegex(@"(?:class|struct|interface|enum|record(?: struct)?) (\w+)")]
    private static partial Regex Declaration();
}
