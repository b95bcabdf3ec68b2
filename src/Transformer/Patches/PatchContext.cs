using KymaIstioTransform.Istio;
using KymaIstioTransform.Istio.Templates;
using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Editing;

namespace KymaIstioTransform.Patches;

/// <summary>
/// What a patch can use: the manifest, the Istio found in it, and the options. The patch requests edits and report lines here.
/// </summary>
internal sealed class PatchContext(string patch, Manifest manifest, IstioInstallation istio, TransformOptions options, PatchPlan plan)
{
    public Manifest Manifest { get; } = manifest;

    public IstioInstallation Istio { get; } = istio;

    public TransformOptions Options { get; } = options;

    /// <summary>Edits one resource; the report gets a line for it once a field changes.</summary>
    public FieldEditor Edit(Resource resource)
    {
        List<FieldChange>? fields = null;
        return new FieldEditor(
            plan.EditsOf(resource.Document),
            resource.Root,
            "",
            offset => Manifest.Locate(resource, offset),
            change =>
            {
                if (fields is null)
                {
                    fields = [];
                    WarnOfAliases(resource);
                    plan.Changes.Add((resource, new ResourceChange(patch, Outcome.Patched, resource.Id, resource.TemplatePath, fields)));
                }

                fields.Add(resource.Kind == "Secret" ? change with { Old = null, New = "(hidden)" } : change);
            },
            (path, at) => Conflict(resource, path, at)
        );
    }

    /// <summary>The error for a place that two patches, or one patch twice, want to change.</summary>
    private SelfCheckException Conflict(Resource resource, string path, Location at)
    {
        var other = plan.Changes.FirstOrDefault(c =>
            c.Resource == resource
            && c.Change.Fields.Any(f =>
                f.Path.StartsWith(path, StringComparison.Ordinal) || path.StartsWith(f.Path, StringComparison.Ordinal)
            )
        );
        return new SelfCheckException(
            $"{at}: {patch}: {resource.Id}: {path} is already changed by {other.Change?.Patch ?? "another patch"}"
        );
    }

    /// <summary>Runs an action on the template in a text. Errors in the template get their place in the input.</summary>
    /// <exception cref="ManifestException">
    /// The text is not a template, or is not YAML between its actions, or its changes overlap.
    /// </exception>
    public T InTemplate<T>(FieldEditor editor, ScalarEdits text, Func<GoTemplate, T> work)
    {
        try
        {
            var result = work(plan.TemplateOf(text));
            if (text.FirstOverlap is { } overlap)
            {
                throw new YamlException(
                    "two changes of the template overlap here: a container or a quoted text contains another one (check the "
                    + "indentation and quotes)",
                    overlap
                );
            }

            return result;
        }
        catch (YamlException e)
        {
            // The first change of the template is also one of the document around it, whose errors have their place there.
            editor.RequireEditable();
            throw new ManifestException([new Notice(patch, e.Message) { At = editor.Locate(text, e.Offset) }]);
        }
    }

    /// <summary>True when a patch has already requested a change at an offset in a scalar's text.</summary>
    public bool IsChanged(Resource resource, YamlNode scalar, int offset) =>
        plan.Edits.TryGetValue(resource.Document, out var edits) && edits.TouchesText(scalar, offset);

    /// <summary>True for a resource that a patch before this one removes.</summary>
    public bool IsRemoved(Resource resource) => plan.IsRemoved(resource);

    /// <summary>
    /// Removes a resource: its document, or its item of a <c>List</c>. The reason adds what the patch's name does not say.
    /// </summary>
    /// <exception cref="YamlException">kubectl may read another name.</exception>
    public void Remove(Resource resource, string? reason = null)
    {
        if (resource.Document.MayHaveFlowStyle)
        {
            EditSafety.RequireKnownFlowText(resource.Document.Outline);
        }

        plan.Remove(resource);
        plan.Changes.Add(
            (
                resource,
                new ResourceChange(patch, Outcome.Removed, resource.Id, resource.TemplatePath, [], reason)
                {
                    At = Manifest.Locate(resource),
                }
            )
        );
    }

    /// <summary>Adds an object after all others.</summary>
    public void Add(ResourceId id, YamlMap content, string reason)
    {
        plan.Add(Manifest, new AddedDocument(id, content));
        plan.Changes.Add((null, new ResourceChange(patch, Outcome.Added, id, null, [], reason)));
    }

    /// <summary>Warns about aliases: an edit must not change other places through a shared node.</summary>
    private void WarnOfAliases(Resource resource)
    {
        if (resource.Document.HasAliases && plan.DocumentsWithExpandedAliases.Add(resource))
        {
            plan.Warnings.Add(
                new Notice(null, $"{resource.Id}: the aliases of this document are replaced by copies to limit the change to one place")
                {
                    At = Manifest.Locate(resource),
                    Resource = resource.Id,
                }
            );
        }
    }

    /// <summary>
    /// Reports that there is nothing to do: the change does not apply to this input, or the input already has it. Never an error.
    /// </summary>
    public void NotApplicable(string target, string reason) => Skip(SkipKind.NotApplicable, target, reason);

    /// <inheritdoc cref="NotApplicable(string, string)"/>
    public void NotApplicable(Resource resource, string reason) => Skip(SkipKind.NotApplicable, resource, reason);

    /// <summary>
    /// Reports requested work that is missing from the output: a finding of <c>verify</c>, and an error under <c>--strict</c>.
    /// </summary>
    public void NotDone(string target, string reason) => Skip(SkipKind.NotDone, target, reason);

    /// <inheritdoc cref="NotDone(string, string)"/>
    /// <param name="resource">The object that lacks the change.</param>
    /// <param name="reason">Why it lacks the change, and how to fix it.</param>
    /// <param name="offset">The byte of the object's document that shows it; null for the start of the object.</param>
    public void NotDone(Resource resource, string reason, int? offset = null) => Skip(SkipKind.NotDone, resource, reason, offset);

    /// <inheritdoc cref="NotDone(Resource, string, int?)"/>
    /// <param name="resource">The object that lacks the change.</param>
    /// <param name="reason">Why it lacks the change, and how to fix it.</param>
    /// <param name="at">The place that shows it.</param>
    public void NotDone(Resource resource, string reason, Location at) =>
        plan.Skipped.Add(new Skipped(SkipKind.NotDone, patch, resource.Id.ToString(), reason) { Resource = resource.Id, At = at });

    /// <summary>
    /// Reports that an object created by a controller is left unchanged. The controller recreates it from its owner, which must be in the
    /// input.
    /// </summary>
    /// <param name="resource">The object.</param>
    /// <param name="what">The missing change.</param>
    /// <param name="offset">The byte of the object's document that shows it.</param>
    public void LeaveToOwner(Resource resource, string what, int offset)
    {
        var owner = ServerManagedFields.Owner(resource)!;
        var isHere = Manifest
            .OfKind(owner.Kind)
            .Any(r => r.Name == owner.Name && (r.Namespace.Length == 0 || r.Namespace == owner.Namespace));
        Skip(
            isHere ? SkipKind.NotApplicable : SkipKind.NotDone,
            resource,
            isHere
                ? $"{what}, and its controller creates it again from {owner}"
                : $"{what}, and its owner {owner} is not in the input (change the owner)",
            offset
        );
    }

    /// <summary>Reports something left unchanged, when the skip kind depends on the patch's options.</summary>
    public void Skip(SkipKind kind, string target, string reason) => plan.Skipped.Add(new Skipped(kind, patch, target, reason));

    /// <inheritdoc cref="Skip(SkipKind, string, string)"/>
    public void Skip(SkipKind kind, Resource resource, string reason, int? offset = null) =>
        plan.Skipped.Add(
            new Skipped(kind, patch, resource.Id.ToString(), reason) { Resource = resource.Id, At = Manifest.Locate(resource, offset) }
        );

    /// <summary>Warns about the input as a whole, or about an object that is not in the input.</summary>
    public void Warn(string message, ResourceId? about = null, Location? at = null) =>
        plan.Warnings.Add(new Notice(patch, about is null ? message : $"{about}: {message}") { At = at, Resource = about });

    /// <summary>Warns about a resource in the input.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="message">What is unusual about it, without its name and place.</param>
    /// <param name="offset">The byte of the resource's document that shows it; null for the start of the resource.</param>
    public void Warn(Resource resource, string message, int? offset = null) =>
        Warn(message, resource.Id, offset is { } byteOffset ? Manifest.Locate(resource, byteOffset) : Manifest.Locate(resource));

    /// <summary>Warns about a consequence of the change. The warning is omitted if nothing changes.</summary>
    public void WarnOfChange(string message, Resource? resource = null, int? offset = null) =>
        plan.Warnings.Add(
            new Notice(patch, resource is null ? message : $"{resource.Id}: {message}")
            {
                At = resource is null ? null : Manifest.Locate(resource, offset),
                Resource = resource?.Id,
                IsOfChange = true,
            }
        );

    /// <summary>Warns about one of many places with the same problem.</summary>
    /// <param name="group">The name of the problem; the text report writes one line for many.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="message">What is unusual about it, without its name and place.</param>
    /// <param name="offset">The byte of the resource's document that shows it.</param>
    public void WarnInGroup(string group, Resource resource, string message, int offset) =>
        plan.Warnings.Add(
            new Notice(patch, $"{resource.Id}: {message}")
            {
                At = Manifest.Locate(resource, offset),
                Resource = resource.Id,
                Group = group,
            }
        );

    /// <summary>Reports a problem in the input that this run must not change: a warning in a run, a finding in <c>verify</c>.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="message">What is wrong with it, without its name and place.</param>
    /// <param name="offset">The byte of the resource's document that shows it; null for the start of the resource.</param>
    public void Finding(Resource resource, string message, int? offset = null) =>
        plan.Warnings.Add(
            new Notice(patch, $"{resource.Id}: {message}")
            {
                At = Manifest.Locate(resource, offset),
                Resource = resource.Id,
                IsFinding = true,
            }
        );

    /// <summary>Reports a precondition that the input does not meet. The run then writes nothing.</summary>
    public void Fail(string message, Location? at = null) => plan.Failures.Add(new Notice(patch, message) { At = at });

    /// <summary>Creates an error that stops the run, in the common error format.</summary>
    public ManifestException Error(Resource resource, int offset, string message) =>
        new([new Notice(patch, $"{resource.Id}: {message}") { At = Manifest.Locate(resource, offset), Resource = resource.Id }]);
}
