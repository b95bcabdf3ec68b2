using Xunit;

namespace KymaIstioTransform.Tests;

/// <summary>Data that stands beside the repository, not in it: rendered manifests and the YAML test suite. Tests that need it are skipped without it.</summary>
internal static class SharedData
{
    private static readonly string? Root = Environment.GetEnvironmentVariable("SHARED_DIR") ?? BesideRepository();

    /// <summary>The path of a folder of the shared data; skips the test where it is absent.</summary>
    public static string Folder(string name)
    {
        var path = Path.Combine(Root ?? "", name);
        Skip.IfNot(Root is not null && Directory.Exists(path), $"no folder \"shared/{name}\" beside the repository (SHARED_DIR names another place)");
        return path;
    }

    /// <summary>The manifests of the corpus, in the order of their names.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Corpus()
    {
        var folder = Folder("corpus");
        return Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetRelativePath(folder, file), File.ReadAllBytes(file)));
    }

    private static string? BesideRepository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Transformer.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.Parent is { } parent ? Path.Combine(parent.FullName, "shared") : null;
    }
}
