using System.Globalization;
using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.JsonPatch;

/// <summary>
/// Applies JSON Patches (RFC 6902) to a document: each operation sees the result of the previous ones. The source does not change; <see
/// cref="Changes"/> lists the differences.
/// </summary>
internal sealed class PatchedDocument(YamlNode source)
{
    private readonly Slot root = Slot.Of(source);

    /// <exception cref="PatchException">The document has no such place, or a test fails.</exception>
    public void Apply(PatchOperation operation)
    {
        try
        {
            Execute(operation);
        }
        catch (YamlException e)
        {
            throw new PatchException(operation, e.Message);
        }
    }

    /// <summary>True when the current value at the place is a mapping.</summary>
    public bool HasMapping(JsonPointer path)
    {
        Slot? slot = root;
        foreach (var token in path.Tokens)
        {
            slot = slot?.Children.FirstOrDefault(c => c.Key == token);
        }

        return slot?.IsMapping == true;
    }

    /// <summary>The differences between the source and the current document, as few as possible.</summary>
    public IReadOnlyList<PatchChange> Changes() => [.. root.Changes()];

    private void Execute(PatchOperation operation)
    {
        switch (operation.Verb)
        {
            case PatchVerb.Test when !PatchValue.AreEqual(Find(operation.Path, operation).ToValue(), operation.Value!):
                throw new PatchException(operation, "the value is different");
            case PatchVerb.Test:
                break;
            case PatchVerb.Add:
                Add(operation, operation.Value!);
                break;
            case PatchVerb.Replace:
                Find(operation.Path, operation).Replace(operation.Value!, operation);
                break;
            case PatchVerb.Remove:
                Remove(operation.Path, operation);
                break;
            case PatchVerb.Copy:
                Add(operation, Find(operation.From!, operation).ToValue());
                break;
            case PatchVerb.Move:
                Move(operation);
                break;
        }
    }

    private void Move(PatchOperation operation)
    {
        if (operation.From!.IsAbove(operation.Path))
        {
            throw new PatchException(operation, $"{operation.From} cannot be moved into itself");
        }

        var moved = Find(operation.From, operation);
        if (!operation.From.IsSameAs(operation.Path))
        {
            var value = moved.ToValue();
            Remove(operation.From, operation);
            Add(operation, value);
        }
    }

    private void Add(PatchOperation operation, YamlValue value)
    {
        if (operation.Path.Tokens is not [.., var last])
        {
            root.Replace(value, operation);
            return;
        }

        var parent = Parent(operation.Path, operation);
        if (parent.IsSequence)
        {
            parent.Insert(
                last == "-" ? parent.Children.Count : Index(last, parent.Children.Count) ?? throw Absent(operation.Path, operation),
                value,
                operation
            );
        }
        else if (!parent.IsMapping)
        {
            throw new PatchException(operation, $"{Above(operation.Path)} is neither a mapping nor a list");
        }
        else if (Child(parent, last, operation) is { } member)
        {
            member.Replace(value, operation);
        }
        else
        {
            parent.AddMember(last, value, operation);
        }
    }

    private void Remove(JsonPointer path, PatchOperation operation)
    {
        var slot = Find(path, operation);
        if (slot == root)
        {
            throw new PatchException(
                operation,
                "the whole document cannot be removed (use --delete to remove an object)"
            );
        }

        Parent(path, operation).Remove(slot, operation);
    }

    private Slot Parent(JsonPointer path, PatchOperation operation) => Find(Above(path), operation);

    private Slot Find(JsonPointer path, PatchOperation operation)
    {
        var slot = root;
        foreach (var (depth, token) in path.Tokens.Index())
        {
            slot = Child(slot, token, operation) ?? throw Absent(new JsonPointer([.. path.Tokens.Take(depth + 1)]), operation);
        }

        return slot;
    }

    private static Slot? Child(Slot parent, string token, PatchOperation operation)
    {
        if (parent.IsSequence)
        {
            return Index(token, parent.Children.Count - 1) is { } index ? parent.Children[index] : null;
        }

        var found = parent.Children.Where(c => c.Key == token).Take(2).ToList();
        return found.Count < 2
            ? found.FirstOrDefault()
            : throw new PatchException(
                operation,
                $"duplicate key \"{token}\" (remove one: readers disagree on which one counts)"
            );
    }

    /// <summary>An index in digits without leading zeros, at most <paramref name="most"/>; null for anything else.</summary>
    private static int? Index(string token, int most) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && index <= most
        && (token.Length == 1 || token[0] != '0')
            ? index
            : null;

    private static JsonPointer Above(JsonPointer path) => new([.. path.Tokens.SkipLast(1)]);

    private static PatchException Absent(JsonPointer path, PatchOperation operation) => new(operation, $"nothing exists at {path}");
}
