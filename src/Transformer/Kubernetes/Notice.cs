using KymaIstioTransform.Text;

namespace KymaIstioTransform.Kubernetes;

/// <summary>A problem or a warning for the user: what is wrong, where, and which patch or step found it.</summary>
/// <param name="Patch">The patch or step that found it; null for a problem of the input itself.</param>
/// <param name="Message">What is wrong, without the place. It starts with the object, if it is about one.</param>
internal sealed record Notice(string? Patch, string Message)
{
    /// <summary>The place of the problem in the input; null when there is no single place.</summary>
    public Location? At { get; init; }

    /// <summary>The affected object; null when no object is affected.</summary>
    public ResourceId? Resource { get; init; }

    /// <summary>True for a warning that <c>verify</c> reports as a finding.</summary>
    public bool IsFinding { get; init; }

    /// <summary>
    /// True for a warning about consequences of the run's changes: <c>verify</c> leaves it out when nothing would change.
    /// </summary>
    public bool IsOfChange { get; init; }

    /// <summary>The name of a group of similar warnings, of which the text report prints only the first; null for no group.</summary>
    public string? Group { get; init; }

    /// <summary>The same notice. Without a place, it gets the file as a whole, for formats that require a place.</summary>
    public Notice OrAt(string file) => At is null ? this with { At = Location.OfFile(file) } : this;

    /// <summary>The same notice with <paramref name="safe"/> applied to every text.</summary>
    public Notice With(Func<string, string> safe) =>
        this with
        {
            Message = safe(Message),
            At = At?.With(safe),
            Resource = Resource?.With(safe),
        };

    /// <summary><c>file:line:col: patch: message</c>, the form of all errors and warnings.</summary>
    public override string ToString() => $"{(At is { } at ? $"{at}: " : "")}{(Patch is null ? "" : Patch + ": ")}{Message}";
}
