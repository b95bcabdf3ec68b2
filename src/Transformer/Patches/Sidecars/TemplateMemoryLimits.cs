using KymaIstioTransform.Istio.Templates;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>
/// Completes what stands below a <c>resources</c> key between the actions of a template: each branch that lacks <c>limits.memory</c> gets
/// it, and nothing else changes.
/// </summary>
/// <param name="view">The template.</param>
/// <param name="additions">Takes the additions.</param>
/// <param name="options">The numbers.</param>
/// <param name="fillValues">
/// Completes the resources at a path of the chart values that the template prints (<c>.Values.global.proxy.resources</c>) and returns the
/// memory limit there; null when the values cannot be seen.
/// </param>
/// <param name="definitionsOf">Completes the definitions that several containers print; null when this does.</param>
internal sealed class TemplateMemoryLimits(TemplateKeyLookup view, TemplateEditor additions, SidecarOptions options, Func<string, Quantity?> fillValues, TemplateMemoryLimits? definitionsOf = null)
{
    private readonly HashSet<TemplateBranchArm> definitions = [];
    private Quantity memoryLimit = options.Limits.Memory;

    /// <summary>Completes the children of <c>resources</c>, which start at <paramref name="indent"/> where no line tells.</summary>
    public void Complete(TemplateRegion region, int indent, string what)
    {
        // Where no annotation changes anything the chart's own limit counts: the other branches fall back to it.
        memoryLimit = DefaultLimit(region) ?? options.Limits.Memory;
        ResourceAnnotations.Widen(view.Template, region, additions, options.Requests with { Memory = Quantity.Min(options.Requests.Memory, memoryLimit) });
        EnsureLimits(region, indent, what);
    }

    private void EnsureLimits(TemplateRegion region, int indent, string what)
    {
        if (region.IsStatic && !view.IsBlank(region))
        {
            additions.EditYaml(region.Span, what, editor => ResourceRequirementsEditor.Complete(editor, editor.Root, options));
            return;
        }

        var provided = false;
        foreach (var line in view.KeyLines(region, "limits"))
        {
            EnsureMemory(view.ChildrenOf(line, region), line.Indent + 2, what);
            provided = true;
        }

        foreach (var action in region.Nodes.OfType<TemplateNode.Action>())
        {
            provided |= Provides(action);
        }

        foreach (var branch in region.Branches.Where(SetsLimits))
        {
            foreach (var arm in branch.Arms)
            {
                EnsureLimits(new TemplateRegion(arm, arm.Span), view.IndentOf(arm, "limits") ?? indent, what);
            }

            if (!branch.IsExhaustive && !IsGuardOfValues(branch))
            {
                additions.AddElse(branch, LimitsText(view.IndentOf(branch.Arms[0], "limits") ?? indent), $"memory limit of {what}");
            }

            provided = true;
        }

        if (!provided)
        {
            additions.Append(region, LimitsText(view.KeyLines(region, "requests").Select(l => (int?)l.Indent).FirstOrDefault() ?? indent), $"memory limit of {what}");
        }
    }

    /// <summary>A branch about limits, or one whose arms hold all that is said about resources.</summary>
    private bool SetsLimits(TemplateNode.ControlBlock branch) =>
        view.Mentions(branch, "limits")
        || (branch.IsExhaustive && view.Mentions(branch, "requests"))
        || GoTemplate.Actions([branch]).Any(a => a.Keyword == "template" || (a.Keyword is not ("if" or "else") && ValuesPath(a) is not null));

    /// <summary>Completes the children of <c>limits</c>.</summary>
    private void EnsureMemory(TemplateRegion region, int indent, string what)
    {
        if (view.KeyLines(region, "memory").Any())
        {
            return;
        }

        var branch = region.Branches.FirstOrDefault(b => view.Mentions(b, "memory"));
        if (branch is null)
        {
            additions.Append(region, MemoryText(indent), $"memory limit of {what}");
        }
        else if (!branch.IsExhaustive)
        {
            additions.AddElse(branch, MemoryText(view.IndentOf(branch.Arms[0], "memory") ?? indent), $"memory limit of {what}");
        }
    }

    /// <summary>What an action prints into the resources: a definition of this template, or chart values. Both are completed where they stand.</summary>
    private bool Provides(TemplateNode.Action action)
    {
        if (action.Keyword != "template")
        {
            return ValuesPath(action) is { } path && fillValues(path) is not null;
        }

        return (definitionsOf ?? this).ProvidesDefinition(action);
    }

    private bool ProvidesDefinition(TemplateNode.Action action)
    {
        var name = Quoted(action);
        var definition = view.Template.Arms().FirstOrDefault(a => a.Header?.Keyword == "define" && Quoted(a.Header) == name);
        if (definition is not null && definitions.Add(definition))
        {
            Complete(new TemplateRegion(definition, definition.Span), view.IndentOf(definition, "requests") ?? 6, $"template {name}");
        }

        return definition is not null;
    }

    /// <summary>A condition that only asks whether values are there, which <c>fillValues</c> has made true.</summary>
    private bool IsGuardOfValues(TemplateNode.ControlBlock branch) =>
        ValuesPath(branch.Header) is { } path && branch.Header.Body == $"if {path}" && fillValues(path) is not null;

    /// <summary>The memory limit where no annotation changes anything: of static text or of the chart values.</summary>
    private Quantity? DefaultLimit(TemplateRegion region)
    {
        if (region.IsStatic)
        {
            return view.IsBlank(region) ? null : ResourceRequirementsEditor.MemoryLimit(YamlReader.Read(view.Template.Source, region.Span).Root, options);
        }

        return region.Nodes.Select(node => node switch
        {
            TemplateNode.Action action when ValuesPath(action) is { } path => fillValues(path),
            TemplateNode.ControlBlock branch => branch.Arms.Select(a => DefaultLimit(new TemplateRegion(a, a.Span))).FirstOrDefault(q => q is not null),
            _ => null,
        }).FirstOrDefault(q => q is not null);
    }

    private string LimitsText(int indent) => $"{new string(' ', indent)}limits:\n{MemoryText(indent + 2)}";

    private string MemoryText(int indent) => $"{new string(' ', indent)}memory: \"{ResourceAnnotations.MemoryLimit(view.Template, memoryLimit)}\"\n";

    /// <summary>The path of chart values that an action names, when they are resources.</summary>
    private static string? ValuesPath(TemplateNode.Action action)
    {
        var start = action.Body.IndexOf(".Values.", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var path = new string([.. action.Body[start..].TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')]);
        return path.EndsWith("esources", StringComparison.Ordinal) ? path : null;
    }

    private static string? Quoted(TemplateNode.Action action) => action.Body.Split('"', '`').ElementAtOrDefault(1);
}
