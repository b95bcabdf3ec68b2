using KymaIstioTransform.Kubernetes;
using KymaIstioTransform.Text;

namespace KymaIstioTransform;

/// <summary>What happened to a resource.</summary>
internal enum Outcome
{
    Patched,
    Removed,
    Added,
}

/// <summary>
/// One field of a resource that changed; <c>Old</c> is null for a new field, <c>New</c> for a removed one. It never contains Secret data.
/// </summary>
internal sealed record FieldChange(string Path, string? Old, string? New, Location At)
{
    /// <summary>The offset of the change in the source that its editor edits.</summary>
    public int Offset { get; init; }

    /// <inheritdoc cref="Report.With"/>
    public FieldChange With(Func<string, string> safe)
    {
        var (path, old, now, at) = (safe(Path), Old is null ? null : safe(Old), New is null ? null : safe(New), At.With(safe));
        return ReferenceEquals(path, Path) && ReferenceEquals(old, Old) && ReferenceEquals(now, New) && ReferenceEquals(at.File, At.File)
            ? this
            : this with
            {
                Path = path,
                Old = old,
                New = now,
                At = at,
            };
    }
}

/// <summary>
/// One change of a resource by one patch. Added resources have a reason. Removed ones have a reason if the patch's name does not explain
/// the removal.
/// </summary>
internal sealed record ResourceChange(
    string Patch,
    Outcome Outcome,
    ResourceId Resource,
    string? TemplatePath,
    IReadOnlyList<FieldChange> Fields,
    string? Reason = null
)
{
    /// <summary>The place of a removed resource in the input. Null for other changes, whose fields have their own places.</summary>
    public Location? At { get; init; }

    /// <inheritdoc cref="Report.With"/>
    public ResourceChange With(Func<string, string> safe)
    {
        var (resource, at) = (Resource.With(safe), At?.With(safe));
        var (path, reason) = (TemplatePath is null ? null : safe(TemplatePath), Reason is null ? null : safe(Reason));
        var fields = Report.With(Fields, f => f.With(safe));
        return
            ReferenceEquals(resource, Resource)
            && ReferenceEquals(at?.File, At?.File)
            && ReferenceEquals(path, TemplatePath)
            && ReferenceEquals(reason, Reason)
            && ReferenceEquals(fields, Fields)
            ? this
            : this with
            {
                Resource = resource,
                TemplatePath = path,
                Fields = fields,
                Reason = reason,
                At = at,
            };
    }
}

/// <summary>Why a patch left something unchanged.</summary>
internal enum SkipKind
{
    /// <summary>There is nothing to do: the change does not apply to this input, or the input already has it. Never an error.</summary>
    NotApplicable,

    /// <summary>Requested work is missing from the output: a finding of <c>verify</c>, and an error under <c>--strict</c>.</summary>
    NotDone,
}

/// <summary>Something that a patch left unchanged, with the reason.</summary>
/// <param name="Kind">Whether this is expected or an error.</param>
/// <param name="Patch">The patch's name.</param>
/// <param name="Target">What the patch looked for: an object or a description.</param>
/// <param name="Reason">Why it is unchanged.</param>
internal sealed record Skipped(SkipKind Kind, string Patch, string Target, string Reason)
{
    /// <summary>The object in the input that this is about, if any.</summary>
    public ResourceId? Resource { get; init; }

    /// <summary>The place in the input that shows it, if any.</summary>
    public Location? At { get; init; }

    /// <inheritdoc cref="Report.With"/>
    public Skipped With(Func<string, string> safe) =>
        this with
        {
            Target = safe(Target),
            Reason = safe(Reason),
            Resource = Resource?.With(safe),
            At = At?.With(safe),
        };
}

/// <summary>What a run did to its output folder, by path.</summary>
/// <param name="Written">Files that are new or have new content.</param>
/// <param name="Unchanged">Files that already had this content.</param>
/// <param name="Removed">Files of an earlier run that this one does not write.</param>
internal sealed record FileChanges(IReadOnlyList<string> Written, IReadOnlyList<string> Unchanged, IReadOnlyList<string> Removed);

/// <summary>Everything that a run reports, in the order it happened.</summary>
internal sealed record Report(IReadOnlyList<ResourceChange> Changes, IReadOnlyList<Skipped> Skipped, IReadOnlyList<Notice> Warnings)
{
    /// <summary>Preconditions that the input does not meet. The run then writes nothing.</summary>
    public IReadOnlyList<Notice> Failures { get; init; } = [];

    /// <summary>Requested work that is missing from the output.</summary>
    public IEnumerable<Skipped> NotDone => Skipped.Where(s => s.Kind == SkipKind.NotDone);

    /// <summary>The release of Istio in the input; null when it is unknown.</summary>
    public string? IstioVersion { get; init; }

    /// <summary>The files of an output folder; null when there is none.</summary>
    public FileChanges? Files { get; init; }

    /// <summary>True for a report of what would happen: nothing is written.</summary>
    public bool IsInspection { get; init; }

    /// <summary>True when something would change or a precondition fails.</summary>
    public bool HasFindings => Changes.Count > 0 || Failures.Count > 0;

    /// <summary>The same without the places of removed resources.</summary>
    public Report WithoutPlaces() => this with { Changes = [.. Changes.Select(c => c with { At = null })] };

    /// <summary>The same report, with every text replaced by the result of <paramref name="safe"/>.</summary>
    public Report With(Func<string, string> safe) =>
        this with
        {
            Changes = With(Changes, c => c.With(safe)),
            Skipped = With(Skipped, s => s.With(safe)),
            Warnings = With(Warnings, w => w.With(safe)),
            Failures = With(Failures, f => f.With(safe)),
        };

    /// <summary>The same list when no item is replaced: nearly all texts are safe as they are.</summary>
    public static IReadOnlyList<T> With<T>(IReadOnlyList<T> items, Func<T, T> safe)
        where T : class
    {
        List<T>? replaced = null;
        for (var i = 0; i < items.Count; i++)
        {
            var item = safe(items[i]);
            if (replaced is null && !ReferenceEquals(item, items[i]))
            {
                replaced = [.. items.Take(i)];
            }

            replaced?.Add(item);
        }

        return replaced ?? items;
    }

    /// <summary>Combines this report with a later one.</summary>
    public Report And(Report later) =>
        new([.. Changes, .. later.Changes], [.. Skipped, .. later.Skipped], [.. Warnings, .. later.Warnings])
        {
            Failures = [.. Failures, .. later.Failures],
        };
}
