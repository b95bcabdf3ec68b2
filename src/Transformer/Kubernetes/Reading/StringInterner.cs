using System.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes.Reading;

/// <summary>Returns equal names of a stream as one string: kinds, namespaces and labels repeat in nearly every object.</summary>
internal sealed class StringInterner
{
    /// <summary>The size is a power of two.</summary>
    private readonly string?[] names = new string?[256];

    /// <summary>The value of a scalar, as <see cref="YamlNode.Value"/>.</summary>
    public string Value(YamlNode scalar) => scalar.TryGetRaw(out var text) ? Value(text) : scalar.Value;

    /// <summary>Decodes the bytes as UTF-8.</summary>
    public string Value(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return "";
        }

        ref var known = ref names[((text.Length * 31) + (text[0] * 7) + text[^1] + (text[text.Length / 2] * 3)) & (names.Length - 1)];
        return known is not null && Ascii.Equals(text, known) ? known : known = Encoding.UTF8.GetString(text);
    }

    /// <summary>As <see cref="YamlNode.Text"/>: null for an empty value or a node that is not a scalar.</summary>
    public string? Text(YamlNode? node)
    {
        if (node is not { IsScalar: true } scalar)
        {
            return null;
        }

        // Null is written with no, one or four bytes.
        var isRaw = scalar.TryGetRaw(out var text);
        return (!isRaw || text.Length is 0 or 1 or 4) && scalar.IsNull ? null
            : isRaw ? Value(text)
            : scalar.Value;
    }
}
