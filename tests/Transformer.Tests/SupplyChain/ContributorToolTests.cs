using System.Text.Json;
using System.Text.RegularExpressions;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.SupplyChain;

/// <summary>Tools for contributors and CI: the list of make targets, the devcontainer, and the count of test results.</summary>
public class ContributorToolTests
{
    [SkippableFact]
    public void Make_alone_lists_every_target()
    {
        var make = ExternalTool.Find("make");
        ExternalTool.Require(make is not null, "make");
        var makefile = File.ReadAllText(Path.Combine(SharedData.Repository, "Makefile"));

        var (exit, output, error) = ExternalTool.Run(make!, ["-s"], folder: SharedData.Repository);

        Assert.True(exit == 0, error);
        Assert.Equal(Names(makefile, "^([a-z-]+):"), Names(ExternalTool.Text(output), "^  make ([a-z-]+) +[A-Z].+$"));
    }

    private static IEnumerable<string> Names(string text, string pattern) =>
        Regex.Matches(text, pattern, RegexOptions.Multiline).Select(m => m.Groups[1].Value);

    /// <summary>A filter that matches no test would let a make target or a command in the docs test nothing.</summary>
    [Fact]
    public void Every_documented_filter_matches_a_test()
    {
        var root = SharedData.Repository;
        string[] files = [Path.Combine(root, "Makefile"), .. Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md")];
        var filters = files.SelectMany(f => Names(File.ReadAllText(f), "FullyQualifiedName~(\\w+)")).Distinct().ToList();
        var tests = typeof(ContributorToolTests)
            .Assembly.GetTypes()
            .SelectMany(t => t.GetMethods().Where(m => m.IsDefined(typeof(FactAttribute), false)).Select(m => $"{t.FullName}.{m.Name}"))
            .ToList();

        Assert.NotEmpty(filters);
        Assert.All(filters, f => Assert.Contains(tests, t => t.Contains(f, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_documented_target_exists()
    {
        var root = SharedData.Repository;
        string[] files = [.. Directory.EnumerateFiles(root, "*.md"), .. Directory.EnumerateFiles(root, "docs/*.md")];
        var targets = Names(File.ReadAllText(Path.Combine(root, "Makefile")), "^([a-z-]+):").ToHashSet();
        var documented = files
            .SelectMany(f => Names(File.ReadAllText(f), "(?:`|^)make ((?:[a-z-]+ ?)+)"))
            .SelectMany(names => names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Distinct()
            .ToList();

        Assert.True(documented.Count > 10);
        Assert.Equal([], documented.Except(targets));
    }

    [Fact]
    public void The_devcontainer_has_the_SDK_of_the_repository()
    {
        using var sdk = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedData.Repository, "global.json")));
        var devcontainer = File.ReadAllBytes(Path.Combine(SharedData.Repository, ".devcontainer", "devcontainer.json"));
        using var container = JsonDocument.Parse(devcontainer, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var version = sdk.RootElement.GetProperty("sdk").GetProperty("version").GetString();

        Assert.EndsWith($":{version}", container.RootElement.GetProperty("image").GetString(), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("Passed", "", "", 0, "2 passed, 0 failed, 1 skipped")]
    [InlineData("Failed", "", "test", 1, "1 passed, 1 failed, 1 skipped")]
    [InlineData("Passed", "", "native", 1, "2 passed, 1 failed, 1 skipped")]
    [InlineData("NotExecuted", "no kpt on the PATH", "", 0, "1 passed, 0 failed, 2 skipped")]
    [InlineData("NotExecuted", "another reason", "", 1, "1 passed, 0 failed, 2 skipped")]
    public void Results_are_counted_and_only_listed_tests_may_be_skipped(string outcome, string reason, string step, int exit, string last)
    {
        var python = ExternalTool.Find("python3");
        ExternalTool.Require(python is not null, "python3");
        using var folder = new TemporaryDirectory();
        File.WriteAllText(
            folder.Combine("test.trx"),
            $"""
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
              <UnitTestResult testName="A.KptTests.X" outcome="{outcome}">
                <Output><ErrorInfo><Message>{reason}</Message></ErrorInfo></Output>
              </UnitTestResult>
            </Results></TestRun>
            """
        );
        File.WriteAllText(
            folder.Combine("go.json"),
            """
            {"Action":"pass","Package":"p","Test":"TestA"}
            {"Action":"output","Package":"p","Test":"TestB","Output":"    x_test.go:1: needs a tool\n"}
            {"Action":"skip","Package":"p","Test":"TestB"}
            {"Action":"pass","Package":"p"}
            """
        );
        File.WriteAllText(folder.Combine("skips.txt"), "# comment\n*.KptTests.*: no kpt on the PATH\np.TestB: x_test.go:*: needs a tool\n");

        string[] steps = step.Length > 0 ? [step] : [];
        var script = Path.Combine(SharedData.Repository, "build", "tally.py");
        var result = ExternalTool.Run(python!, [script, folder.Root, folder.Combine("skips.txt"), .. steps]);

        Assert.Equal(exit, result.Exit);
        var lines = ExternalTool.Text(result.Output).TrimEnd('\n').Split('\n');
        Assert.Equal(last, lines[^1]);
        Assert.Contains("skipped: p.TestB: x_test.go:1: needs a tool", lines);
        Assert.Equal(reason == "another reason", lines.Contains("skipped, which is not allowed: A.KptTests.X: another reason"));
    }
}
