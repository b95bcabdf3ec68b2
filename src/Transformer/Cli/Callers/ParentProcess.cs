using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace KymaIstioTransform.Cli.Callers;

/// <summary>The program that started this one, if the system provides its name.</summary>
internal static class ParentProcess
{
    /// <summary>The name of the parent's executable, truncated to 15 characters by Linux; null on other systems.</summary>
    public static string? Name()
    {
        try
        {
            return OperatingSystem.IsLinux()
                ? Encoding
                    .UTF8.GetString(File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{GetParentId()}/comm")))
                    .TrimEnd('\n')
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetParentId();
}
