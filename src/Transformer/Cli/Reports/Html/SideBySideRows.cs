using System.Text.Json;
using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace KymaIstioTransform.Cli.Reports.Html;

/// <summary>
/// The rows of a side-by-side diff as JSON: <c>[1, left, right]</c> for a changed row, <c>[0, left, right]</c> for context, and <c>0</c>
/// for rows left out. A side is null or <c>[line number, [[1, changed text], [0, equal text]]]</c>.
/// </summary>
internal static class SideBySideRows
{
    /// <summary>Unchanged lines shown around each change, as in a unified diff.</summary>
    private const int Context = 3;

    /// <summary>
    /// Separators of the parts of a line that are compared: those of addresses, flags and YAML. With spaces only, a change in an address
    /// would mark the whole value.
    /// </summary>
    private static readonly char[] Separators = [.. " \t.,:;=/-_@\"'()[]{}"];

    public static void Write(Utf8JsonWriter json, string before, string after)
    {
        var builder = new SideBySideDiffBuilder(Differ.Instance, LineChunker.Instance, new DelimiterChunker(Separators));
        var model = builder.BuildDiffModel(before, after, ignoreWhitespace: false);
        var (left, right) = (model.OldText.Lines, model.NewText.Lines);
        var shown = Shown(left, right);
        for (var i = 0; i < left.Count; i++)
        {
            if (!shown[i])
            {
                if (i == 0 || shown[i - 1])
                {
                    json.WriteNumberValue(0);
                }

                continue;
            }

            json.WriteStartArray();
            json.WriteNumberValue(IsChanged(left[i]) || IsChanged(right[i]) ? 1 : 0);
            Write(json, left[i]);
            Write(json, right[i]);
            json.WriteEndArray();
        }
    }

    /// <summary>Which rows are changed or near a change.</summary>
    private static bool[] Shown(List<DiffPiece> left, List<DiffPiece> right)
    {
        var shown = new bool[left.Count];
        for (var i = 0; i < left.Count; i++)
        {
            if (IsChanged(left[i]) || IsChanged(right[i]))
            {
                Array.Fill(shown, true, Math.Max(i - Context, 0), Math.Min(i + Context + 1, left.Count) - Math.Max(i - Context, 0));
            }
        }

        return shown;
    }

    private static bool IsChanged(DiffPiece line) => line.Type != ChangeType.Unchanged;

    private static void Write(Utf8JsonWriter json, DiffPiece line)
    {
        if (line.Type == ChangeType.Imaginary)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartArray();
        json.WriteNumberValue(line.Position ?? 0);
        json.WriteStartArray();
        if (line.SubPieces.Count == 0)
        {
            Write(json, line.Text, changed: false);
        }

        foreach (var piece in line.SubPieces.Where(p => p.Type != ChangeType.Imaginary))
        {
            Write(json, piece.Text, piece.Type != ChangeType.Unchanged);
        }

        json.WriteEndArray();
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string? text, bool changed)
    {
        json.WriteStartArray();
        json.WriteNumberValue(changed ? 1 : 0);
        json.WriteStringValue(PlainText.Of((text ?? "").Replace('\t', ' ')));
        json.WriteEndArray();
    }
}
