using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;

namespace KymaIstioTransform.Patches;

/// <summary>
/// Applies a plan: the input's bytes with all edits, without removed documents, and with new documents at the end. Each run of changed
/// documents is rendered, checked and released before the next one.
/// </summary>
internal static class ManifestWriter
{
    /// <summary>The source of a part of a manifest, edited. Only a manifest without parts can get new documents.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="plan">The requested changes. The edits of written documents are released.</param>
    /// <param name="part">One of its parts, or the manifest itself when it has none.</param>
    /// <exception cref="YamlException">An edit cannot be written; the offset is one of <paramref name="part"/>.</exception>
    /// <exception cref="SelfCheckException">The result differs from the plan.</exception>
    public static EditedText Write(Manifest manifest, PatchPlan plan, Manifest part)
    {
        var check = new SelfCheck(part, plan);
        var written = new List<ByteEdit>();
        foreach (var (first, end) in plan.ChangedRuns(part))
        {
            var run = Render(manifest, plan, part, first, end);
            check.Verify(first, end, run);
            written.AddRange(run.Edits);
            for (var i = first; i < end; i++)
            {
                plan.Release(part.Documents[i]);
            }
        }

        return new EditedText(part.Source.Bytes, written);
    }

    /// <summary>
    /// The source of a part with the edits of its documents from <paramref name="first"/> to before <paramref name="end"/>. The last
    /// document brings the new ones.
    /// </summary>
    /// <inheritdoc cref="Write" path="/param"/>
    /// <exception cref="YamlException">An edit cannot be written; the offset is one of <paramref name="part"/>.</exception>
    public static EditedText Render(Manifest manifest, PatchPlan plan, Manifest part, int first, int end)
    {
        var edits = new List<ByteEdit>();
        for (var i = first; i < end; i++)
        {
            var document = part.Documents[i];
            if (plan.IsRemoved(document))
            {
                edits.Add(new ByteEdit(RemovalSpan(manifest, plan, manifest.PositionOf(document)), []));
            }
            else if (plan.IsChanged(document))
            {
                edits.AddRange(document.ToInput([.. plan.CompleteEditsOf(document).ToSource()]));
            }
        }

        if (end == part.Documents.Count && plan.Added.Count > 0)
        {
            edits.Add(new ByteEdit(ByteSpan.At(part.Source.Bytes.Length), Encoding.UTF8.GetBytes(Additions(manifest, plan))));
        }

        return new EditedText(part.Source.Bytes, edits);
    }

    /// <summary>
    /// The span of a whole document, with its marker and comments. If remaining documents inherit their template from its <c># Source:</c>
    /// line, that line stays. If the next document has no marker, because this one ends with <c>...</c>, a marker of this one stays:
    /// otherwise, the next one would become part of the previous one, or of the line that stays.
    /// </summary>
    private static ByteSpan RemovalSpan(Manifest manifest, PatchPlan plan, int index)
    {
        var document = manifest.Documents[index];
        var isMarkerNeeded = index + 1 < manifest.Documents.Count && !manifest.Documents[index + 1].HasMarker;
        if (document.NamesTemplate && HasHeir(manifest, plan, index))
        {
            var root = Lines.Start(document.Source, document.ToInput(document.Tree.Root.Span.Start));
            return new ByteSpan(root, isMarkerNeeded ? document.Content.End : document.Span.End);
        }

        return isMarkerNeeded ? document.Span with { Start = document.Content.Start } : document.Span;
    }

    /// <summary>True when a remaining document inherits the template of this one.</summary>
    private static bool HasHeir(Manifest manifest, PatchPlan plan, int index)
    {
        for (
            var next = index + 1;
            next < manifest.Documents.Count
                && !manifest.Documents[next].NamesTemplate
                && manifest.Documents[next].TemplatePath == manifest.Documents[index].TemplatePath;
            next++
        )
        {
            if (manifest.Documents[next].Resources.Count > 0 && !plan.IsRemoved(manifest.Documents[next]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The new documents. A template comment from Helm 2 would also apply to them, and a second run would then remove them as part of an
    /// addon. A line of the same form prevents that.
    /// </summary>
    private static string Additions(Manifest manifest, PatchPlan plan)
    {
        var source = manifest.Documents[^1].TemplatePath is null ? "" : "# Source: kyma-istio-transform";
        var bytes = manifest.Source.Bytes;
        var lineBreak = Encoding.UTF8.GetString(Lines.Break(bytes));
        var last = manifest.Documents[^1];
        var endsInLine = bytes is not ([] or [.., (byte)'\n']) && !plan.IsRemoved(last);
        if (endsInLine)
        {
            SourceLayout.RequireLineBreakAtEnd(last.Tree);
        }

        var text = new StringBuilder(endsInLine ? lineBreak : "");
        foreach (var added in plan.Added)
        {
            text.Append("---")
                .Append(lineBreak)
                .Append(source)
                .Append(source.Length > 0 ? lineBreak : "")
                .Append(ValueWriter.Block(added.Content, 0, lineBreak))
                .Append(lineBreak);
        }

        return text.ToString();
    }
}
