using KymaIstioTransform.Istio;
using KymaIstioTransform.Istio.Templates;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;

namespace KymaIstioTransform.Patches.Sidecars;

/// <summary>
/// Completes the resources of the containers in one injection template. Each container gets <c>limits.memory</c> in every branch. Text
/// without actions is edited as YAML. <see cref="TemplateMemoryLimits"/> handles the text between actions.
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
    /// <param name="text">The template's text, which receives the edits.</param>
    /// <param name="options">The amounts.</param>
    /// <param name="fillValues">See <see cref="TemplateMemoryLimits"/>.</param>
    /// <param name="note">See <see cref="TemplateEditor"/>.</param>
    public TemplateResourceCompleter(
        GoTemplate template,
        ScalarEdits text,
        SidecarOptions options,
        Func<string, ResourceAmount?> fillValues,
        Action<int, string?, string> note
    )
    {
        view = new TemplateKeyLookup(template);
        additions = new TemplateEditor(view.Template, text, note);
        proxy = (options, new TemplateMemoryLimits(view, additions, options, fillValues));
        init = (options.ForInit(), new TemplateMemoryLimits(view, additions, options.ForInit(), fillValues, proxy.Limits));
    }

    /// <summary>Completes the containers of the template.</summary>
    /// <param name="addsSidecar">
    /// True for a template that must add a whole sidecar. In other templates, only containers with Istio's names and an image are
    /// completed.
    /// </param>
    /// <returns>The places that could not be completed, in the order of the template, and the containers that have no image here.</returns>
    public (IReadOnlyList<TemplateProblem> Problems, IReadOnlyList<TemplateContainer> Overlays) Complete(bool addsSidecar)
    {
        if (!addsSidecar && IsOfAnotherProxy())
        {
            return ([], []);
        }

        if (ExplicitKey() is { } explicitKey)
        {
            return ([explicitKey], []);
        }

        var containers = TemplateContainers.Find(view.Template).ToList();
        var known = addsSidecar ? containers : containers.FindAll(c => c.Names.Any(SidecarContainers.Names.Contains));
        var overlays = addsSidecar ? [] : known.FindAll(c => !HasImage(c));
        known.FindAll(c => !overlays.Contains(c)).ForEach(Complete);
        var overlooked = OverlookedContainers.Find(view.Template, containers, addsSidecar);
        return ([.. additions.Problems.Concat(overlooked).OrderBy(p => p.Offset)], overlays);
    }

    /// <summary>The first key in YAML's long form, which the reader of templates does not understand.</summary>
    private TemplateProblem? ExplicitKey()
    {
        foreach (var entry in view.Template.Entries)
        {
            if (view.Template.Masked.AsSpan(entry.Value.Start, entry.Value.Length) is [(byte)'?'] or [(byte)'?', (byte)' ', ..])
            {
                return new TemplateProblem(
                    entry.Value.Start,
                    "a key that starts with a question mark is not supported here (write KEY: VALUE)"
                );
            }
        }

        return null;
    }

    private void Complete(TemplateContainer container)
    {
        if (container.IsOpaque)
        {
            additions.Skip(container.Region.Span.Start, $"container {container} has merged or duplicate keys");
        }
        else if (container.Flow is { } flow)
        {
            CompleteFlow(flow, container);
        }
        else if (!EnsureResources(container.Region, container))
        {
            AppendBlock(container.Region, container);
        }
    }

    /// <summary>True for a template of gateways, waypoints or ztunnel, by the arguments of its proxy.</summary>
    private bool IsOfAnotherProxy() =>
        TemplateFlag.Find(view.Template, "proxy").Any(mode => ProxyMode.IsNotSidecar(view.Template.Text(mode)));

    private bool HasImage(TemplateContainer container) =>
        container.Flow is { } flow
            ? flow.Find("image") is not null
            : container.IsOpaque
                || view.Keys(container.Region, "image", container.KeyIndent).Any()
                || container.Region.Branches.Any(b => view.Mentions(b, "image", container.KeyIndent));

    /// <summary>Completes the <c>resources</c> keys in a region; false when no arm of the region has one.</summary>
    private bool EnsureResources(TemplateRegion region, TemplateContainer container)
    {
        var keys = view.Keys(region, Key, container.KeyIndent).ToList();
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

    private void CompleteResources(TemplateEntry key, TemplateRegion children, TemplateContainer container)
    {
        if (TemplateFlow.IsFlow(view.Template, key.Value) && view.Template.HasAction(key.Value))
        {
            CompleteNode(TemplateFlow.Read(view.Template, key.Value), container);
        }
        else if (!children.IsStatic)
        {
            Of(container).Limits.Complete(children, view.FirstIndent(children.Span) ?? key.Column + 2, container.ToString());
        }
        else
        {
            additions.EditYaml(
                key,
                new ByteSpan(key.Start, Math.Max(children.Span.End, key.End)),
                container.ToString(),
                editor => Complete(editor, editor.Root.Find(Key)!.Value, Of(container).Options)
            );
        }
    }

    private void CompleteFlow(YamlNode container, TemplateContainer named)
    {
        if (container.Find(Key) is { } resources)
        {
            CompleteNode(resources, named);
            return;
        }

        // Insert after an entry that is always present: one outside of all branches.
        var style = FlowFormat.Of(container);
        var behind = container.Pairs.Select(p => p.Value).LastOrDefault(v => view.Template.ArmAt(v.Span.Start) == named.Region.Arm);
        if (behind.Tree is null)
        {
            additions.Skip(container.Span.Start, $"all keys of container {named} are inside branches");
            return;
        }

        additions.Insert(
            behind.Span.End,
            style.Separator + ValueWriter.Entry(Key, ResourceRequirementsEditor.Block(Of(named).Options), style),
            $"{Key} of {named}"
        );
    }

    /// <summary>Completes resources in flow style. Resources that an action prints must be chart values in the input.</summary>
    private void CompleteNode(YamlNode? found, TemplateContainer container)
    {
        if (found is not { } resources || !view.Template.HasAction(resources.Span))
        {
            if (found is { } node)
            {
                additions.EditYaml(node.Tree, container.ToString(), editor => Complete(editor, node, Of(container).Options));
            }
            else
            {
                additions.Skip(container.Region.Span.Start, $"the resources of {container} are not a flow collection without actions");
            }

            return;
        }

        if (
            resources.IsScalar
            && view.Template.ActionAt(resources.Span) is { } action
            && Of(container).Limits.Provides(action, container.Region.Arm, 0)
        )
        {
            return;
        }

        if (
            resources.Find("limits", "memory") is not { } memory
            || !(view.Template.HasAction(memory.Span) || !ResourceRequirementsEditor.IsMissing(memory))
        )
        {
            additions.Skip(resources.Span.Start, $"cannot find a memory limit in the resources of {container}");
        }
    }

    private static void Complete(FieldEditor editor, YamlNode resources, SidecarOptions options)
    {
        if (resources.IsMapping && FieldEditor.HasEntries(resources))
        {
            ResourceRequirementsEditor.Complete(editor, resources, options);
        }
        else
        {
            editor.Set(resources, ResourceRequirementsEditor.Block(options));
        }
    }

    private void AppendBlock(TemplateRegion region, TemplateContainer container) =>
        additions.Append(region, BlockText(container), $"{Key} of {container}");

    private string BlockText(TemplateContainer container) =>
        ValueWriter.BlockEntry(Key, ResourceRequirementsEditor.Block(Of(container).Options), container.KeyIndent, additions.LineBreak)
        + additions.LineBreak;

    /// <summary>The amounts for a container: a template adds the proxy and the containers that run before it.</summary>
    private (SidecarOptions Options, TemplateMemoryLimits Limits) Of(TemplateContainer container) =>
        container.Names.Contains(SidecarContainers.Proxy) ? proxy : init;
}
