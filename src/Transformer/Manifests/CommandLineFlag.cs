using KymaIstioTransform.Syntax;

namespace KymaIstioTransform.Manifests;

/// <summary>
/// A flag in a container's <c>args</c> or <c>command</c>: its value stands in an item of its own (<c>--flag</c>, <c>value</c>) or behind
/// an equals sign (<c>--flag=value</c>).
/// </summary>
/// <param name="Item">The item that holds the value.</param>
/// <param name="Prefix">What stands before the value in that item: <c>--flag=</c> or nothing.</param>
/// <param name="Value">The value.</param>
internal sealed record CommandLineFlag(YamlNode Item, string Prefix, string Value)
{
    /// <summary>All places where a container sets the flag; its name comes with its dashes.</summary>
    public static IReadOnlyList<CommandLineFlag> Find(YamlNode container, string name)
    {
        var flags = new List<CommandLineFlag>();
        Collect(container.Find("command"), name, flags);
        Collect(container.Find("args"), name, flags);
        return flags;
    }

    private static void Collect(YamlNode? list, string name, List<CommandLineFlag> flags)
    {
        var isValue = false;
        foreach (var item in list?.Items ?? default)
        {
            if (isValue)
            {
                flags.Add(new CommandLineFlag(item, "", item.Text ?? ""));
            }
            else if (item.StartsWith(name) && item.Value is var text && text.AsSpan(name.Length).StartsWith('='))
            {
                flags.Add(new CommandLineFlag(item, name + "=", text[(name.Length + 1)..]));
            }

            isValue = item.Is(name);
        }
    }
}
