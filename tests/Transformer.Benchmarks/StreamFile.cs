using System.Runtime.CompilerServices;
using KymaIstioTransform.Cli;

namespace KymaIstioTransform.Benchmarks;

/// <summary>The streams that are measured: of the corpus where it is beside the repository, else the bundled example.</summary>
internal static class StreamFile
{
    private const string Example = "examples/istio-1.0.yaml";

    private static readonly string[] Corpus = ["kyma/0.5.0-kyma-cluster.yaml", "modern/1.30.3-default.yaml"];

    public static IEnumerable<string> Names => Corpus.Where(name => File.Exists(PathOf(name))).DefaultIfEmpty(Example);

    public static string PathOf(string name) => name == Example ? Path.Combine(Root(), name) : Path.Combine(Root(), "..", "shared", "corpus", name);

    /// <summary>The defaults without the patch that needs cryptography: its cost is another library's.</summary>
    public static TransformOptions Options()
    {
        var host = new CommandLineHost(Stream.Null, Stream.Null, TextWriter.Null, false, false, _ => null, () => DateTimeOffset.UnixEpoch);
        return OptionsBinder.Bind(new CommandLineOptions { Skip = "ingress-certificates" }, host).Transform;
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
