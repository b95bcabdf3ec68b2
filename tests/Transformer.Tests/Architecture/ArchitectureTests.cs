using System.Text.RegularExpressions;
using Xunit;

namespace KymaIstioTransform.Tests.Architecture;

/// <summary>
/// Dependencies between folders point in one direction, and the core uses no clock, environment, file or console.
/// </summary>
public partial class ArchitectureTests
{
    private const string Prefix = "KymaIstioTransform.";

    private static readonly string Source = Path.Combine(SharedData.Repository, "src", "Transformer");

    /// <summary>All types with their namespaces, without the common start: <c>Kubernetes.Reading.ManifestReader</c>.</summary>
    private static readonly HashSet<string> Types =
    [
        .. Files("").SelectMany(f => DeclaredTypes(f).Select(type => NamespaceOf(f) is { Length: > 0 } ns ? $"{ns}.{type}" : type)),
    ];

    /// <summary>The folders of the core and the folders that each may use. The command line may use all of them.</summary>
    private static readonly Dictionary<string, string[]> Layers = new()
    {
        ["Text"] = [],
        ["Yaml"] = ["Text"],
        ["JsonPatch"] = ["Text", "Yaml"],
        ["Kubernetes"] = ["Text", "Yaml"],
        ["Istio"] = ["Text", "Yaml", "Kubernetes"],
        ["Certificates"] = ["Text"],
        ["Patches"] = ["Text", "Yaml", "JsonPatch", "Kubernetes", "Istio", "Certificates"],
    };

    /// <summary>Root types that patches share with the command line: options and report.</summary>
    private static readonly string[] Shared = ["TransformOptions.cs", "Report.cs"];

    public static TheoryData<string> Folders => [.. Layers.Keys];

    [Fact]
    public void Every_folder_is_a_layer_or_the_command_line() =>
        Assert.Equal(
            Layers.Keys.Append("Cli").Order(),
            Directory.GetDirectories(Source).Select(d => Path.GetFileName(d)!).Except(["bin", "obj"]).Order()
        );

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_layer_uses_only_the_layers_below_it(string layer)
    {
        var allowed = Layers[layer].Append(layer).ToHashSet();

        Assert.NotEmpty(Files(layer));
        Assert.All(
            Files(layer),
            file => Assert.All(Uses(file), used => Assert.True(allowed.Contains(used.Split('.')[0]), $"{file} must not use {used}"))
        );
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Only_patches_know_the_options_and_the_report(string layer)
    {
        var types = Directory
            .GetFiles(Source, "*.cs")
            .Where(f => layer != "Patches" || !Shared.Contains(Path.GetFileName(f)))
            .SelectMany(DeclaredTypes)
            .ToHashSet();

        Assert.Contains("ManifestTransformer", types);
        Assert.All(Files(layer), file => Assert.DoesNotContain(Identifiers(file), types.Contains));
    }

    /// <summary>All folders with folders in them, as namespaces; the empty one is the root.</summary>
    public static TheoryData<string> Parents =>
        [
            .. Files("")
                .Select(f => Path.GetRelativePath(Source, Path.GetDirectoryName(f)!).Replace(Path.DirectorySeparatorChar, '.'))
                .Where(f => f != ".")
                .Select(f => f.LastIndexOf('.') is >= 0 and var end ? f[..end] : "")
                .Distinct()
                .Order(),
        ];

    [Theory]
    [MemberData(nameof(Parents))]
    public void Folders_side_by_side_have_no_cycle(string parent)
    {
        var path = Path.Combine(Source, parent.Replace('.', Path.DirectorySeparatorChar));
        var start = parent.Length == 0 ? "" : parent + ".";
        var uses = Directory
            .GetDirectories(path)
            .Select(d => Path.GetFileName(d)!)
            .Except(["bin", "obj"])
            .ToDictionary(
                name => name,
                name =>
                    Files(Path.Combine(path, name))
                        .SelectMany(Uses)
                        .Where(u => u.StartsWith(start, StringComparison.Ordinal))
                        .Select(u => u[start.Length..].Split('.')[0])
                        .Where(u => u != name)
                        .ToHashSet()
            );

        // The root's own types are options and report, which another test covers.
        uses.Values.ToList().ForEach(u => u.IntersectWith(uses.Keys));
        Assert.NotEmpty(uses);
        while (uses.FirstOrDefault(u => u.Value.Count == 0).Key is { } leaf)
        {
            uses.Remove(leaf);
            uses.Values.ToList().ForEach(u => u.Remove(leaf));
        }

        Assert.True(uses.Count == 0, $"{parent}: {string.Join("; ", uses.Select(u => $"{u.Key} uses {string.Join(", ", u.Value)}"))}");
    }

    [Fact]
    public void All_folders_with_folders_are_checked_for_cycles() =>
        Assert.Equal(
            [
                "",
                "Certificates",
                "Cli",
                "Cli.Commands",
                "Cli.Options",
                "Cli.Reports",
                "Istio",
                "Kubernetes",
                "Patches",
                "Yaml",
                "Yaml.Reading",
            ],
            ((IEnumerable<object[]>)Parents).Select(p => (string)p[0])
        );

    [Fact]
    public void Callers_do_not_know_commands() =>
        Assert.All(
            Files("Cli/Callers"),
            file => Assert.DoesNotContain(Uses(file), u => u.StartsWith("Cli.Commands", StringComparison.Ordinal))
        );

    [Fact]
    public void The_console_the_clock_and_the_environment_are_accessed_in_one_place()
    {
        var other = Files("")
            .Where(f => Path.GetFileName(f) != "Program.cs" && !f.StartsWith(Path.Combine(Source, "Cli", "IO"), StringComparison.Ordinal));

        Assert.All(
            other,
            file => Assert.DoesNotMatch(@"\bConsole\.|(?<![.\w])Environment\.Get|\bDateTime(Offset)?\.(Utc)?Now\b", Code(file))
        );
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Source, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f =>
                !f.StartsWith(Path.Combine(Source, "obj"), StringComparison.Ordinal)
                && !f.StartsWith(Path.Combine(Source, "bin"), StringComparison.Ordinal)
            );

    /// <summary>
    /// The namespaces of this program that a file names, without their common start: in <c>using</c> lines, and in names such as
    /// <c>Kubernetes.Document</c>, which need no such line.
    /// </summary>
    private static IEnumerable<string> Uses(string file)
    {
        var code = Code(file);
        var imported = code.Split('\n')
            .Where(l =>
                l.StartsWith($"using {Prefix}", StringComparison.Ordinal)
                || l.StartsWith($"using static {Prefix}", StringComparison.Ordinal)
            )
            .Select(l => l[(l.IndexOf(Prefix, StringComparison.Ordinal) + Prefix.Length)..].TrimEnd(';'));
        return imported.Concat(QualifiedName().Matches(code).Select(m => Resolve(m.Value, NamespaceOf(file))).OfType<string>());
    }

    /// <summary>The namespace of the type that a dotted name starts with, seen from a namespace; null for any other name.</summary>
    private static string? Resolve(string name, string from)
    {
        var parts = (name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name).Split('.');
        for (var outer = from; ; outer = outer.LastIndexOf('.') is >= 0 and var dot ? outer[..dot] : "")
        {
            for (var count = 2; count <= parts.Length; count++)
            {
                var type = (outer.Length > 0 ? outer + "." : "") + string.Join('.', parts[..count]);
                if (Types.Contains(type))
                {
                    return type[..type.LastIndexOf('.')];
                }
            }

            if (outer.Length == 0)
            {
                return null;
            }
        }
    }

    private static string NamespaceOf(string file) =>
        Path.GetRelativePath(Source, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.').Trim('.');

    private static IEnumerable<string> DeclaredTypes(string file) => Declaration().Matches(Code(file)).Select(m => m.Groups[1].Value);

    private static HashSet<string> Identifiers(string file) => [.. Identifier().Matches(Code(file)).Select(m => m.Value)];

    /// <summary>The content of a file without comments and string literals.</summary>
    private static string Code(string file) => CommentOrText().Replace(File.ReadAllText(file), "");

    [GeneratedRegex(@"(?:class|struct|interface|record(?: struct)?) (\w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(?:\.[A-Z]\w*)+")]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"//.*|""(?:[^""\\\n]|\\.)*""")]
    private static partial Regex CommentOrText();
}
