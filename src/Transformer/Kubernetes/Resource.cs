using System.Diagnostics.CodeAnalysis;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes;

/// <summary>One Kubernetes object of the input: a document, or an item of a <c>List</c> document.</summary>
/// <param name="Document">The document that contains it.</param>
/// <param name="NodeIndex">Its mapping in the document's tree.</param>
/// <param name="Id">Its name.</param>
/// <param name="LabelsIndex">The value of its field <c>metadata.labels</c> in the document's outline, or 0.</param>
internal sealed record Resource(Document Document, int NodeIndex, ResourceId Id, int LabelsIndex)
{
    private string? labelledChart;
    private bool knowsLabelledChart;
    private IReadOnlyList<int>? podSpecs;

    /// <summary>The bytes of its labels in the document's source, aliases expanded.</summary>
    public ByteSpan LabelsSpan { get; init; }

    /// <summary>Where its mapping starts in the document's source, aliases expanded.</summary>
    public int Start { get; init; }

    /// <summary>The events at which Helm applies it instead of with the release; empty for an ordinary object.</summary>
    public IReadOnlyList<string> HookEvents => HelmAnnotations?.HookEvents ?? [];

    /// <summary>What Helm's annotations say; null without them.</summary>
    public HelmAnnotations? HelmAnnotations { get; init; }

    /// <summary>True when its name is only a prefix for the name that the API server generates (<c>metadata.generateName</c>).</summary>
    public bool HasGeneratedName { get; init; }

    /// <summary>
    /// The chart template it was rendered from (Helm's <c># Source:</c> line, or the annotation of Helm 4's post-renderer), or null.
    /// </summary>
    public ChartTemplate? Template => Document.Template ?? HelmAnnotations?.Template;

    /// <summary>The path of <see cref="Template"/>.</summary>
    public string? TemplatePath => Template?.Path;

    public string Kind => Id.Kind;

    public string Name => Id.Name;

    public string Namespace => Id.Namespace;

    /// <summary>A <c>List</c> itself, which has no name.</summary>
    public static Resource OfList(Document list) =>
        new(list, 0, new ResourceId("v1", "List", "", ""), 0) { Start = list.Outline.Root.Span.Start };

    /// <summary>The object's mapping in <see cref="Document.Tree"/>. Reading it does not fail: the document was read once before.</summary>
    public YamlNode Root => new(Document.Tree, NodeIndex);

    /// <summary>True when it is an item of a <c>List</c>.</summary>
    public bool IsListItem => NodeIndex != 0;

    /// <summary>Its labels, in order, as they are written.</summary>
    public YamlPairs Labels => LabelsIndex == 0 ? default : LabelsNode.Pairs;

    private YamlNode LabelsNode => Document.Mapping(LabelsSpan, LabelsIndex);

    /// <summary>A label's value, empty when the value is empty; null when the label is absent.</summary>
    public string? Label(string key)
    {
        if (LabelsIndex == 0 || !Document.MayContain(LabelsSpan, key))
        {
            return null;
        }

        var labels = LabelsNode;
        foreach (var (name, value) in labels.Pairs)
        {
            if (name.Is(key))
            {
                return value.Text ?? "";
            }
        }

        return !Document.IsOutlined && labels.Tree.MayHaveMerges && labels.Find(key) is { } merged ? merged.Text ?? "" : null;
    }

    /// <summary>
    /// The chart it comes from: the folder above <c>templates</c> in the template's path, else what its labels say, else null.
    /// </summary>
    public string? Chart => Template?.Chart ?? LabelledChart;

    /// <summary>
    /// The <c>chart</c> or <c>helm.sh/chart</c> label without its version, or null. Read on first use, if the reader has not set it.
    /// </summary>
    public string? LabelledChart
    {
        get
        {
            if (!knowsLabelledChart)
            {
                LabelledChart = ChartOfLabel(Label("chart")) ?? ChartOfLabel(Label("helm.sh/chart"));
            }

            return labelledChart;
        }
        set => (labelledChart, knowsLabelledChart) = (value, true);
    }

    /// <summary>
    /// The pod specs found by structure, as indexes of the document's tree (see <see cref="Workload.PodSpecs"/>). Searched only once.
    /// </summary>
    public IReadOnlyList<int> PodSpecIndexes => podSpecs ??= Workload.FindPodSpecs(this);

    /// <summary>The chart of a label. Chart labels read <c>NAME-VERSION</c>, and a version starts with a digit.</summary>
    [return: NotNullIfNotNull(nameof(label))]
    public static string? ChartOfLabel(string? label)
    {
        for (var dash = label?.Length - 2 ?? -1; dash > 0; dash--)
        {
            if (label![dash] == '-' && char.IsAsciiDigit(label[dash + 1]))
            {
                return label[..dash];
            }
        }

        return label;
    }
}
