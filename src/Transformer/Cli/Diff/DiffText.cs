using System.Text;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Cli.Diff;

/// <summary>One resource as it is written in a stream.</summary>
/// <param name="Name">Its name as in kubectl's diff: <c>apps.v1.Deployment.istio-system.istio-pilot</c>.</param>
/// <param name="Plain">Its lines.</param>
/// <param name="Shown">The same, with the values of a Secret masked.</param>
internal sealed record DiffText(string Name, string Plain, string Shown)
{
    public static DiffText Of(Resource resource, bool showSecrets)
    {
        var root = resource.Root;
        var text = Text(root, []);
        var shown = !showSecrets && resource.Kind == "Secret" ? Text(root, [.. SecretMask.Of(root)]) : text;
        return new DiffText(NameOf(resource.Id), text, shown);
    }

    /// <summary>The lines of a node, the first with its indentation, without the last line break.</summary>
    private static string Text(YamlNode root, IReadOnlyList<ByteEdit> edits)
    {
        var source = root.Tree.Source;
        var span = root.Span;
        var edited = ByteEdits.Apply(source.AsMemory(span.Start, span.Length), edits.Select(e => e.MovedBy(-span.Start)));
        var text = Encoding.UTF8.GetString(edited);
        return new string(' ', Lines.Column(source, span.Start)) + text.TrimEnd('\n');
    }

    public static string NameOf(ResourceId id) =>
        string.Join('.', new[] { id.ApiVersion.Replace('/', '.'), id.Kind, id.Namespace, id.Name }.Where(part => part.Length > 0));
}

/// <summary>A resource before and after the run; one side is null for an added or removed resource.</summary>
internal sealed record ResourcePair(string Name, DiffText? Before, DiffText? After)
{
    /// <summary>Both texts as they are shown. If only masked values differ, the masks show that.</summary>
    public (string Before, string After) Shown =>
        Before is { } before && After is { } after && before.Shown == after.Shown
            ? (SecretMask.Marked(before.Shown, "before"), SecretMask.Marked(after.Shown, "after"))
            : (Before?.Shown ?? "", After?.Shown ?? "");
}
