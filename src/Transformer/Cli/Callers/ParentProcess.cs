using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace KymaIstioTransform.Cli.Callers;

/// <summary>The program that started this one, if the system provides its name.</summary>
internal static class ParentProcess
{
    /// <summary>The name of the parent's executable, truncated to 15 characters by Linux; null on Windows.</summary>
    public static string? Name()
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                return null;
            }

            var id = GetParentId();
            if (OperatingSystem.IsLinux())
            {
                return Encoding
                    .UTF8.GetString(File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/comm")))
                    .TrimEnd('\n');
            }

            using var parent = Process.GetProcessById(id);
            return parent.ProcessName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetParentId();
}
