using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.JsonPatch;

/// <summary>The operations of RFC 6902.</summary>
internal enum PatchVerb
{
    Test,
    Add,
    Remove,
    Replace,
    Move,
    Copy,
}

/// <summary>One operation of a JSON Patch.</summary>
/// <param name="Number">Its place in the patch, from 1.</param>
/// <param name="Verb">What it does.</param>
/// <param name="Path">Where.</param>
/// <param name="From">The source of <c>move</c> and <c>copy</c>, else null.</param>
/// <param name="Value">The value of <c>test</c>, <c>add</c> and <c>replace</c>, else null.</param>
/// <param name="At">Where it is written.</param>
internal sealed record PatchOperation(int Number, PatchVerb Verb, JsonPointer Path, JsonPointer? From, YamlValue? Value, Location At)
{
    public override string ToString() =>
        $"operation {Number} ({Verb.ToString().ToLowerInvariant()} {(Path.Tokens.Count == 0 ? "\"\"" : Path)})";
}

/// <summary>An operation that is malformed, or that does not fit its target.</summary>
/// <param name="at">The place of the operation in the patch.</param>
/// <param name="problem">What is wrong, as a complete message.</param>
internal sealed class PatchException(Location at, string problem) : Exception($"{at}: {problem}")
{
    /// <summary>A problem of one operation.</summary>
    public PatchException(PatchOperation operation, string problem)
        : this(operation.At, $"{operation}: {problem}") { }

    /// <summary>The place of the operation in the patch.</summary>
    public Location At { get; } = at;

    /// <summary>The message without the place.</summary>
    public string Problem { get; } = problem;
}
