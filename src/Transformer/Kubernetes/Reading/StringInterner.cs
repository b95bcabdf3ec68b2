using System.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>
/// Returns equal names of a stream as one string: kinds, namespaces and labels repeat in nearly every object. It finds a name by the bytes
/// of an earlier place that has it.
/// </summary>
/// <param name="source">The bytes of the stream.</param>
internal sealed class StringInterner(byte[] source)
{
    /// <summary>The size is a power of two.</summary>
    private readonly Name[] names = new Name[256];

    /// <summary>A part of the source as text, decoded as UTF-8.</summary>
    public string Value(int start, int length)
    {
        if (length == 0)
        {
            return "";
        }

        var text = source.AsSpan(start, length);
        ref var known = ref names[((length * 31) + (text[0] * 7) + text[^1] + (text[length / 2] * 3)) & (names.Length - 1)];
        if (known.Length != length || !source.AsSpan(known.Start, length).SequenceEqual(text))
        {
            known = new Name(start, length, Encoding.UTF8.GetString(text));
        }

        return known.Value;
    }

    /// <summary>
    /// The text of the node at an index, as <see cref="YamlNode.Text"/>: null for an empty value or a node that is not a scalar. Index 0,
    /// the root, stands for an absent node.
    /// </summary>
    public string? Text(YamlTree? tree, int index)
    {
        if (index == 0)
        {
            return null;
        }

        var node = new YamlNode(tree!, index);
        if (tree!.Source != source || !node.TryGetRaw(out var text))
        {
            return node.Text;
        }

        // Null is written with no, one or four bytes.
        return text.Length is 0 or 1 or 4 && node.IsNull ? null : Value(tree[index].Start + (node.IsPlain ? 0 : 1), text.Length);
    }

    /// <summary>A name and a place that has it.</summary>
    private readonly record struct Name(int Start, int Length, string Value);
}
