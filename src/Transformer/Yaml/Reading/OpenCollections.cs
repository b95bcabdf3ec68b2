namespace KymaIstioTransform.Yaml.Reading;

/// <summary>The block collections that are open at the reader's position, and the value that is still expected.</summary>
internal ref struct OpenCollections
{
    /// <summary>The number of frames needed.</summary>
    public const int Capacity = YamlDotNetReader.MaxDepth + 1;

    private readonly YamlTreeBuilder builder;
    private readonly Span<Frame> frames;

    /// <summary>
    /// The place of an empty value unless a value follows; <see cref="YamlScanner.Unsupported"/> when no value is expected.
    /// </summary>
    private int emptyAt;

    /// <summary>
    /// The document at <paramref name="start"/>, which expects its root; <paramref name="frames"/> is the buffer for the collections.
    /// </summary>
    public OpenCollections(YamlTreeBuilder builder, int start, Span<Frame> frames)
    {
        this.builder = builder;
        this.frames = frames;
        // The document is to the left of all columns.
        frames[0] = new Frame(YamlScanner.Unsupported, YamlKind.Scalar, -1);
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
        frames[++Depth] = new Frame(builder.Open(kind, YamlStyle.Block, start), kind, column);
        (Kind, Column) = (kind, column);
        return true;
    }

    /// <summary>
    /// Ends what a node at <paramref name="column"/> cannot continue: an expected value and all collections to the right.
    /// </summary>
    public void CloseDeeperThan(int column)
    {
        if (AwaitsValue && Depth > 0)
        {
            builder.AddLine(emptyAt, emptyAt);
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
        builder.Close(frames[Depth--].Index, null);
        (Kind, Column) = (frames[Depth].Kind, frames[Depth].Column);
    }

    /// <summary>A collection: its index in the tree and the column of its keys or dashes.</summary>
    internal readonly record struct Frame(int Index, YamlKind Kind, int Column);
}
