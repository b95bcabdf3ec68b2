using System.Diagnostics.CodeAnalysis;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.JsonPatch;

/// <summary>Reads a JSON Patch: a list of operations, as JSON or, like kubectl, as YAML.</summary>
internal static class PatchReader
{
    /// <summary>Reads a file that is one patch.</summary>
    /// <exception cref="PatchException">It is not a JSON Patch.</exception>
    public static IReadOnlyList<PatchOperation> Read(InputFile file)
    {
        var source = new SourceText([file]);
        try
        {
            SourceChecks.Check(source.Bytes);
            var tree = YamlReader.Read(source.Bytes, SourceText.ContentOf(source.Bytes));
            return tree.IsEmpty
                ? throw new PatchException(source.Locate(0), "the patch is empty (write [] for no changes)")
                : Read(tree.Root, source.Locate);
        }
        catch (YamlException e)
        {
            throw new PatchException(source.Locate(e.Offset), e.Message);
        }
    }

    /// <summary>Reads a patch inside a YAML document.</summary>
    /// <param name="list">The list of operations.</param>
    /// <param name="locate">Turns an offset of the document into the place that messages name.</param>
    /// <exception cref="PatchException">It is not a JSON Patch.</exception>
    public static IReadOnlyList<PatchOperation> Read(YamlNode list, Func<int, Location> locate) =>
        list.IsSequence
            ? [.. list.Items.Select((item, i) => Operation(item, i + 1, locate(item.Span.Start)))]
            : throw new PatchException(locate(list.Span.Start), "a JSON Patch must be a list of operations");

    private static PatchOperation Operation(YamlNode node, int number, Location at)
    {
        try
        {
            var verb = Verb(node.Find("op")) ?? throw Wrong("op must be one of test, add, remove, replace, move, copy");
            return new PatchOperation(
                number,
                verb,
                Pointer("path"),
                verb is PatchVerb.Move or PatchVerb.Copy ? Pointer("from") : null,
                verb is PatchVerb.Test or PatchVerb.Add or PatchVerb.Replace
                    ? PatchValue.Of(node.Find("value") ?? throw Wrong("value is missing"))
                    : null,
                at
            );
        }
        catch (YamlException e)
        {
            throw Wrong(e.Message);
        }

        JsonPointer Pointer(string key) =>
            (node.Find(key) is { IsScalar: true } text ? JsonPointer.Parse(text.Value) : null)
            ?? throw Wrong($"{key} must be a JSON Pointer: a slash before each key or index (~0 for ~, ~1 for / in a key)");

        PatchException Wrong(string message) => new(at, $"operation {number}: {message}");
    }

    [SuppressMessage("Globalization", "CA1308", Justification = "RFC 6902 writes the words in lower case.")]
    private static PatchVerb? Verb(YamlNode? node) =>
        Enum.GetValues<PatchVerb>().Cast<PatchVerb?>().FirstOrDefault(v => node?.Is(v.ToString()!.ToLowerInvariant()) == true);
}
