using KymaIstioTransform.Yaml;

namespace KymaIstioTransform.Kubernetes.CommandLines;

/// <summary>
/// A flag in a container's <c>args</c> or <c>command</c>: its value is a separate item (<c>--flag</c>, <c>value</c>) or follows
/// an equals sign (<c>--flag=value</c>).
/// </summary>
/// <param name="Name">The flag, with its dashes.</param>
/// <param name="Item">The item that holds the value.</param>
/// <param name="Prefix">The text before the value in that item: <c>--flag=</c> or nothing.</param>
/// <param name="Value">The value.</param>
internal sealed record CommandLineFlag(string Name, YamlNode Item, string Prefix, string Value)
{
    /// <summary>All places where a container sets one of these flags, in order; names include their dashes.</summary>
    public static IReadOnlyList<CommandLineFlag> Find(YamlNode container, params ReadOnlySpan<string> names)
    {
        var flags = new List<CommandLineFlag>();
        Collect(container.Find("command"), names, flags);
        Collect(container.Find("args"), names, flags);
        return flags;
    }

    private static void Collect(YamlNode? list, ReadOnlySpan<string> names, List<CommandLineFlag> flags)
    {
        string? awaits = null;
        foreach (var item in list?.Items ?? default)
        {
            if (awaits is not null)
            {
                flags.Add(new CommandLineFlag(awaits, item, "", item.Text ?? ""));
                awaits = null;
                continue;
            }

            var isRaw = item.TryGetRaw(out var raw);
            foreach (var name in names)
            {
                // The last character of a flag distinguishes nearly all.
                if (isRaw && (raw.Length < name.Length || raw[name.Length - 1] != name[^1]))
                {
                    continue;
                }

                if (item.Is(name))
                {
                    awaits = name;
                }
                else if (item.StartsWith(name) && item.Value is var text && text.AsSpan(name.Length).StartsWith('='))
                {
                    flags.Add(new CommandLineFlag(name, item, name + "=", text[(name.Length + 1)..]));
                }
            }
        }
    }
}
