namespace KymaIstioTransform.Hosts;

/// <summary>Who started this program, where the system tells.</summary>
internal static class ParentProcess
{
    /// <summary>The name of the parent's executable, cut to 15 characters by Linux; null elsewhere.</summary>
    public static string? Name()
    {
        try
        {
            // pid (comm) state ppid …: comm may hold blanks and parentheses, what follows does not.
            var stat = File.ReadAllText("/proc/self/stat");
            var parent = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1];
            return File.ReadAllText($"/proc/{parent}/comm").TrimEnd('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
