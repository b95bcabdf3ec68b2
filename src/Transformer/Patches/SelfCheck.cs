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
/// <param name="manifest">The documents as they were read.</param>
/// <param name="plan">The requested changes.</param>
internal sealed class SelfCheck(Manifest manifest, PatchPlan plan)
{
    /// <summary>Enough for the changed documents of most streams.</summary>
    private const int SmallestBuffer = 1 << 16;

    /// <summary>The nodes of the written document that is being compared, and of a text in it.</summary>
    private readonly YamlNodeArena arena = YamlNodeArena.For(0);

    /// <summary>The texts in the scalars of written documents.</summary>
    private readonly RecentTexts texts = new(isReused: true);

    /// <summary>Holds the part of the output that is being checked.</summary>
    private byte[] buffer = [];

    /// <summary>
    /// Checks the documents from <paramref name="first"/> to before <paramref name="end"/>: changed documents together with the unchanged
    /// document on each side, because there, documents must not join. Documents are split at lines, so other unchanged documents need no
    /// check. New documents are checked with the last one.
    /// </summary>
    /// <param name="first">The position of the first document in the manifest.</param>
    /// <param name="end">The position after the last document.</param>
    /// <param name="output">The manifest's source with the edits of these documents.</param>
    /// <exception cref="SelfCheckException">The edited documents differ from the plan, or an edit is outside of them.</exception>
    public void Verify(int first, int end, EditedText output)
    {
        var range = new ByteSpan(manifest.Documents[first].Span.Start, manifest.Documents[end - 1].Span.End);
        foreach (var edit in output.Edits)
        {
            if (edit.Span.Start < range.Start || edit.Span.End > range.End)
            {
                throw Unplanned(edit.Span.Start);
            }
        }

        try
        {
            Compare(first, end, Load(range, output));
        }
        catch (Exception e) when (e is YamlException or ManifestException)
        {
            throw new SelfCheckException($"the output is not a valid manifest: {e.Message}");
        }
    }

    /// <summary>
    /// Loads a part of the output. It ends where the buffer ends, because readers take the end of an array for the end of the source. A
    /// line break separates it from what an earlier part left in the buffer.
    /// </summary>
    private ByteSpan Load(ByteSpan range, EditedText output)
    {
        var length = output.LengthOf(range);
        if (length >= buffer.Length)
        {
            buffer = GC.AllocateUninitializedArray<byte>(Math.Max(length + 1, SmallestBuffer));
        }

        var start = buffer.Length - length;
        buffer[start - 1] = (byte)'\n';
        output.Copy(range, buffer.AsSpan(start));
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
