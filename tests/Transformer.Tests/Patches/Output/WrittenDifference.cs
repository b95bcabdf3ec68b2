using System.Text;
using KymaIstioTransform.Cli.Output;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Patches;
using KymaIstioTransform.Patches.Output;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Tests.Patches.Output;

/// <summary>
/// Compares an output that is read document by document with the same output read as one text: its documents, its install order and its
/// files in a folder.
/// </summary>
internal static class WrittenDifference
{
    private const string Name = "<output>";

    /// <summary>The first difference, or null.</summary>
    public static string? Of(OutputText output) => Of(output, output.ToArray());

    private static string? Of(OutputText output, byte[] bytes)
    {
        var segments = new MemoryStream();
        output.CopyTo(segments);
        return !segments.ToArray().AsSpan().SequenceEqual(bytes) ? "the segments are not the output"
            : output is ManifestOutput written ? OfPass(written, bytes)
            : OfFolders(output, AsOne(bytes)());
    }

    private static string? OfPass(ManifestOutput output, byte[] bytes)
    {
        var whole = Try(AsOne(bytes));
        if (whole.Error is not null)
        {
            var error = Try(() => output.Read(Name)).Error;
            return error == whole.Error ? null : $"the error is {error}, but must be {whole.Error}";
        }

        var (read, expected) = (output.Read(Name), ManifestReader.Read(new SourceText(Name, bytes)));
        var different = Facts(read).Zip(Facts(expected)).FirstOrDefault(f => f.First != f.Second);
        if (different.First is not null || read.Documents.Count != expected.Documents.Count)
        {
            return $"read: {different.First}\nexpected: {different.Second}";
        }

        return OfFolders(output, whole.Value!) ?? OfOrder(output, whole.Value!);
    }

    private static string? OfOrder(ManifestOutput output, ManifestOutput expected)
    {
        var (arranged, wanted) = (Try(() => DocumentOrder.Arrange(output)), Try(() => DocumentOrder.Arrange(expected)));
        return arranged.Error != wanted.Error ? $"install order: the error is {arranged.Error}, but must be {wanted.Error}"
            : wanted.Value is null ? (arranged.Value is null ? null : "the documents are already in install order")
            : !arranged.Value!.ToArray().AsSpan().SequenceEqual(wanted.Value.ToArray()) ? "install order has other bytes"
            : Of(arranged.Value, arranged.Value.ToArray());
    }

    private static string? OfFolders(OutputText output, OutputText expected)
    {
        foreach (var layout in Enum.GetValues<OutputLayout>())
        {
            var (files, wanted) = (Try(() => OutputSplitter.Of(output, layout)), Try(() => OutputSplitter.Of(expected, layout)));
            if (files.Error != wanted.Error)
            {
                return $"{layout}: the error is {files.Error}, but must be {wanted.Error}";
            }

            var different = (files.Value ?? []).Zip(wanted.Value ?? []).FirstOrDefault(f => Text(f.First) != Text(f.Second));
            if (different.First is not null || files.Value?.Count != wanted.Value?.Count)
            {
                return $"{layout}: written: {Text(different.First)}\nexpected: {Text(different.Second)}";
            }
        }

        return null;
    }

    /// <summary>The output of a pass without changes over all bytes.</summary>
    private static Func<ManifestOutput> AsOne(byte[] bytes) =>
        () => ManifestOutput.Write(ManifestReader.Read(new SourceText(Name, bytes)), new PatchPlan());

    private static IEnumerable<string> Facts(Manifest manifest) => manifest.Documents.Select(d => Facts(manifest, d));

    /// <summary>Comments between documents have no template of their own.</summary>
    private static string Facts(Manifest manifest, Document document) =>
        string.Join(
            '\n',
            [
                Encoding.UTF8.GetString(document.Source, document.Span.Start, document.Span.Length),
                $"{document.Content.Start - document.Span.Start} {document.Span.End - document.Content.End} {document.NamesTemplate}",
                $"{document.IsResourceList} {(document.Resources.Count > 0 ? document.TemplatePath : "")}",
                .. document.Resources.Select(r =>
                    $"{r.Id} {r.Id.ApiVersion} {r.TemplatePath} {r.Chart} {r.HasGeneratedName} {string.Join(',', r.HookEvents)} "
                    + $"{manifest.Locate(r)} {manifest.Locate(r, r.Root.Span.End)}"
                ),
            ]
        );

    private static string Text(OutputFile? file) => file is null ? "" : $"{file.Path}\n{Encoding.UTF8.GetString(file.Content.ToArray())}";

    private static (T? Value, string? Error) Try<T>(Func<T> work)
        where T : class?
    {
        try
        {
            return (work(), null);
        }
        catch (Exception e) when (e is ManifestException or SelfCheckException)
        {
            return (null, e.Message);
        }
    }
}
