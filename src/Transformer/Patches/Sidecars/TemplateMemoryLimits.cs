using KymaIstioTransform.Istio.Templates;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>
/// Completes the content of a <c>resources</c> key between the actions of a template. Each branch without <c>limits.memory</c> gets it. A
/// branch without <c>requests.memory</c> gets that too if Kubernetes would otherwise use a higher limit as the request.
/// </summary>
/// <param name="view">The template.</param>
/// <param name="additions">Receives the additions.</param>
/// <param name="options">The amounts.</param>
/// <param name="fillValues"> Completes the resources at a path of the chart values that the template prints
/// (<c>.Values.global.proxy.resources</c>) and returns the memory there; null when the values are not in the input. </param>
/// <param name="definitionsOf">Completes the definitions that several containers print; null when this does.</param>
internal sealed class TemplateMemoryLimits(
    TemplateKeyLookup view,
    TemplateEditor additions,
    SidecarOptions options,
    Func<string, ResourceAmount?> fillValues,
    TemplateMemoryLimits? definitionsOf = null
)
{
    private readonly HashSet<TemplateBranchArm> definitions = [];

    /// <summary>The offsets of parts that were completed as a whole.</summary>
    private readonly HashSet<int> complete = [];

    /// <summary>
    /// Completes the children of <c>resources</c>. They start at <paramref name="indent"/> when no line shows the indentation.
    /// </summary>
    public void Complete(TemplateRegion region, int indent, string what)
    {
        // If no annotation applies, the chart's own amounts count. The other branches use them as the fallback.
        var memory =
            DefaultMemory(region)
            ?? new ResourceAmount(Quantity.Min(options.Requests.Memory, options.Limits.Memory), options.Limits.Memory);
        ResourceAnnotations.Widen(
            view.Template,
            region,
            additions,
            options.Requests with
            {
                Memory = memory.Limit < options.Requests.Memory ? memory.Limit : options.Requests.Memory,
            }
        );
        var limit = ResourceAnnotations.MemoryLimit(view.Template, region, memory.Limit);
        Ensure(region, indent, new TemplateMemorySection(view, additions, "limits", limit, what));
        if (memory.Request < memory.Limit)
        {
            var request = ResourceAnnotations.MemoryRequest(view.Template, region, memory.Request);
            Ensure(region, indent, new TemplateMemorySection(view, additions, "requests", request, what));
        }
    }

    /// <summary>The resources that one action prints as a whole: chart values, or a definition of this template.</summary>
    public bool Provides(TemplateNode.Action action, TemplateBranchArm arm, int indent)
    {
        if (action.Keyword is not ("template" or "include"))
        {
            return FillValues(action, arm) is not null;
        }

        return (definitionsOf ?? this).ProvidesDefinition(action, indent);
    }

    /// <summary>Completes the chart values that an action prints and returns the memory there.</summary>
    private ResourceAmount? FillValues(TemplateNode.Action action, TemplateBranchArm arm) =>
        ChartValuesReference.PathIn(action, arm) is { } path ? fillValues(path) : null;

    private bool ProvidesDefinition(TemplateNode.Action action, int indent)
    {
        var name = Quoted(action);
        var definition = view.Template.Arms().FirstOrDefault(a => a.Header?.Keyword is "define" or "block" && Quoted(a.Header) == name);
        if (definition is not null && definitions.Add(definition))
        {
            Complete(new TemplateRegion(definition, definition.Span), view.FirstIndent(definition.Span) ?? indent, $"template {name}");
        }

        return definition is not null;
    }

    private void Ensure(TemplateRegion region, int indent, TemplateMemorySection section, bool isWhole = true)
    {
        if (complete.Contains(region.Span.Start))
        {
            return;
        }

        if (isWhole && region.IsStatic && !view.IsBlank(region) && section.Name == "limits")
        {
            complete.Add(region.Span.Start);
            additions.EditYaml(region.Span, section.Container, editor => ResourceRequirementsEditor.Complete(editor, editor.Root, options));
            return;
        }

        var provided = false;
        foreach (var key in view.Keys(region, section.Name))
        {
            section.Complete(key, view.ChildrenOf(key, region));
            provided = true;
        }

        if (!TryReadActions(region, indent, section.Container, ref provided))
        {
            return;
        }

        provided |= EnsureBranches(region, indent, section, provided, isWhole);
        if (!provided)
        {
            section.AppendTo(region, view.Keys(region, section.Other).Select(k => (int?)k.Column).FirstOrDefault() ?? indent);
        }
    }

    /// <summary>Looks for actions that print the resources; false, and reported, when one prints something unknown.</summary>
    private bool TryReadActions(TemplateRegion region, int indent, string what, ref bool provided)
    {
        foreach (var action in region.Nodes.OfType<TemplateNode.Action>().Where(view.PrintsLines))
        {
            if (Provides(action, region.Arm, indent))
            {
                provided = true;
            }
            else if (!provided)
            {
                additions.Skip(
                    action.Span.Start,
                    $"cannot determine what {view.Template.Text(action.Span)} adds to the resources of {what}"
                );
                return false;
            }
        }

        return true;
    }

    /// <summary>Completes a section in the branches of a region; true when there are such branches.</summary>
    private bool EnsureBranches(TemplateRegion region, int indent, TemplateMemorySection section, bool provided, bool isWhole)
    {
        // A branch that sets only the other section sets this one too if nothing else does.
        var branches = region.Branches.Where(b => b.Header.Keyword != "define").ToList();
        var setters = branches.FindAll(b => Sets(b, section));
        setters = provided || setters.Count > 0 ? setters : branches.FindAll(b => b.IsExhaustive && view.Mentions(b, section.Other));
        var isOnly = isWhole && !provided && IsOnlySetter(region, branches, setters);
        foreach (var branch in setters)
        {
            foreach (var arm in branch.Arms)
            {
                Ensure(
                    new TemplateRegion(arm, arm.Span),
                    view.IndentOf(arm, section.Name) ?? view.IndentOf(arm, section.Other) ?? indent,
                    section,
                    isOnly
                );
            }

            if (!branch.IsExhaustive && !IsGuardOfValues(branch))
            {
                section.AddElse(branch, view.IndentOf(branch.Arms[0], section.Name) ?? indent);
            }
        }

        return setters.Count > 0;
    }

    /// <summary>
    /// True when one branch alone sets both sections. Where another part of the resources sets the other section, an arm that got both
    /// would set it twice.
    /// </summary>
    private bool IsOnlySetter(
        TemplateRegion region,
        List<TemplateNode.ControlBlock> branches,
        List<TemplateNode.ControlBlock> setters
    ) =>
        setters.Count == 1
        && !view.Keys(region, "requests").Any()
        && branches.TrueForAll(b => b == setters[0] || (!view.Mentions(b, "limits") && !view.Mentions(b, "requests")));

    /// <summary>True for a branch that sets a section, or that has resources printed by an action.</summary>
    private bool Sets(TemplateNode.ControlBlock branch, TemplateMemorySection section) =>
        view.Mentions(branch, section.Name) || branch.Arms.Any(HasActionAlone);

    private bool HasActionAlone(TemplateBranchArm arm) =>
        arm.Nodes.Any(n =>
            n is TemplateNode.Action action
                ? view.PrintsLines(action)
                : n is TemplateNode.ControlBlock inner && inner.Arms.Any(HasActionAlone)
        );

    /// <summary>True for a condition that only tests for values which <c>fillValues</c> has added.</summary>
    private bool IsGuardOfValues(TemplateNode.ControlBlock branch) =>
        branch.Header.Keyword is "if" or "with"
        && ChartValuesReference.PathIn(branch.Header, branch.Arms[0].Parent!) is { } path
        && branch.Header.Body[branch.Header.Keyword.Length..].Trim().TrimStart('$') == path
        && fillValues(path) is not null;

    /// <summary>The memory if no annotation applies, from static text or the chart values.</summary>
    private ResourceAmount? DefaultMemory(TemplateRegion region)
    {
        if (region.IsStatic)
        {
            // A branch inside a value or a section is not a mapping of resources.
            return !view.IsBlank(region)
                && YamlReader.Read(view.Template.Masked, region.Span).Root is var resources
                && (resources.Find("limits") ?? resources.Find("requests")) is not null
                ? ResourceRequirementsEditor.Memory(resources, options)
                : null;
        }

        foreach (var node in region.Nodes)
        {
            var found = node switch
            {
                TemplateNode.Action action when view.PrintsLines(action) => FillValues(action, region.Arm),
                TemplateNode.ControlBlock branch => branch
                    .Arms.Select(a => DefaultMemory(new TemplateRegion(a, a.Span)))
                    .FirstOrDefault(q => q is not null),
                _ => null,
            };
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static string? Quoted(TemplateNode.Action action) => action.Body.Split('"', '`').ElementAtOrDefault(1);
}
