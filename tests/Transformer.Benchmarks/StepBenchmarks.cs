using BenchmarkDotNet.Attributes;
using KymaIstioTransform.Istio;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Benchmarks;

/// <summary>The steps of a run, measured one by one on a stream in memory.</summary>
[MemoryDiagnoser]
public class StepBenchmarks
{
    private byte[] bytes = [];
    private IReadOnlyList<DocumentSpan> documents = [];
    private SourceText source = new([new InputFile("", [])]);
    private Manifest manifest = new(new SourceText([new InputFile("", [])]), [], []);
    private IstioInstallation? istio;
    private TransformOptions? options;
    private PatchPlan plan = new();
    private IReadOnlyList<(int First, int End, EditedText Output)> rendered = [];

    /// <summary>A stream of the corpus, or the bundled example.</summary>
    [ParamsSource(nameof(Streams))]
    public string Stream { get; set; } = "";

    public static IEnumerable<string> Streams => StreamFile.Names;

    [GlobalSetup]
    public void Setup()
    {
        bytes = File.ReadAllBytes(StreamFile.PathOf(Stream));
        documents = DocumentSplitter.Split(bytes, new ByteSpan(0, bytes.Length));
        source = new SourceText([new InputFile(Stream, bytes)]);
        manifest = ManifestReader.Read(source);
        istio = IstioInstallation.Detect(manifest, null);
        options = StreamFile.Options();
        plan = Patch();
        rendered = Render();
    }

    [Benchmark]
    public void CheckBytes() => SourceChecks.Check(bytes);

    [Benchmark]
    public object Split() => DocumentSplitter.Split(bytes, new ByteSpan(0, bytes.Length));

    [Benchmark]
    public int ReadByHand()
    {
        var nodes = 0;
        foreach (var document in documents)
        {
            nodes += FastYamlReader.TryRead(bytes, document.Content)?.Entries.Length ?? 0;
        }

        return nodes;
    }

    [Benchmark]
    public int ReadWithYamlDotNet()
    {
        var nodes = 0;
        foreach (var document in documents)
        {
            nodes += YamlDotNetReader.Read(bytes, document.Content).Entries.Length;
        }

        return nodes;
    }

    /// <summary>Checks, splits, reads and identifies.</summary>
    [Benchmark]
    public object ReadManifest() => ManifestReader.Read(source);

    [Benchmark]
    public object FindIstio() => IstioInstallation.Detect(manifest, null);

    [Benchmark]
    public object PatchManifest() => Patch();

    [Benchmark]
    public object RenderOutput() => Render();

    [Benchmark]
    public void CheckOutput()
    {
        var check = new SelfCheck(manifest, plan);
        foreach (var (first, end, output) in rendered)
        {
            check.Verify(first, end, output);
        }
    }

    /// <summary>All of it.</summary>
    [Benchmark(Baseline = true)]
    public object Transform() => ManifestTransformer.Transform(new SourceText([new InputFile(Stream, bytes)]), options!);

    private PatchPlan Patch()
    {
        var wanted = new PatchPlan();
        foreach (var patch in PatchSet.All)
        {
            if (options!.Patches.Contains(patch.Name))
            {
                patch.Apply(new PatchContext(patch.Name, manifest, istio!, options, wanted));
            }
        }

        return wanted;
    }

    private List<(int First, int End, EditedText Output)> Render() =>
        [.. plan.ChangedRuns(manifest).Select(r => (r.First, r.End, ManifestWriter.Render(manifest, plan, manifest, r.First, r.End)))];
}
