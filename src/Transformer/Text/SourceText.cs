namespace KymaIstioTransform.Text;

/// <summary>One input as read: its name as the user knows it and its bytes.</summary>
internal sealed record InputFile(string Name, byte[] Bytes);

/// <summary>A place in the input, as messages print it.</summary>
internal readonly record struct Location(string File, int Line, int Column)
{
    /// <summary>True when the place is the file as a whole. Line and column are 1 then, for formats that require them.</summary>
    public bool IsWholeFile { get; private init; }

    /// <summary>A file as a whole.</summary>
    public static Location OfFile(string file) => new(file, 1, 1) { IsWholeFile = true };

    /// <summary>The same place with <paramref name="safe"/> applied to the file name.</summary>
    public Location With(Func<string, string> safe) => this with { File = safe(File) };

    public override string ToString() => IsWholeFile ? File : $"{File}:{Line}:{Column}";
}

/// <summary>All inputs as one stream of bytes. Maps an offset back to file, line and column.</summary>
internal sealed class SourceText
{
    private readonly List<(int Start, int End, string Name)> files = [];
    private readonly List<int> addedLineBreaks = [];
    private readonly LineIndex lines;

    /// <summary>
    /// Joins inputs. A single input is kept byte for byte. Of several, each later one loses its byte order mark and is separated from
    /// the previous one by a line break and a marker line where these are missing.
    /// </summary>
    public SourceText(IReadOnlyList<InputFile> inputs)
    {
        if (inputs.Count == 1)
        {
            files.Add((0, inputs[0].Bytes.Length, inputs[0].Name));
            Bytes = inputs[0].Bytes;
            lines = new LineIndex(Bytes);
            return;
        }

        var joined = new MemoryStream();
        foreach (var input in inputs)
        {
            var content = joined.Length > 0 ? input.Bytes.AsSpan(ContentOf(input.Bytes).Start) : input.Bytes;
            if (joined.Length > 0 && !content.IsEmpty)
            {
                var soFar = joined.GetBuffer().AsSpan(0, (int)joined.Length);
                if (soFar[^1] != '\n')
                {
                    addedLineBreaks.Add(soFar.Length);
                    joined.Write(Lines.Break(soFar));
                }

                joined.Write(StartsWithMarker(content) ? [] : [.. "---"u8, .. Lines.Break(content)]);
            }

            var start = (int)joined.Length;
            joined.Write(content);
            files.Add((start, (int)joined.Length, input.Name));
        }

        Bytes = joined.ToArray();
        lines = new LineIndex(Bytes);
    }

    /// <summary>A single input.</summary>
    public SourceText(string name, byte[] bytes)
        : this([new InputFile(name, bytes)]) { }

    /// <summary>All inputs, joined.</summary>
    public byte[] Bytes { get; }

    /// <summary>Where an input without a line break at its end got one, because another input follows.</summary>
    public IReadOnlyList<int> AddedLineBreaks => addedLineBreaks;

    /// <summary>The bytes of each input, without the lines that join them.</summary>
    public IEnumerable<ByteSpan> Inputs => files.Select(f => new ByteSpan(f.Start, f.End));

    /// <summary>The byte ranges of the inputs, in order; a line that joins two inputs belongs to the first.</summary>
    public IEnumerable<ByteSpan> Files =>
        files.Select((f, i) => new ByteSpan(f.Start, i + 1 < files.Count ? files[i + 1].Start : Bytes.Length));

    private static ReadOnlySpan<byte> ByteOrderMark => [0xef, 0xbb, 0xbf];

    /// <summary>A stream without a byte order mark at its start.</summary>
    public static ByteSpan ContentOf(byte[] bytes) => ContentOf(bytes, new ByteSpan(0, bytes.Length));

    /// <summary>A part of a stream without a byte order mark at its start.</summary>
    public static ByteSpan ContentOf(byte[] bytes, ByteSpan part) =>
        bytes.AsSpan(part.Start, part.Length).StartsWith(ByteOrderMark)
            ? new ByteSpan(part.Start + ByteOrderMark.Length, part.End)
            : part;

    /// <summary>The file, line and column (in bytes, from 1) of an offset in <see cref="Bytes"/>.</summary>
    public Location Locate(int offset)
    {
        var file = files.Count - 1;
        while (file > 0 && files[file].Start > offset)
        {
            file--;
        }

        var (start, _, name) = files[file];
        var (line, column) = lines.Position(offset);

        // Each input starts on a line of its own.
        return new Location(name, line - lines.Position(start).Line + 1, column);
    }

    private static bool StartsWithMarker(ReadOnlySpan<byte> content) => content.StartsWith("---"u8);
}
