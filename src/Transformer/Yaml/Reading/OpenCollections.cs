using System.Runtime.CompilerServices;

namespace KymaIstioTransform.Yaml.Reading;

/// <summary>An open block collection: the index that the sink gave it, and the column of its keys or dashes.</summary>
internal readonly record struct OpenCollection(int Index, YamlKind Kind, int Column)
{
    /// <summary>The largest number of open collections, with one more for the document.</summary>
    public const int Capacity = YamlDotNetReader.MaxDepth + 1;
}

/// <summary>The block collections that are open at the reader's position, and the value that is still expected.</summary>
internal ref struct OpenCollections<TSink>
    where TSink : struct, INodeSink
{
    private readonly ref TSink sink;
    private readonly Span<OpenCollection> frames;

    /// <summary>
    /// The place of an empty value unless a value follows; <see cref="YamlScanner.Unsupported"/> when no value is expected.
    /// </summary>
    private int emptyAt;

    /// <summary>
    /// The document at <paramref name="start"/>, which expects its root; <paramref name="frames"/> is the buffer for the collections.
    /// </summary>
    public OpenCollections(ref TSink sink, int start, Span<OpenCollection> frames)
    {
        this.sink = ref sink;
        this.frames = frames;
        // The document is to the left of all columns.
        frames[0] = new OpenCollection(YamlScanner.Unsupported, YamlKind.Scalar, -1);
        Column = -1;
        emptyAt = start;
    }

    public int Depth { get; private set; }

    /// <summary>The column of the innermost collection, -1 for the document.</summary>
    public int Column { get; private set; }

    /// <summary>The kind of the innermost collection.</summary>
    public YamlKind Kind { get; private set; }

    /// <summary>True when the next lines may hold the value of the last key or dash, or the document's root.</summary>
    public readonly bool AwaitsValue => emptyAt != YamlScanner.Unsupported;

    /// <summary>True when the next line at this column is a further entry of a mapping, if it has a key.</summary>
    public readonly bool AwaitsKey => Kind == YamlKind.Mapping && !AwaitsValue;

    /// <summary>True when the next line at this column is a further item of a sequence, if it has a dash.</summary>
    public readonly bool AwaitsItem => Kind == YamlKind.Sequence && !AwaitsValue;

    /// <summary>A key or dash expects its value; <paramref name="at"/> is right after it.</summary>
    public void AwaitValue(int at) => emptyAt = at;

    /// <summary>The expected value was read or has begun.</summary>
    public void TakeValue() => emptyAt = YamlScanner.Unsupported;

    /// <summary>Opens a collection whose first key or dash is at <paramref name="start"/>; false when it is too deep.</summary>
    public bool TryOpen(YamlKind kind, int start, int column)
    {
        if (Depth == YamlDotNetReader.MaxDepth)
        {
            return false;
        }

        TakeValue();
        frames[++Depth] = new OpenCollection(sink.Open(kind, YamlStyle.Block, start), kind, column);
        (Kind, Column) = (kind, column);
        return true;
    }

    /// <summary>
    /// Ends what a node at <paramref name="column"/> cannot continue: an expected value and all collections to the right.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CloseDeeperThan(int column)
    {
        if (AwaitsValue && Depth > 0)
        {
            sink.AddLine(emptyAt, emptyAt);
            TakeValue();
        }

        while (Column > column)
        {
            Close();
        }
    }

    /// <summary>Ends the innermost collection.</summary>
    public void Close()
    {
        sink.Close(frames[Depth--].Index, null);
        (Kind, Column) = (frames[Depth].Kind, frames[Depth].Column);
    }
}
