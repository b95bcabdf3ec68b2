using Xunit;

namespace KymaIstioTransform.Tests.Generated;

/// <summary>
/// A file of the repository, or a part of one, that the program's tables determine. A test fails when it is stale. <c>make docs</c>
/// (UPDATE_SNAPSHOTS=1) writes it, which CI does not allow.
/// </summary>
internal static class GeneratedFile
{
    /// <summary>Compares a whole file, named from the root of the repository.</summary>
    public static void AssertCurrent(string name, string expected) => AssertCurrent(name, (_, _) => (0, null), expected);

    /// <summary>Compares the part of a file between two comments.</summary>
    public static void AssertSection(string name, string section, string expected)
    {
        var (begin, end) = ($"<!-- {section}: written by make docs -->\n", $"<!-- end of {section} -->");
        AssertCurrent(
            name,
            (text, file) =>
            {
                var start = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
                var stop = text.IndexOf(end, StringComparison.Ordinal);
                Assert.True(start >= begin.Length && stop >= start, $"{file} has no section {section}");
                return (start, stop);
            },
            expected
        );
    }

    private static void AssertCurrent(string name, Func<string, string, (int Start, int? End)> find, string expected)
    {
        var path = Path.Combine(SharedData.Repository, name);
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        var (start, end) = find(text, name);
        var stop = end ?? text.Length;
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Assert.True(Environment.GetEnvironmentVariable("CI") is null, "CI must not update generated files");
            File.WriteAllText(path, text[..start] + expected + text[stop..]);
        }
        else
        {
            Assert.True(text[start..stop] == expected, $"{name} is stale: run make docs and read the diff");
        }
    }
}
