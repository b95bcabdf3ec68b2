using KymaIstioTransform.Istio.Templates;
using KymaIstioTransform.Yaml.Editing;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>One of the two sections of a container's resources in a template, and the memory that it gets if it sets none.</summary>
/// <param name="view">The template.</param>
/// <param name="additions">Receives the additions.</param>
/// <param name="name"><c>limits</c> or <c>requests</c>.</param>
/// <param name="amount">A quantity, or actions that print one.</param>
/// <param name="container">What the report calls the owner of the resources.</param>
internal sealed class TemplateMemorySection(
    TemplateKeyLookup view,
    TemplateEditor additions,
    string name,
    string amount,
    string container
)
{
    public string Name => name;

    /// <summary>The name of the other section.</summary>
    public string Other => name == "limits" ? "requests" : "limits";

    public string Container => container;

    private string Quoted => $"\"{amount}\"";

    private string Note => $"memory {(name == "limits" ? "limit" : "request")} of {container}";

    /// <summary>Adds the section at the end of resources without it.</summary>
    public void AppendTo(TemplateRegion resources, int indent) => additions.Append(resources, Text(indent), Note);

    /// <summary>Adds the section for the case that none of a branch's conditions is true.</summary>
    public void AddElse(TemplateNode.ControlBlock branch, int indent) => additions.AddElse(branch, Text(indent), Note);

    /// <summary>Adds the memory to the section that a key starts, in each of its branches.</summary>
    public void Complete(TemplateEntry key, TemplateRegion children)
    {
        if (key.Value.Length > 0)
        {
            CompleteInline(key);
            return;
        }

        var present = view.Keys(children, "memory").ToList();
        foreach (var entry in present.Where(HasNoMemory))
        {
            additions.Replace(entry.Value, (entry.Value.Length == 0 ? " " : "") + Quoted);
        }

        if (present.Count > 0)
        {
            return;
        }

        if (children.Branches.FirstOrDefault(b => view.Mentions(b, "memory")) is { } branch)
        {
            if (!branch.IsExhaustive)
            {
                additions.AddElse(branch, MemoryText(view.IndentOf(branch.Arms[0], "memory") ?? key.Column + 2), Note);
            }
        }
        else if (children.Nodes.OfType<TemplateNode.Action>().FirstOrDefault(view.PrintsLines) is { } unknown)
        {
            additions.Skip(
                unknown.Span.Start,
                $"cannot determine what {view.Template.Text(unknown.Span)} adds to the {name} of {container}"
            );
        }
        else
        {
            additions.Append(children, MemoryText(view.FirstIndent(children.Span) ?? key.Column + 2), Note);
        }
    }

    private bool HasNoMemory(TemplateEntry entry) =>
        !view.Template.HasAction(entry.Value) && ResourceRequirementsEditor.IsMissing(view.Template.Text(entry.Value));

    /// <summary>Completes a section in flow style or an empty section.</summary>
    private void CompleteInline(TemplateEntry key)
    {
        var node = TemplateFlow.IsFlow(view.Template, key.Value) ? TemplateFlow.Read(view.Template, key.Value) : null;
        var isNull = node is null && view.Template.TextOf(key.Value) is "null" or "~";
        var present = node?.Find("memory");
        if (present is { } memory && (view.Template.HasAction(memory.Span) || !ResourceRequirementsEditor.IsMissing(memory)))
        {
            return;
        }

        if (view.Template.HasAction(key.Value) || !(isNull || node is { IsMapping: true }) || present is not null)
        {
            additions.Skip(key.Start, $"cannot determine the memory in the {name} of {container}");
            return;
        }

        var entry = $"{(node is { } flow && FlowFormat.Of(flow).Json ? "\"memory\"" : "memory")}: {Quoted}";
        if (node is { } filled && FieldEditor.HasEntries(filled))
        {
            additions.Insert(filled.Children.Last().Span.End, ", " + entry, Note);
        }
        else
        {
            additions.Replace(key.Value, $"{{{entry}}}");
        }
    }

    private string Text(int indent) => $"{new string(' ', indent)}{name}:{additions.LineBreak}{MemoryText(indent + 2)}";

    private string MemoryText(int indent) => $"{new string(' ', indent)}memory: {Quoted}{additions.LineBreak}";
}
