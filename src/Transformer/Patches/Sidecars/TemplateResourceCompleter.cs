using KymaIstioTransform.Istio.Templates;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml.Editing;
using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>
/// Completes the resources of the containers in one injection template so that, whatever branch runs, each container comes out with
/// <c>limits.memory</c>. Text without actions is edited as the YAML it is; what stands between actions is left to <see cref="TemplateMemoryLimits"/>.
/// </summary>
internal sealed class TemplateResourceCompleter
{
    private const string Key = "resources";

    private readonly TemplateKeyLookup view;
    private readonly TemplateEditor additions;
    private readonly (SidecarOptions Options, TemplateMemoryLimits Limits) proxy;
    private readonly (SidecarOptions Options, TemplateMemoryLimits Limits) init;

    /// <summary>Prepares the work on one template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="text">Its text, which takes the edits.</param>
    /// <param name="options">The numbers.</param>
    /// <param name="fillValues">See <see cref="TemplateMemoryLimits"/>.</param>
    /// <param name="note">See <see cref="TemplateEditor"/>.</param>
    public TemplateResourceCompleter(GoTemplate template, ScalarEdits text, SidecarOptions options, Func<string, Quantity?> fillValues, Action<int, string?, string> note)
    {
        view = new TemplateKeyLookup(template);
        additions = new TemplateEditor(view.Template, text, note);
        proxy = (options, new TemplateMemoryLimits(view, additions, options, fillValues));
        init = (options.ForInit(), new TemplateMemoryLimits(view, additions, options.ForInit(), fillValues, proxy.Limits));
    }

    /// <summary>Completes all containers; returns their names.</summary>
    public IReadOnlyList<string> Complete()
    {
        var containers = TemplateContainers.Find(view.Template).ToList();
        foreach (var container in containers.Where(c => !EnsureResources(c.Region, c)))
        {
            AppendBlock(container.Region, container);
        }

        return [.. containers.SelectMany(c => c.Names).Distinct()];
    }

    /// <summary>Completes the <c>resources</c> keys in a region; false when no arm of it has one.</summary>
    private bool EnsureResources(TemplateRegion region, TemplateContainer container)
    {
        var keys = view.KeyLines(region, Key, container.KeyIndent).ToList();
        foreach (var key in keys)
        {
            CompleteResources(key, view.ChildrenOf(key, region), container);
        }

        var branches = keys.Count > 0 ? [] : region.Branches.Where(b => view.Mentions(b, Key, container.KeyIndent)).ToList();
        foreach (var branch in branches)
        {
            foreach (var arm in branch.Arms.Select(a => new TemplateRegion(a, a.Span)).Where(a => !EnsureResources(a, container)))
            {
                AppendBlock(arm, container);
            }

            if (!branch.IsExhaustive)
            {
                additions.AddElse(branch, BlockText(container), $"{Key} of {container}");
            }
        }

        return keys.Count > 0 || branches.Count > 0;
    }

    private void CompleteResources(TemplateLine key, TemplateRegion children, TemplateContainer container)
    {
        if (!children.IsStatic || key.Text.Contains(view.Template.Open, StringComparison.Ordinal))
        {
            Of(container).Limits.Complete(children, key.Indent + 2, container.ToString());
            return;
        }

        additions.EditYaml(new ByteSpan(key.Start, children.Span.End), container.ToString(), editor =>
        {
            var resources = editor.Root.Find(Key)!.Value;
            if (resources.IsMapping && FieldEditor.HasEntries(resources))
            {
                ResourceRequirementsEditor.Complete(editor, resources, Of(container).Options);
            }
            else
            {
                editor.Set(resources, ResourceRequirementsEditor.Block(Of(container).Options));
            }
        });
    }

    private void AppendBlock(TemplateRegion region, TemplateContainer container) => additions.Append(region, BlockText(container), $"{Key} of {container}");

    private string BlockText(TemplateContainer container) =>
        ValueWriter.BlockEntry(Key, ResourceRequirementsEditor.Block(Of(container).Options), container.KeyIndent, "\n") + "\n";

    /// <summary>The numbers of a container: a template adds the proxy and containers that run before it.</summary>
    private (SidecarOptions Options, TemplateMemoryLimits Limits) Of(TemplateContainer container) =>
        container.Names.Contains(SidecarResources.ProxyContainer) ? proxy : init;
}
