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
