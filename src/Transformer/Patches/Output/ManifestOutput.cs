using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Kubernetes.Reading;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Patches.Output;

/// <summary>The documents of a manifest with the edits of a pass.</summary>
internal sealed class ManifestOutput : OutputText
{
    private readonly Manifest manifest;

    /// <summary>The source of each part of the manifest, edited.</summary>
    private readonly List<EditedText> texts = [];

    private ManifestOutput(Manifest manifest) => this.manifest = manifest;

    public override IEnumerable<ReadOnlyMemory<byte>> Segments => manifest.Parts.Count == 0 ? texts[0].Segments : DocumentSegments();

    /// <summary>Applies a plan and checks the result.</summary>
    /// <exception cref="SelfCheckException">The output differs from the plan.</exception>
    public static ManifestOutput Write(Manifest manifest, PatchPlan plan)
    {
        var output = new ManifestOutput(manifest);
        foreach (var part in PartsOf(manifest))
        {
            output.texts.Add(ManifestWriter.Write(manifest, plan, part));
        }

        return output;
    }

    public override IEnumerable<OutputDocument> ReadDocuments() => Read(Name).Documents.Select(d => new OutputDocument(d));

    /// <summary>
    /// Reads the output. Documents without edits are those of the manifest. Documents with edits are read again, from a text that holds no
    /// other documents.
    /// </summary>
    /// <param name="name">The name of the output in messages.</param>
    /// <exception cref="ManifestException">A document does not hold Kubernetes objects.</exception>
    public Manifest Read(string name)
    {
        try
        {
            if (
                LineBreak.AsSpan().SequenceEqual(Lines.Break(manifest.Source.Bytes))
                && ReadChanged(name) is { Documents.Count: > 0 } read
                && HasTemplates(read)
            )
            {
                return read;
            }
        }
        catch (ManifestException)
        {
            // Reading all of the output finds the place of the error in it.
        }

        return ReadWhole(name);
    }

    /// <summary>Reads all of the output as one text.</summary>
    /// <inheritdoc cref="Read" path="/param"/>
    /// <inheritdoc cref="Read" path="/exception"/>
    public Manifest ReadWhole(string name) => ManifestReader.Read(new SourceText(name, ToArray()));

    private Manifest ReadChanged(string name)
    {
        var lineBreak = Encoding.UTF8.GetString(LineBreak);
        var segments = new List<ReadOnlyMemory<byte>> { manifest.ByteOrderMark };
        var length = segments[0].Length;
        var runs = new List<(int First, int End, ByteSpan Span)>();
        foreach (var (index, text, first, count) in Edited())
        {
            var document = manifest.Documents[index];
            var follows = runs.Count > 0 && runs[^1].End == index;
            if (count == 0 && !(follows && !document.HasMarker))
            {
                continue;
            }

            if (!follows)
            {
                // A document of its own, which names the template that the next document may inherit.
                var template = index > 0 ? manifest.Documents[index - 1].TemplatePath : null;
                Add(Encoding.UTF8.GetBytes($"---{lineBreak}# Source: {template ?? Document.NoTemplate}{lineBreak}...{lineBreak}"));
                runs.Add((index, index, ByteSpan.At(length)));
            }

            foreach (var segment in text.SegmentsOf(document.Span, first, count))
            {
                Add(segment);
            }

            runs[^1] = runs[^1] with { End = index + 1, Span = runs[^1].Span with { End = length } };
        }

        var changed = ManifestReader.Read(new SourceText(name, new JoinedText(segments).ToArray()));
        return new Manifest(changed.Source, Joined(runs, changed), []) { Parts = [.. PartsOf(manifest), changed] };

        void Add(ReadOnlyMemory<byte> segment)
        {
            segments.Add(segment);
            length += segment.Length;
        }
    }

    /// <summary>The documents of the manifest, with runs of them replaced by documents that were read again.</summary>
    private DocumentList Joined(List<(int First, int End, ByteSpan Span)> runs, Manifest changed)
    {
        var documents = new DocumentList();
        documents.Reserve(manifest.Documents.Count);
        var (copied, read) = (0, 0);
        foreach (var (first, end, span) in runs)
        {
            for (; copied < first; copied++)
            {
                documents.Add(manifest.Documents[copied]);
            }

            for (; read < changed.Documents.Count && changed.Documents[read].Span.Start < span.End; read++)
            {
                if (changed.Documents[read].Span.Start >= span.Start)
                {
                    documents.Add(changed.Documents[read]);
                }
            }

            copied = end;
        }

        for (; copied < manifest.Documents.Count; copied++)
        {
            documents.Add(manifest.Documents[copied]);
        }

        return documents;
    }

    /// <summary>
    /// True when the objects have the templates that the output names. In the input, a template applies only to objects of its file.
    /// </summary>
    private static bool HasTemplates(Manifest read)
    {
        string? template = null;
        foreach (var document in read.Documents)
        {
            template = document.NamesTemplate ? document.TemplatePath : template;
            if (document.Resources.Count > 0 && document.TemplatePath != template)
            {
                return false;
            }
        }

        return true;
    }

    private IEnumerable<ReadOnlyMemory<byte>> DocumentSegments()
    {
        yield return manifest.ByteOrderMark;
        foreach (var (index, text, first, count) in Edited())
        {
            foreach (var segment in text.SegmentsOf(manifest.Documents[index].Span, first, count))
            {
                yield return segment;
            }
        }
    }

    /// <summary>Each document with its source and the place of its edits there.</summary>
    private IEnumerable<(int Index, EditedText Text, int First, int Count)> Edited()
    {
        var parts = PartsOf(manifest);
        var seen = new int[parts.Count];
        for (var i = 0; i < manifest.Documents.Count; i++)
        {
            var document = manifest.Documents[i];
            var part = 0;
            while (parts[part].Source.Bytes != document.Source)
            {
                part++;
            }

            var first = seen[part];
            var isLast = i + 1 == manifest.Documents.Count;
            while (seen[part] < texts[part].Edits.Count && (isLast || IsIn(document, texts[part].Edits[seen[part]])))
            {
                seen[part]++;
            }

            yield return (i, texts[part], first, seen[part] - first);
        }
    }

    /// <summary>True for an edit in a document, or at its end.</summary>
    private static bool IsIn(Document document, ByteEdit edit) =>
        edit.Span.Start < document.Span.End || edit.Span == ByteSpan.At(document.Content.End);

    private static IReadOnlyList<Manifest> PartsOf(Manifest manifest) => manifest.Parts.Count == 0 ? [manifest] : manifest.Parts;
}
