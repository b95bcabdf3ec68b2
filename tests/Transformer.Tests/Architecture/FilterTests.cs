using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace KymaIstioTransform.Tests.Architecture;

/// <summary>Filters of tests in scripts and documents, and the list of tests that may be skipped, name tests that exist.</summary>
public partial class FilterTests
{
    private static readonly string[] Names =
    [
        .. typeof(FilterTests).Assembly.GetTypes().SelectMany(t => t.GetMethods().Where(IsTest).Select(m => $"{t.FullName}.{m.Name}")),
    ];

    [Fact]
    public void Filters_name_tests()
    {
        var filters = Scripts()
            .SelectMany(f => Filter().Matches(File.ReadAllText(f)).Select(m => (File: f, Name: m.Groups[1].Value)))
            .ToList();

        Assert.NotEmpty(filters);
        Assert.Equal([], filters.Where(f => f.Name != "NAME" && !Names.Any(n => n.Contains(f.Name, StringComparison.Ordinal))));
    }

    [Fact]
    public void The_list_of_skips_names_tests()
    {
        var skips = File.ReadAllLines(Path.Combine(SharedData.Repository, ".ci", "skips.txt"))
            .Where(l => l.StartsWith("*.", StringComparison.Ordinal))
            .Select(l => l[1..l.IndexOf(':', StringComparison.Ordinal)].TrimEnd('*'))
            .ToList();

        Assert.NotEmpty(skips);
        Assert.Equal([], skips.Where(s => !Names.Any(n => n.Contains(s, StringComparison.Ordinal))));
    }

    /// <summary>Each row of the threat model names who, what and which test. The last column has only names of tests.</summary>
    [Fact]
    public void The_threat_model_names_tests()
    {
        var text = File.ReadAllText(Path.Combine(SharedData.Repository, "SECURITY.md"));
        var section = text[text.IndexOf("## Threat model", StringComparison.Ordinal)..];
        var rows = section[..section.IndexOf("\n## ", 1, StringComparison.Ordinal)]
            .Split('\n')
            .Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(l => l.Trim('|', ' ').Split(" | "))
            .ToList();
        var go = new[] { "certificates", "laws" }
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "tests", f), "*_test.go"))
            .Select(File.ReadAllText)
            .ToList();

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(4, row.Length));
        foreach (var name in rows.SelectMany(row => row[3].Split(", ")).Select(name => name.Trim('`')))
        {
            Assert.True(
                name.EndsWith("Tests", StringComparison.Ordinal)
                    ? Names.Any(n => n.Contains($".{name}.", StringComparison.Ordinal))
                    : go.Exists(file => file.Contains($"func {name}(t *testing.T)", StringComparison.Ordinal)),
                $"no test is named {name}"
            );
        }
    }

    private static bool IsTest(MethodInfo method) => method.GetCustomAttributes<FactAttribute>().Any();

    private static IEnumerable<string> Scripts()
    {
        string[] folders = [".ci", ".github", "docs", "tests/istio-release", "tests/mutants", "tests/laws", "tests/benchmarks"];
        return folders
            .Select(f => Path.Combine(SharedData.Repository, f))
            .Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(SharedData.Repository))
            .Append(Path.Combine(SharedData.Repository, "tests", "walkthrough.py"));
    }

    [GeneratedRegex(@"FullyQualifiedName~([\w.]+)")]
    private static partial Regex Filter();
}
