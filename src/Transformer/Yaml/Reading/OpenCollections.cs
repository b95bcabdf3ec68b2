using System.Runtime.CompilerServices;

namespace KymaIstioTransform.Yaml.Reading;

/// <summary>An open block collection.</summary>
/// <param name="Index">The index that the sink gave it.</param>
/// <param name="Outer">The place of the collection around it.</param>
internal readonly record struct OpenCollection(int Index, int Outer)
{
    /// <summary>The place of the document, which is to the left of all columns.</summary>
    public const int DocumentPlace = -1 << KindBits;

    private const int KindBits = 2;

    /// <summary>
    /// The column of a collection's keys or dashes and its kind as one number: an inner collection has a larger one than those around it.
    /// A sequence may be at the column of its key.
    /// </summary>
    public static int PlaceOf(YamlKind kind, int column) => (column << KindBits) | (int)kind;

    /// <summary>The column of a place.</summary>
    public static int ColumnOf(int place) => place >> KindBits;
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

    /// <summary>The place of the innermost collection.</summary>
    private int place;

    /// <summary>
    /// The document at <paramref name="start"/>, which expects its root; <paramref name="frames"/> is the buffer for the collections, as
    /// long as the deepest nesting.
    /// </summary>
    public OpenCollections(ref TSink sink, int start, Span<OpenCollection> frames)
    {
        this.sink = ref sink;
        this.frames = frames;
        place = OpenCollection.DocumentPlace;
        emptyAt = start;
    }

    public int Depth { get; private set; }

    /// <summary>The deepest nesting that is supported.</summary>
    public readonly int MaxDepth => frames.Length;

    /// <summary>The column of the innermost collection, -1 for the document.</summary>
    public readonly int Column => OpenCollection.ColumnOf(place);

    /// <summary>True when the next lines may hold the value of the last key or dash, or the document's root.</summary>
    public readonly bool AwaitsValue => emptyAt != YamlScanner.Unsupported;

    /// <summary>True when an entry or item at this place is a further one of the innermost collection.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsNextAt(int place) => this.place == place && !AwaitsValue;

    /// <summary>A key or dash expects its value; <paramref name="at"/> is right after it.</summary>
    public void AwaitValue(int at) => emptyAt = at;

    /// <summary>The expected value was read or has begun.</summary>
    public void TakeValue() => emptyAt = YamlScanner.Unsupported;

    /// <summary>
    /// True for a line that can only continue a scalar: it is to the right of the innermost collection, which expects no value.
    /// </summary>
    public readonly bool IsInScalar(int column) => column > Column && !AwaitsValue;

    /// <summary>
    /// Opens the mapping of an entry whose key is at <paramref name="start"/>, or ends the collections that it is not in. False when it is
    /// too deep, or does not belong to any mapping.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryEnterMapping(int start, int column) =>
        column > Column
            ? TryOpen(YamlKind.Mapping, start, column)
            : TryReturnTo(OpenCollection.PlaceOf(YamlKind.Mapping, column));

    /// <summary>The same for an item whose dash is at <paramref name="start"/>. Its sequence may be at the column of its key.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryEnterSequence(int start, int column) =>
        column > Column || (AwaitsValue && place == OpenCollection.PlaceOf(YamlKind.Mapping, column))
            ? TryOpen(YamlKind.Sequence, start, column)
            : TryReturnTo(OpenCollection.PlaceOf(YamlKind.Sequence, column));

    /// <summary>Opens a collection whose first key or dash is at <paramref name="start"/>; false when it is too deep.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryOpen(YamlKind kind, int start, int column)
    {
        var all = frames;
        var depth = Depth;
        if ((uint)depth >= (uint)all.Length)
        {
            return false;
        }

        all[depth] = new OpenCollection(sink.Open(kind, YamlStyle.Block, start), place);
        Depth = depth + 1;
        place = OpenCollection.PlaceOf(kind, column);
        emptyAt = YamlScanner.Unsupported;
        return true;
    }

    /// <summary>Ends an expected value and all collections.</summary>
    public void End() => TryReturnTo(OpenCollection.DocumentPlace);

    /// <summary>Ends an expected value and all collections behind a place. False when none is at it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReturnTo(int place)
    {
        if (AwaitsValue && Depth > 0)
        {
            sink.AddLine(emptyAt, emptyAt);
            TakeValue();
        }

        while (this.place > place)
        {
            var frame = frames[--Depth];
            sink.Close(frame.Index);
            this.place = frame.Outer;
        }

        return this.place == place;
    }
}
