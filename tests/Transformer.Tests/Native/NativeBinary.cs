using System.Text.RegularExpressions;

namespace KymaIstioTransform.Tests.Native;

/// <summary>The published native executable, which TEST_BINARY names; make smoke sets it.</summary>
internal static partial class NativeBinary
{
    private static readonly string? Path = Environment.GetEnvironmentVariable("TEST_BINARY");

    /// <summary>Its path; skips the test without one.</summary>
    public static string Require()
    {
        ExternalTool.Require(Path is not null && File.Exists(Path), "the native executable (make smoke builds it)");
        return Path!;
    }

    /// <summary>A report without the time that the run took.</summary>
    public static string WithoutTime(string report) => RunTime().Replace(report, "");

    [GeneratedRegex(@" in \d+ ms(?=\n)")]
    private static partial Regex RunTime();
}
