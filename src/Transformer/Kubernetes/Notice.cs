using KymaIstioTransform.Text;

namespace KymaIstioTransform.Kubernetes;

/// <summary>A problem or a warning for the user: what is wrong, where, and who found it.</summary>
/// <param name="Patch">The patch or step that found it; null for a problem of the input as such.</param>
/// <param name="Message">What is wrong, without the place. It starts with the object, if it is about one.</param>
internal sealed record Notice(string? Patch, string Message)
{
    /// <summary>The place in the input that shows it; null when no single place does.</summary>
    public Location? At { get; init; }

    /// <summary>The object it is about; null when it is about none.</summary>
    public ResourceId? Resource { get; init; }

    /// <summary>True for a warning of a run that is a finding of <c>verify</c>.</summary>
    public bool IsFinding { get; init; }

    /// <summary>The same notice with every text replaced by <paramref name="safe"/> of it.</summary>
    public Notice With(Func<string, string> safe) => this with { Message = safe(Message), At = At?.With(safe), Resource = Resource?.With(safe) };

    /// <summary><c>file:line:col: patch: message</c>, the form of all errors and warnings.</summary>
    public override string ToString() => $"{(At is { } at ? $"{at}: " : "")}{(Patch is null ? "" : Patch + ": ")}{Message}";
}
