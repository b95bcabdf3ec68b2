using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;
using KymaIstioTransform.Yaml.Reading;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Patches;

/// <summary>The output differs from the requested changes: a bug of this program (exit code 5).</summary>
internal sealed class SelfCheckException(string message) : Exception(message);

/// <summary>
/// Reads the changed parts of the output again and compares them with the plan. Changed documents must equal the original with exactly the
/// planned changes. Removed documents must be absent and new ones present. All other documents are bytes of the input: no edit may be
/// there. Output is written only after this check passes.
/// </summary>
internal sealed class SelfCheck
{
    /// <summary>Enough for the changed documents of most streams.</summary>
    private const int InitialBuffer = 1 << 16;

    private readonly Manifest manifest;
    private readonly PatchPlan plan;
    private readonly EditedText output;

    /// <summary>The nodes of the written document that is being compared, and of a text in it.</summary>
    private readonly YamlNodeArena arena = YamlNodeArena.For(0);

    /// <summary>The texts in the scalars of written documents.</summary>
    private readonly RecentTexts texts = new(isReused: true);

    /// <summary>Holds the part of the output that is being checked.</summary>
    private byte[] buffer = new byte[InitialBuffer];

    /// <summary>The number of the output's edits that are in parts checked so far.</summary>
    private int seen;

    private SelfCheck(Manifest manifest, PatchPlan plan, EditedText output) =>
        (this.manifest, this.plan, this.output) = (manifest, plan, output);

    /// <exception cref="SelfCheckException">The output differs from the plan.</exception>
    public static void Verify(Manifest manifest, PatchPlan plan, EditedText output)
    {
        try
        {
            new SelfCheck(manifest, plan, output).Verify();
        }
        catch (Exception e) when (e is YamlException or ManifestException)
        {
            throw new SelfCheckException($"the output is not a valid manifest: {e.Message}");
        }
    }

    /// <summary>
    /// Checks each run of changed documents together with the unchanged document on each side: there, documents must not join. Documents
    /// are split at lines, so other unchanged documents need no check.
    /// </summary>
    private void Verify()
    {
        var count = manifest.Documents.Count;
        List<int> changed = [.. plan.TouchedDocuments(manifest)];
        if (plan.Added.Count > 0)
        {
            changed.Add(count);
        }

        var (first, end) = (0, 0);
        foreach (var i in changed)
        {
            if (i > end)
            {
                Verify(first, end);
                first = i - 1;
            }

            end = Math.Min(i + 2, count);
        }

        Verify(first, end);
        if (seen < output.Edits.Count)
        {
            throw Unplanned(output.Edits[seen].Span.Start);
        }
    }

    /// <summary>Checks the documents from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    private void Verify(int first, int end)
    {
        if (first == end)
        {
            return;
        }

        var isLast = end == manifest.Documents.Count;
        var range = new ByteSpan(manifest.Documents[first].Span.Start, manifest.Documents[end - 1].Span.End);
        var firstEdit = seen;
        while (seen < output.Edits.Count && output.Edits[seen].Span is var span && (span.Start < range.End || isLast))
        {
            if (span.Start < range.Start || span.End > range.End)
            {
                throw Unplanned(span.Start);
            }

            seen++;
        }

        Compare(first, end, Load(range, firstEdit, seen - firstEdit));
    }

    /// <summary>
    /// Loads a part of the output. It ends where the buffer ends, because readers take the end of an array for the end of the source. A
    /// line break separates it from what an earlier part left in the buffer.
    /// </summary>
    private ByteSpan Load(ByteSpan range, int firstEdit, int edits)
    {
        var length = output.LengthOf(range, firstEdit, edits);
        if (length >= buffer.Length)
        {
            buffer = GC.AllocateUninitializedArray<byte>(length + 1);
        }

        var start = buffer.Length - length;
        buffer[start - 1] = (byte)'\n';
        output.Copy(range, firstEdit, edits, buffer.AsSpan(start));
        return new ByteSpan(start, buffer.Length);
    }

    /// <summary>Compares documents with the part of the output that is in the buffer.</summary>
    private void Compare(int first, int end, ByteSpan part)
    {
        using var written = DocumentSplitter
            .Split(buffer, part)
            .Where(d => HasContent(buffer, d.Content))
            .GetEnumerator();
        for (var i = first; i < end; i++)
        {
            var document = manifest.Documents[i];
            if (plan.IsRemoved(document) || (document.Resources.Count == 0 && !HasContent(manifest.Source.Bytes, document.Content)))
            {
                continue;
            }

            if (!written.MoveNext())
            {
                throw new SelfCheckException($"{manifest.Source.Locate(document.Content.Start)}: the document is missing in the output");
            }

            Compare(document, written.Current.Content);
        }

        foreach (var added in end == manifest.Documents.Count ? plan.Added : [])
        {
            if (!written.MoveNext() || !added.Content.Matches(YamlReader.Read(buffer, written.Current.Content).Root))
            {
                throw new SelfCheckException($"{added.Id} is missing in the output or reads differently");
            }
        }

        if (written.MoveNext())
        {
            throw new SelfCheckException("the output has an unexpected document");
        }
    }

    private void Compare(Document document, ByteSpan content)
    {
        var before = manifest.Source.Bytes.AsSpan(document.Content.Start, document.Content.Length);
        var after = buffer.AsSpan(content.Start, content.Length);
        if (!plan.Edits.TryGetValue(document, out var edits) || edits.IsEmpty)
        {
            // The line break that separates a new document may be the only addition, and must not change a value.
            var isSame =
                before.SequenceEqual(after)
                || (
                    before.SequenceEqual(after.TrimEnd("\r\n"u8))
                    && TreeVerifier.Verify(
                        new TreeEdits(YamlReader.Read(manifest.Source.Bytes, document.Content)),
                        YamlReader.Read(buffer, content)
                    )
                        is null
                );
            if (!isSame)
            {
                throw Unplanned(document.Content.Start);
            }

            return;
        }

        if (
            document.HasAliases
            && ExpansionVerifier.Verify(YamlReader.Read(manifest.Source.Bytes, document.Content), document.Tree) is { } expansion
        )
        {
            throw new SelfCheckException($"{manifest.Source.Locate(expansion.Offset)}: {document.Resources[0].Id}: {expansion.Problem}");
        }

        SourceChecks.Check(after);
        var written = YamlReader.ReadChecked(buffer, content, arena);
        var problem = TreeVerifier.Verify(edits, written, arena, texts);
        arena.Release(written);
        if (problem is not null)
        {
            throw new SelfCheckException(
                $"{manifest.Source.Locate(document.Content.Start)}: {document.Resources[0].Id}: {problem.Value.Problem}"
            );
        }
    }

    private SelfCheckException Unplanned(int offset) =>
        new($"{manifest.Source.Locate(offset)}: the document changed, but no change was planned");

    /// <summary>True when the content has more than blank lines and comments.</summary>
    private static bool HasContent(byte[] bytes, ByteSpan content)
    {
        var at = content.Start;
        while (at < content.End && bytes[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'#')
        {
            at = bytes[at] == '#' ? Lines.Next(bytes, at) : at + 1;
        }

        return at < content.End;
    }
}
