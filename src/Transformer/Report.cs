using KymaIstioTransform.Manifests;

namespace KymaIstioTransform;

/// <summary>What happened to a resource.</summary>
internal enum Outcome
{
    Patched,
    Removed,
    Added,
}

/// <summary>One field of a resource that changed; <c>Old</c> is null for a new field, <c>New</c> for a removed one. Secret data is never in here.</summary>
internal sealed record FieldChange(string Path, string? Old, string? New, Location At);

/// <summary>One change of a resource by one patch; added ones say why.</summary>
internal sealed record ResourceChange(string Patch, Outcome Outcome, ResourceId Resource, string? TemplatePath, IReadOnlyList<FieldChange> Fields, string? Reason = null);

/// <summary>Something a patch looked for and did not change, with the reason.</summary>
internal sealed record Skipped(string Patch, string Target, string Reason);

/// <summary>Something the user should know; <c>Patch</c> is null for what concerns the input as such.</summary>
internal sealed record Notice(string? Patch, string Message);

/// <summary>All that a run has to say, in the order it happened.</summary>
internal sealed record Report(IReadOnlyList<ResourceChange> Changes, IReadOnlyList<Skipped> Skipped, IReadOnlyList<Notice> Warnings);
