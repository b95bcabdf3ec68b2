namespace KymaIstioTransform.Yaml.Reading;

/// <summary>
/// Room for the nodes of many documents in a few arrays. Arrays of their own for each document would be copied out of the reader, and then
/// be moved by each garbage collection.
/// </summary>
internal sealed class YamlNodeArena
{
    /// <summary>A node of a rendered manifest has no fewer bytes than this, on average.</summary>
    private const int BytesPerNode = 14;

    private const int Fewest = 16;

    /// <summary>More would mean much that is never used.</summary>
    private const int Most = 1 << 16;

    private YamlEntry[] entries;

    private YamlNodeArena(int count) => entries = GC.AllocateUninitializedArray<YamlEntry>(count);

    /// <summary>How many nodes of <see cref="Entries"/> belong to trees already.</summary>
    public int Taken { get; private set; }

    /// <summary>The array in use; the tree that is being read starts at <see cref="Taken"/>.</summary>
    public YamlEntry[] Entries => entries;

    /// <summary>Room for so many bytes of YAML; there is more when they need more.</summary>
    public static YamlNodeArena For(int bytes) => new(Math.Clamp(bytes / BytesPerNode, Fewest, Most));

    /// <summary>Room for so many nodes.</summary>
    public static YamlNodeArena Of(int nodes) => new(Math.Max(nodes, Fewest));

    /// <summary>Makes room for more nodes; the first <paramref name="count"/> of the tree that is being read move along.</summary>
    public void Grow(int count)
    {
        var larger = GC.AllocateUninitializedArray<YamlEntry>(Math.Max(2 * count, entries.Length));
        entries.AsSpan(Taken, count).CopyTo(larger);
        (entries, Taken) = (larger, 0);
    }

    /// <summary>A tree of so many nodes is complete: they belong to it.</summary>
    public void Take(int count) => Taken += count;

    /// <summary>Nobody needs the tree that was read last: its room can be used again. Of any other tree nothing happens.</summary>
    public void Release(YamlTree tree) => Taken -= tree.IsLastIn(entries, Taken) ? tree.Entries.Length : 0;
}
