using System.Runtime.CompilerServices;
using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml;

/// <summary>
/// Finds YAML that kubectl reads in another way than this program, or whose exact place a reader does not report. No edit of a document
/// with it is safe.
/// </summary>
internal static class EditSafety
{
    /// <summary>The line breaks of YAML 1.1 that are text in YAML 1.2.</summary>
    private static readonly WordFilter LineBreaks1_1 = new("\u0085", "\u2028", "\u2029");

    /// <summary>Throws if no edit of the tree is safe.</summary>
    /// <exception cref="YamlException">Names the key or line break that prevents it, with its place.</exception>
    public static void Require(YamlTree tree)
    {
        RequireKeys(tree);
        RequireKnownAnchors(tree);
        RequireKnownFlowText(tree);
        RequireKnownLineBreaks(tree);
        RequireKnownIndentation(tree);
    }

    /// <summary>
    /// Throws if an anchor has a character that ends its name for kubectl: that reads <c>&amp;a:</c> as an anchor and an empty key.
    /// </summary>
    private static void RequireKnownAnchors(YamlTree tree)
    {
        if (tree.Anchors.Count == 0)
        {
            return;
        }

        foreach (var (index, name) in tree.Anchors)
        {
            if (name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            {
                throw new YamlException(
                    $"readers disagree on the anchor &{name}, which prevents changes in this document (use only letters, digits, - and _ "
                    + "in its name)",
                    tree.ToSource(tree.Entries[index].Start)
                );
            }

            if (
                tree.Entries[index] is { Kind: YamlKind.Scalar, Parent: >= 0 and var parent }
                && tree.Entries[parent] is { Kind: YamlKind.Mapping, Style: YamlStyle.Flow }
                && tree.PositionOf(index) % 2 != 0
            )
            {
                // YamlDotNet rejects the document when another entry follows.
                throw new YamlException(
                    $"the anchor &{name} of a value in a flow mapping prevents changes in this document (write the mapping in block style)",
                    tree.ToSource(tree.Entries[index].Start)
                );
            }
        }
    }

    /// <summary>
    /// Throws if a line between block nodes is indented with a tab: readers accept that after some nodes only, and an edit may put another
    /// node before the line.
    /// </summary>
    private static void RequireKnownIndentation(YamlTree tree)
    {
        var text = tree.Source.AsSpan(0, Lines.NextContent(tree.Source, tree.Root.Span.End));
        var (node, end) = (0, tree.Root.Span.Start);
        for (var tab = IndexOf(text, (byte)'\t', end); tab >= 0; tab = IndexOf(text, (byte)'\t', Math.Max(tab + 1, end)))
        {
            for (; node < tree.Entries.Length && tree[node].Start <= tab; node++)
            {
                end = tree[node] is { Kind: YamlKind.Scalar } or { Style: YamlStyle.Flow } ? Math.Max(end, tree[node].End) : end;
            }

            var line = Lines.Start(text, tab);
            if (tab >= end && line + BlockScalar.LeadingSpaces(text, line) == tab)
            {
                throw new YamlException(
                    "this line is indented with a tab, which prevents changes in this document (use spaces)",
                    tree.ToSource(tab)
                );
            }
        }
    }

    private static int IndexOf(ReadOnlySpan<byte> text, byte value, int from)
    {
        var at = from < text.Length ? text[from..].IndexOf(value) : -1;
        return at < 0 ? -1 : from + at;
    }

    /// <summary>
    /// Throws if plain text in a flow collection has a question mark, or a colon at one end: kubectl ends the text there or rejects it. It
    /// reads a key with a colon that no blank follows (<c>{a:, b}</c>) as text that ends with the colon.
    /// </summary>
    /// <exception cref="YamlException">Names the place of the text.</exception>
    public static void RequireKnownFlowText(YamlTree tree)
    {
        if (!tree.Root.Raw.ContainsAny((byte)'{', (byte)'['))
        {
            return;
        }

        var entries = tree.Entries;
        for (var i = 1; i < entries.Length; i++)
        {
            ref readonly var entry = ref entries[i];
            if (entry is { Kind: YamlKind.Scalar, Style: YamlStyle.Plain } && entries[entry.Parent].Style == YamlStyle.Flow)
            {
                var text = tree.Source.AsSpan(entry.Start..entry.End);
                if (text is [(byte)':', ..] or [.., (byte)':'] || text.Contains((byte)'?') || IsBeforeTightColon(tree.Source, entry.End))
                {
                    throw new YamlException(
                        "text with a question mark, or with a colon at one end, needs quotes in a flow collection: kubectl reads it in "
                        + "another way, which prevents changes in this document",
                        tree.ToSource(entry.Start)
                    );
                }
            }
        }
    }

    private static bool IsBeforeTightColon(byte[] source, int end) =>
        end < source.Length - 1 && source[end] == ':' && source[end + 1] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n');

    /// <summary>
    /// Throws if the source has a line break of YAML 1.1 (U+0085, U+2028, U+2029), which is text in YAML 1.2. kubectl reads such a document
    /// in another way than this program, so an edit may be in another place for it.
    /// </summary>
    private static void RequireKnownLineBreaks(YamlTree tree)
    {
        var at = Ascii.IsValid(tree.Root.Raw) ? -1 : LineBreaks1_1.IndexOf(tree.Source.AsSpan(0, tree.Root.Span.End), tree.Root.Span.Start);
        if (at >= 0)
        {
            Rune.DecodeFromUtf8(tree.Source.AsSpan(at), out var lineBreak, out _);
            throw new YamlException(
                $"the character U+{lineBreak.Value:X4} is a line break for some readers, which prevents changes in this document "
                    + $"(write it as an escape in double quotes: \\u{lineBreak.Value:X4})",
                tree.ToSource(at)
            );
        }
    }

    /// <summary>
    /// Throws if the tree has keys that are not text before a colon: the reader does not record what surrounds such keys, so edits next to
    /// them are not possible.
    /// </summary>
    private static void RequireKeys(YamlTree tree)
    {
        var entries = tree.Entries;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Kind != YamlKind.Mapping)
            {
                continue;
            }

            var isBlock = entries[i].Style != YamlStyle.Flow;
            for (var (key, end) = (i + 1, entries[i].Next); key < end; key = entries[entries[key].Next].Next)
            {
                if (!(isBlock && IsPlainBeforeColon(tree.Source, entries[key])) && !IsTextBeforeColon(tree.Source, entries[key], isBlock))
                {
                    throw new YamlException(
                        "this mapping has an empty key or one that starts with a question mark, which prevents changes in it (write "
                        + "KEY: VALUE)",
                        tree.ToSource(entries[i].Start)
                    );
                }
            }
        }
    }

    /// <summary>True for nearly all keys of block mappings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPlainBeforeColon(byte[] source, in YamlEntry key) =>
        key is { Kind: YamlKind.Scalar, Style: YamlStyle.Plain }
        && key.End > key.Start
        && key.End < source.Length
        && source[key.End] == ':'
        && source[key.Start] != ':';

    private static bool IsTextBeforeColon(byte[] source, in YamlEntry key, bool isBlock)
    {
        if (
            key.Kind != YamlKind.Scalar
            || key.End == key.Start
            || source[key.Start] == ':'
            || key.Style is YamlStyle.Literal or YamlStyle.Folded
        )
        {
            return false;
        }

        if (key.End < source.Length && source[key.End] == ':' && isBlock)
        {
            return true;
        }

        // In flow style a key may have no colon. The library accepts colons and text that do not belong there.
        return isBlock
            ? source.AsSpan(key.End).TrimStart(" \t"u8) is [(byte)':', ..]
            : source.AsSpan(0, key.Start).TrimEnd(" \t\r\n"u8) is not [.., (byte)'?' or (byte)':']
                && source.AsSpan(key.End).TrimStart(" \t\r\n"u8) is [(byte)':' or (byte)',' or (byte)'}' or (byte)']' or (byte)'#', ..];
    }
}
