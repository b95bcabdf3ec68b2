using System.Text;
using System.Text.RegularExpressions;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;
using Xunit;

namespace KymaIstioTransform.Tests.Laws;

/// <summary>
/// Patches skip documents whose bytes have none of the words that the patch looks for. With all these words in a comment in each document,
/// none is skipped, and the result must be the same.
/// </summary>
public partial class DocumentSkippingLaws
{
    /// <summary>The words that patches search for, and prefixes of the names of addon Services.</summary>
    private const string Words =
        " # zipkin --datadogAgentAddress --lightstepAddress proxy.istio.io/config PROXY_CONFIG jaeger-collector ownerReferences"
        + " containers grafana prometheus servicegraph tracing jaeger kiali loki host meshNetworks istio.io/rev"
        + " istio-proxy istio-init istio-validation enable-core-dump";

    private const string AllAddons = "prometheus,tracing,grafana,servicegraph,kiali,loki";

    private static readonly string[][] Runs =
    [
        ["--verbose", "--assume-crd", "policies.authentication.istio.io", "--skip", "ingress-certificates", "--addons", AllAddons],
        ["--verbose", "--only", "zipkin,addons,host-ports", "--allow-empty", "--istio-namespace", "other"],
    ];

    /// <summary>Changes of a line that may hide a word from a search in bytes, or make a field ambiguous.</summary>
    private static readonly Func<string, string>[] Mutations =
    [
        line => line.Replace("zipkin", "\"z\\x69pkin\"", StringComparison.Ordinal),
        line => line.Replace("name: ", "name: &a ", StringComparison.Ordinal),
        line => line.Replace("- ", "- *a # ", StringComparison.Ordinal),
        line => $"{Indentation(line)}<<: {{containers: [{{name: istio-proxy, args: [--zipkinAddress, \"zipkin:9411\"]}}]}}\n{line}",
        line => $"{Indentation(line)}\"\\u0065nv\": [{{name: \"PROXY_C\\u004fNFIG\", value: \"zipkinAddress: zipkin:9411\"}}]\n{line}",
        line => $"{Indentation(line)}url: \"http:\\/\\/graf\\x61na:3000\"\n{line}",
        line => $"{Indentation(line)}proxy.istio.io/config: 'tracing: {{zipkin: {{address: \"zipkin:9411\"}}}}'\n{line}",
        line => $"{line}\n{line}",
        line => line.Replace("metadata:", "metadata: {ownerReferences: []}\nmetadata:", StringComparison.Ordinal),
        line => $"{Indentation(line)}host: prometheus\n{line}",
        line => $"{Indentation(line)}'serviceName' : tracing\n{line}",
        line => $"{Indentation(line)}to: {{a: b, \"host\":servicegraph, c: [http://prometheus]}}\n{line}",
        line => $"{Indentation(line)}url: >-\n{Indentation(line)}  see\n{Indentation(line)}  http://grafana:3000\n{line}",
    ];

    public static TheoryData<string> Streams => SharedData.Streams();

    public static TheoryData<string> Inputs =>
        [
            .. Directory
                .GetFiles(Path.Combine(SharedData.Repository, "tests", "snapshots"), "*.yaml", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(file).StartsWith("input", StringComparison.Ordinal))
                .Select(file => Path.GetRelativePath(SharedData.Repository, file)),
            "examples/istio-1.0.yaml",
        ];

    [SkippableTheory]
    [MemberData(nameof(Streams))]
    public void A_stream_of_the_corpus_gives_the_same_when_no_document_is_skipped(string stream) =>
        Check(Encoding.UTF8.GetString(SharedData.ReadStream(stream)), stream.Length);

    [Theory]
    [MemberData(nameof(Inputs))]
    public void An_input_of_a_snapshot_gives_the_same_when_no_document_is_skipped(string file) =>
        Check(File.ReadAllText(Path.Combine(SharedData.Repository, file)), file.Length);

    [SkippableFact]
    public void A_case_gives_the_same_when_no_document_is_skipped()
    {
        foreach (var file in Directory.GetFiles(SharedData.Folder("cases"), "*.yaml", SearchOption.AllDirectories))
        {
            Check(File.ReadAllText(file), file.Length);
        }
    }

    private static void Check(string text, int seed)
    {
        var random = new Random(seed);
        Compare(text);
        for (var i = 0; i < Mutations.Length; i++)
        {
            Compare(Mutated(text, Mutations[i], random));
        }
    }

    private static void Compare(string text)
    {
        var marked = string.Join("\n---\n", text.Split("\n---\n").Select(Marked));
        foreach (var args in Runs)
        {
            var (skipping, reading) = (Tool.Run(text, args), Tool.Run(marked, args));

            Assert.Equal(skipping.Exit, reading.Exit);
            Assert.Equal(skipping.Text, reading.Text.Replace(Words, "", StringComparison.Ordinal));
            Assert.Equal(Report(skipping.Error), Report(reading.Error));
        }
    }

    /// <summary>
    /// The document with all words in a comment. With a duplicate key or a merge key it stays: such documents are never skipped, and
    /// whether they stop the run depends on all their bytes.
    /// </summary>
    private static string Marked(string document)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        try
        {
            var tree = YamlReader.Read(bytes, new ByteSpan(0, bytes.Length));
            return tree.IsEmpty || tree.MayHaveMerges || DuplicateKeys.Find(tree.Root).Any()
                ? document
                : Version().Replace(document, m => m.Value + Words);
        }
        catch (YamlException)
        {
            return document;
        }
    }

    /// <summary>The text with a few lines changed.</summary>
    private static string Mutated(string text, Func<string, string> mutation, Random random)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < 5; i++)
        {
            var at = random.Next(lines.Length);
            lines[at] = mutation(lines[at]);
        }

        return string.Join('\n', lines);
    }

    private static string Indentation(string line) => line[..^line.TrimStart(' ', '-').Length].Replace('-', ' ');

    /// <summary>The report without the time that the run took.</summary>
    private static string Report(string report) => Duration().Replace(report, "");

    [GeneratedRegex("(?m)^(- )?apiVersion: [\\w./-]+$")]
    private static partial Regex Version();

    [GeneratedRegex(" in [0-9.]+ m?s\\b")]
    private static partial Regex Duration();
}
