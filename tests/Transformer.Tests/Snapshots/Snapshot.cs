namespace KymaIstioTransform.Tests.Snapshots;

/// <summary>One golden case: a folder <c>PATCH/CASE</c> of tests/snapshots.</summary>
internal sealed class Snapshot(string name)
{
    /// <summary>Placeholder for the folder of the case in arguments and verified files.</summary>
    private const string CaseFolder = "{case}";

    public static string Root { get; } = Path.Combine(SharedData.Repository, "tests", "snapshots");

    public string Folder { get; } = Path.Combine(Root, name);

    public byte[] Input => File.ReadAllBytes(Directory.EnumerateFiles(Folder, "input.*").Single());

    /// <summary>The lines of the file <c>args</c>.</summary>
    public IEnumerable<string> Arguments =>
        File.Exists(PathOf("args"))
            ? File.ReadAllLines(PathOf("args")).Select(a => a.Replace(CaseFolder, Folder, StringComparison.Ordinal))
            : [];

    public string WithoutFolder(string text) => text.Replace(Folder, CaseFolder, StringComparison.Ordinal);

    public byte[] Verified(string what, string extension) => Content(PathOf($"{what}.verified.{extension}"));

    /// <summary>The content of a verified file; an empty output has no file.</summary>
    public static byte[] Content(string file) => File.Exists(file) ? File.ReadAllBytes(file) : [];

    public string PathOf(string file) => Path.Combine(Folder, file);
}
