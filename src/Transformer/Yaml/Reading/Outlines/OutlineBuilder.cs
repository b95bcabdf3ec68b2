using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KymaIstioTransform.Yaml.Reading.Outlines;

/// <summary>
/// Checks the nodes of a document and keeps few of them: the root, its entries, and everything below one of its keys. It finds duplicate
/// keys by their fingerprints.
/// </summary>
internal struct OutlineBuilder : INodeSink
{
    /// <summary>The index of a collection that is not kept.</summary>
    private const int NotKept = -1;

    private const byte MergeKeyStart = (byte)'<';

    private readonly byte[] source;
    private readonly OutlineBuffers buffers;
    private readonly ulong[] prints;
    private readonly OpenKeys[] outer;
    private YamlTreeBuilder kept;

    /// <summary>The number of open collections.</summary>
    private int depth;

    /// <summary>Nodes in more collections than this are not kept.</summary>
    private int keptDepth = 1;
    private int skipped;
    private int lastEnd;
    private bool hasEscapes;

    /// <summary>The keys of the innermost mapping so far: a bit for each fingerprint, and where their fingerprints start.</summary>
    private ulong seen;
    private int first;

    /// <summary>The number of fingerprints of all open mappings.</summary>
    private int count;

    public OutlineBuilder(byte[] source, YamlNodeArena arena, OutlineBuffers buffers)
    {
        this.source = source;
        this.buffers = buffers;
        prints = buffers.Prints;
        outer = buffers.Outer;
        kept = new YamlTreeBuilder(source, arena);
    }

    /// <summary>
    /// True when the document must be read with all nodes: a mapping may have a duplicate key or a merge key, or has a key that must be
    /// decoded.
    /// </summary>
    public bool NeedsAllNodes { get; private set; }

    /// <summary>The number of nodes, those not kept included.</summary>
    public readonly int Count => kept.Count + skipped;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddKey(int start, int end)
    {
        ref var text = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(source), (nint)(uint)start);
        var print = DuplicateKeys.Fingerprint(ref text, end - start);
        CheckKey(print);
        if (depth > keptDepth)
        {
            skipped++;
        }
        else
        {
            KeepKey(print, start, end);
        }
    }

    public void AddKey(YamlStyle style, int start, int end)
    {
        var quotes = style == YamlStyle.Plain ? 0 : 1;
        var text = source.AsSpan(start, end - start);
        var isRaw = YamlTreeBuilder.IsRaw(style, text);
        NeedsAllNodes |= !isRaw || text[quotes..] is [MergeKeyStart, ..];
        var print = DuplicateKeys.Fingerprint(text[quotes..^quotes]);
        CheckKey(print);
        KeepAll(print);
        AddScalar(style, isRaw, start, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddLine(int start, int end)
    {
        lastEnd = end;
        if (depth <= keptDepth)
        {
            kept.AddLine(start, end);
        }
        else
        {
            skipped++;
        }
    }

    public void AddScalar(YamlStyle style, int start, int end) =>
        AddScalar(style, YamlTreeBuilder.IsRaw(style, source.AsSpan(start, end - start)), start, end);

    private void AddScalar(YamlStyle style, bool isRaw, int start, int end)
    {
        lastEnd = end;
        hasEscapes |= !isRaw && style == YamlStyle.DoubleQuoted;
        if (depth <= keptDepth)
        {
            kept.AddScalar(style, isRaw, start, end);
        }
        else
        {
            skipped++;
        }
    }

    public void ExtendLine(int end)
    {
        lastEnd = end;
        if (depth <= keptDepth)
        {
            kept.ExtendLine(end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Open(YamlKind kind, YamlStyle style, int start)
    {
        var index = NotKept;
        lastEnd = start;
        if (depth <= keptDepth)
        {
            index = kept.Open(kind, style, start);
        }
        else
        {
            skipped++;
        }

        outer[depth] = new OpenKeys(seen, first);
        depth++;
        (seen, first) = (0, count);
        return index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Close(int index)
    {
        if (index != NotKept)
        {
            kept.Close(index, lastEnd);
        }

        count = first;
        depth--;
        (seen, first) = outer[depth];
    }

    public void Close(int index, int end)
    {
        lastEnd = end;
        Close(index);
    }

    /// <summary>The kept nodes: those of the root and of the kept collection.</summary>
    /// <param name="reused">An earlier outline of the source, which becomes this one.</param>
    public readonly YamlTree Build(YamlTree? reused) => kept.BuildOutline(hasEscapes, reused);

    /// <summary>Takes the fingerprint of a key of the innermost mapping.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CheckKey(ulong print)
    {
        var before = seen;
        seen = before | DuplicateKeys.Bit(print);
        if (seen == before)
        {
            MayRepeat(print);
        }

        var (all, last) = (prints, count);
        if ((uint)last < (uint)all.Length)
        {
            all[last] = print;
            count = last + 1;
        }
        else
        {
            NeedsAllNodes = true;
        }
    }

    /// <summary>Compares a fingerprint with those of the innermost mapping's keys so far.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MayRepeat(ulong print) => NeedsAllNodes |= prints.AsSpan(first, count - first).Contains(print);

    private void KeepKey(ulong print, int start, int end)
    {
        KeepAll(print);
        kept.AddLine(start, end);
    }

    /// <summary>Decides what is kept below a key of the root.</summary>
    private void KeepAll(ulong print)
    {
        if (depth == 1)
        {
            keptDepth = print == buffers.KeptKey ? int.MaxValue : 1;
        }
    }
}

/// <summary>The keys of an open mapping.</summary>
/// <param name="Seen">A bit for each fingerprint.</param>
/// <param name="Start">Where their fingerprints start in <see cref="OutlineBuffers.Prints"/>.</param>
internal readonly record struct OpenKeys(ulong Seen, int Start);

/// <summary>What <see cref="OutlineBuilder"/> writes to; one for all documents.</summary>
/// <param name="keptKey">The key of the root whose value is kept with all nodes.</param>
internal sealed class OutlineBuffers(ReadOnlySpan<byte> keptKey)
{
    /// <summary>The limit of keys in all open mappings. A rare document with more keys is read with all nodes.</summary>
    private const int MaxKeys = 512;

    public ulong KeptKey { get; } = DuplicateKeys.Fingerprint(keptKey);

    /// <summary>The fingerprints of all keys of the open mappings, the outer ones first.</summary>
    public ulong[] Prints { get; } = new ulong[MaxKeys];

    /// <summary>The keys of the mappings around the innermost one.</summary>
    public OpenKeys[] Outer { get; } = new OpenKeys[YamlDotNetReader.MaxDepth + 1];
}
