using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Patches;

/// <summary>The output differs from the requested changes: a bug of this program (exit code 5).</summary>
internal sealed class SelfCheckException(string message) : Exception(message);

/// <summary>
/// Reads the output again and compares it with the plan. Unchanged documents must have the same bytes. Changed documents must equal the
/// original with exactly the planned changes. Removed documents must be absent and new ones present. Output is written only after this
/// check passes.
/// </summary>
internal static class SelfCheck
{
    /// <exception cref="SelfCheckException">The output differs from the plan.</exception>
    public static void Verify(Manifest manifest, PatchPlan plan, byte[] output)
    {
        // Without changes the output is the input itself.
        if (output == manifest.Source.Bytes)
        {
            return;
        }

        try
        {
            Compare(manifest, plan, output);
        }
        catch (Exception e) when (e is YamlException or ManifestException)
        {
            throw new SelfCheckException($"the output is not a valid manifest: {e.Message}");
        }
    }

    private static void Compare(Manifest manifest, PatchPlan plan, byte[] bytes)
    {
        using var written = DocumentSplitter
            .Split(bytes, SourceText.ContentOf(bytes))
            .Where(d => HasContent(bytes, d.Content))
            .GetEnumerator();
        foreach (
            var document in manifest.Documents.Where(d =>
                (d.Resources.Count > 0 || HasContent(manifest.Source.Bytes, d.Content)) && !plan.IsRemoved(d)
            )
        )
        {
            if (!written.MoveNext())
            {
                throw new SelfCheckException($"{manifest.Source.Locate(document.Content.Start)}: the document is missing in the output");
            }

            Compare(manifest, plan, document, bytes, written.Current.Content);
        }

        foreach (var added in plan.Added)
        {
            if (!written.MoveNext() || !added.Content.Matches(YamlReader.Read(bytes, written.Current.Content).Root))
            {
                throw new SelfCheckException($"{added.Id} is missing in the output or reads differently");
            }
        }

        if (written.MoveNext())
        {
            throw new SelfCheckException("the output has an unexpected document");
        }
    }

    private static void Compare(Manifest manifest, PatchPlan plan, Document document, byte[] bytes, ByteSpan content)
    {
        var before = manifest.Source.Bytes.AsSpan(document.Content.Start, document.Content.Length);
        var after = bytes.AsSpan(content.Start, content.Length);
        if (!plan.Edits.TryGetValue(document, out var edits) || edits.IsEmpty)
        {
            // The line break that separates a new document may be the only addition.
            if (!before.SequenceEqual(after) && !before.SequenceEqual(after.TrimEnd("\r\n"u8)))
            {
                throw new SelfCheckException(
                    $"{manifest.Source.Locate(document.Content.Start)}: the document changed, but no change was planned"
                );
            }

            return;
        }

        if (
            document.HasAliases
            && TreeVerifier.VerifyExpansion(YamlReader.Read(manifest.Source.Bytes, document.Content), document.Tree) is { } expansion
        )
        {
            throw new SelfCheckException($"{manifest.Source.Locate(expansion.Offset)}: {document.Resources[0].Id}: {expansion.Problem}");
        }

        if (TreeVerifier.Verify(edits, YamlReader.Read(bytes, content)) is { } problem)
        {
            throw new SelfCheckException(
                $"{manifest.Source.Locate(document.Content.Start)}: {document.Resources[0].Id}: {problem.Problem}"
            );
        }
    }

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
