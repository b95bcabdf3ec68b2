using KymaIstioTransform.Text;

namespace KymaIstioTransform.Yaml.Scalars;

/// <summary>Text without quotes, folded over lines.</summary>
internal sealed class PlainStyle() : FlowScalarStyle(quotes: 0, special: (byte)'\n')
{
    public override StyledEdits? Edit(YamlNode scalar, ScalarText text, IReadOnlyList<ByteEdit> edits) => EditWords(text, edits);
}
