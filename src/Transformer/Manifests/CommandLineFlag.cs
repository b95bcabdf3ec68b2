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
    public static IEnumerable<CommandLineFlag> Find(YamlNode container, string name)
    {
        foreach (var list in new[] { container.Find("command"), container.Find("args") })
        {
            var items = list?.Items.ToList() ?? [];
            for (var i = 0; i < items.Count; i++)
            {
                var text = items[i].Text ?? "";
                if (text == name && i + 1 < items.Count)
                {
                    yield return new CommandLineFlag(items[i + 1], "", items[i + 1].Text ?? "");
                }
                else if (text.StartsWith(name + "=", StringComparison.Ordinal))
                {
                    yield return new CommandLineFlag(items[i], name + "=", text[(name.Length + 1)..]);
                }
            }
        }
    }
}
