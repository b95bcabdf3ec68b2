using KymaIstioTransform.Cli;
using KymaIstioTransform.Cli.Options;

namespace KymaIstioTransform.Benchmarks;

/// <summary>The measured streams: the corpus if it is next to the repository, otherwise the bundled example.</summary>
internal static class StreamFile
{
    private const string Example = "examples/istio-1.0.yaml";

    private static readonly string[] Corpus = ["kyma/0.5.0-kyma-cluster.yaml", "modern/1.30.3-default.yaml"];

    public static IEnumerable<string> Names => Corpus.Where(name => File.Exists(PathOf(name))).DefaultIfEmpty(Example);

    public static string PathOf(string name) =>
        name == Example
            ? Path.Combine(Root(), name)
            : Path.Combine(Environment.GetEnvironmentVariable("SHARED_DIR") ?? Path.Combine(Root(), "..", "shared"), "corpus", name);

    /// <summary>The default options without the patch that needs cryptography, whose cost is that of another library.</summary>
    public static TransformOptions Options()
    {
        var host = new CommandLineEnvironment(
            Stream.Null,
            Stream.Null,
            TextWriter.Null,
            false,
            false,
            _ => null,
            () => DateTimeOffset.UnixEpoch
        );
        return OptionsBinder.Bind(new TypedFlags { Patches = { Skip = "ingress-certificates" } }, host).Transform;
    }

    /// <summary>The folder of the solution above the program, which BenchmarkDotNet builds in its own folder.</summary>
    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Transformer.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("the benchmarks must stand in the repository");
    }
}
