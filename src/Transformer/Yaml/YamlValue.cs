using KymaIstioTransform.Yaml.Scalars;

namespace KymaIstioTransform.Yaml;

/// <summary>A new value to write into a source.</summary>
internal abstract record YamlValue
{
    /// <summary>A text, which stays text in YAML.</summary>
    public static YamlValue Of(string text) => new YamlString(text);

    /// <summary>True when a node of a source holds exactly this value.</summary>
    public abstract bool Matches(YamlNode node);
}

/// <summary>Text: quoted where a reader could take it for a number, a boolean or null.</summary>
internal sealed record YamlString(string Text) : YamlValue
{
    public override bool Matches(YamlNode node) => node.Is(Text) && (node.Style != YamlStyle.Plain || ScalarWriter.IsPlainText(Text));
}

/// <summary>A number or boolean, written as it is.</summary>
internal sealed record YamlLiteral(string Source) : YamlValue
{
    public override bool Matches(YamlNode node) => node.Style == YamlStyle.Plain && node.Is(Source);
}

/// <summary>A mapping in the order given.</summary>
internal sealed record YamlMap(IReadOnlyList<(string Key, YamlValue Value)> Entries) : YamlValue
{
    public YamlMap(params (string Key, YamlValue Value)[] entries)
        : this((IReadOnlyList<(string, YamlValue)>)entries) { }

    /// <summary>This mapping combined with another one; entries that both have are merged.</summary>
    /// <exception cref="ArgumentException">Both have a key whose values are not both mappings.</exception>
    public YamlMap With(YamlMap more)
    {
        var entries = Entries.ToList();
        foreach (var (key, value) in more.Entries)
        {
            var at = entries.FindIndex(e => e.Key == key);
            if (at < 0)
            {
                entries.Add((key, value));
            }
            else if (entries[at].Value is YamlMap one && value is YamlMap other)
            {
                entries[at] = (key, one.With(other));
            }
            else
            {
                throw new ArgumentException($"both mappings have the key {key}", nameof(more));
            }
        }

        return new YamlMap(entries);
    }

    public override bool Matches(YamlNode node) =>
        node.IsMapping
        && node.Pairs.Count == Entries.Count
        && node.Pairs.Zip(Entries).All(p => p.First.Key.Is(p.Second.Key) && p.Second.Value.Matches(p.First.Value));
}

/// <summary>A sequence.</summary>
internal sealed record YamlList(IReadOnlyList<YamlValue> Items) : YamlValue
{
    public YamlList(params YamlValue[] items)
        : this((IReadOnlyList<YamlValue>)items) { }

    public override bool Matches(YamlNode node) =>
        node.IsSequence && node.Items.Count() == Items.Count && node.Items.Zip(Items).All(p => p.Second.Matches(p.First));
}
