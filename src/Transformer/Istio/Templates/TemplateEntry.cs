using KymaIstioTransform.Text;

namespace KymaIstioTransform.Istio.Templates;

/// <summary>The kind of a <see cref="TemplateEntry"/>.</summary>
internal enum TemplateEntryKind
{
    /// <summary>The dash of a sequence item.</summary>
    Item,

    /// <summary>A key of a mapping.</summary>
    Key,

    /// <summary>A value on a line of its own: the scalar or flow collection of the key or dash above it.</summary>
    Value,
}

/// <summary>
/// One element of the YAML around a template's actions, in block style. The line <c>- name: istio-proxy # x</c> has two entries: an item
/// and a key. Comments, the content of block scalars and the inside of flow collections are not entries.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Line">Where its line starts.</param>
/// <param name="Start">Where its first character is: a dash, the key, the value.</param>
/// <param name="Column">The column at which the template prints it.</param>
/// <param name="Key">A key's name with its quotes; empty for other kinds.</param>
/// <param name="Value">
/// The scalar or flow collection on the same line, quotes included, comment excluded; a flow collection, quoted or block scalar may reach
/// over more lines. Empty where nothing follows, or where a key follows a dash.
/// </param>
/// <param name="Arm">The innermost arm that it belongs to.</param>
/// <param name="StartsLine">False when an action precedes it on its line.</param>
internal readonly record struct TemplateEntry(
    TemplateEntryKind Kind,
    int Line,
    int Start,
    int Column,
    ByteSpan Key,
    ByteSpan Value,
    TemplateBranchArm Arm,
    bool StartsLine
)
{
    public bool IsItem => Kind == TemplateEntryKind.Item;

    public bool IsKey => Kind == TemplateEntryKind.Key;

    /// <summary>The end of the entry: of its first line or of its value.</summary>
    public int End => Math.Max(Value.End, Math.Max(Key.End, Start + 1));
}
