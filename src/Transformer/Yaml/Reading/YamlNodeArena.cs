namespace KymaIstioTransform.Yaml.Reading;

/// <summary>
/// Stores the nodes of many documents in a few arrays. A separate array for each document would have to be copied out of the reader, and
/// each garbage collection would move it.
/// </summary>
internal sealed class YamlNodeArena
{
    /// <summary>The minimum average number of bytes per node in a rendered manifest.</summary>
    private const int BytesPerNode = 14;

    private const int Fewest = 16;

    /// <summary>A larger size would leave much memory unused.</summary>
    private const int Most = 1 << 16;

    private YamlEntry[] entries;

    private YamlNodeArena(int count) => entries = GC.AllocateUninitializedArray<YamlEntry>(count);

    /// <summary>The number of nodes in <see cref="Entries"/> that already belong to trees.</summary>
    public int Used { get; private set; }

    /// <summary>The array in use; the tree that is being read starts at <see cref="Used"/>.</summary>
    public YamlEntry[] Entries => entries;

    /// <summary>The number of nodes in complete trees.</summary>
    public int Kept { get; private set; }

    /// <summary>Creates an arena for this many bytes of YAML; it grows when they need more nodes.</summary>
    public static YamlNodeArena For(int bytes) => new(Math.Clamp(bytes / BytesPerNode, Fewest, Most));

    /// <summary>Creates an arena for this many nodes.</summary>
    public static YamlNodeArena Of(int nodes) => new(Math.Max(nodes, Fewest));

    /// <summary>Grows the arena and copies the first <paramref name="count"/> nodes of the tree that is being read.</summary>
    public void Grow(int count)
    {
        var larger = GC.AllocateUninitializedArray<YamlEntry>(Math.Max(2 * count, entries.Length));
        entries.AsSpan(Used, count).CopyTo(larger);
        (entries, Used) = (larger, 0);
    }

    /// <summary>Marks this many nodes as belonging to a complete tree.</summary>
    public void Commit(int count)
    {
        Used += count;
        Kept += count;
    }

    /// <summary>Releases the most recently read tree so that its nodes can be reused. Does nothing for any other tree.</summary>
    public void Release(YamlTree tree)
    {
        if (tree.IsLastIn(entries, Used))
        {
            Used -= tree.Entries.Length;
            Kept -= tree.Entries.Length;
        }
    }
}
