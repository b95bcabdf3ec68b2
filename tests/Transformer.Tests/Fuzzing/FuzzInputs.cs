using System.Text;
using KymaIstioTransform.Text;
using KymaIstioTransform.Yaml;
using KymaIstioTransform.Yaml.Reading;

namespace KymaIstioTransform.Tests.Fuzzing;

/// <summary>
/// Makes inputs for the fuzzer: documents of Istio and the golden cases, written in random styles, mutated and combined.
/// </summary>
internal sealed class FuzzInputs(IReadOnlyList<byte[]> seeds, Random random)
{
    /// <summary>Longer documents cost time and rarely find more.</summary>
    private const int MaxSeed = 12_000;

    private static readonly string[] Pieces =
    [
        "-",
        "- ",
        "? ",
        ": ",
        ":",
        ",",
        "[",
        "]",
        "{",
        "}",
        "{}",
        "[]",
        "#",
        " # c",
        "&a ",
        "*a",
        "!t ",
        "!!str ",
        "|\n",
        ">-\n",
        "|2\n",
        "|+\n",
        "'",
        "\"",
        "\"\"",
        "''",
        "\\",
        "%",
        "@",
        "`",
        "---\n",
        "...\n",
        "\n---\n",
        "\t",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\n  ",
        "\n    ",
        "\r\n",
        "\r",
        "\0",
        "\u0085",
        "\u2028",
        "\ufeff",
        "é",
        "null",
        "~",
        "true",
        "0x1f",
        "1e3",
        "<<: ",
        "a: b\n",
        "istio-proxy",
        "--zipkinAddress",
        "zipkin:9411",
        "istio-system",
        "containers:\n",
        "name: ",
        "kind: ",
        "kind: List\nitems:\n- ",
        "{{ if .X }}",
        "{{ end }}",
        "{{",
        "}}",
        "args: ",
        "\\u00e9",
        "\\uD83D",
        "\\x4",
        "\\\n",
        "a".PadRight(1100, 'a'),
    ];

    private static readonly byte[][] Encoded = [.. Pieces.Select(Encoding.UTF8.GetBytes)];

    /// <summary>What long runs have found, cut down to what matters: a file each, whose name says what is unusual about it.</summary>
    public static IEnumerable<string> Findings =>
        Directory
            .EnumerateFiles(Path.Combine(SharedData.Repository, "tests", "Transformer.Fuzzing", "findings"), "*.yaml")
            .Order(StringComparer.Ordinal);

    /// <summary>The documents to start from: of the golden cases, examples and findings, and of the corpus where it is there.</summary>
    public static IReadOnlyList<byte[]> Seeds(IEnumerable<byte[]> streams)
    {
        var own = Directory
            .EnumerateFiles(Path.Combine(SharedData.Repository, "tests", "snapshots"), "input.*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "examples"), "*.yaml"));
        var documents = own.Concat(Findings)
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes)
            .Concat(streams)
            .SelectMany(Documents)
            .Where(d => d.Length is > 20 and < MaxSeed);
        return [.. documents.DistinctBy(d => Convert.ToBase64String(d))];
    }

    public byte[] Next()
    {
        var count = random.Next(16) switch
        {
            < 12 => 1,
            < 15 => 2,
            _ => 4,
        };
        var stream = new List<byte>();
        for (var i = 0; i < count; i++)
        {
            stream.AddRange(i > 0 ? "---\n"u8 : []);
            stream.AddRange(
                random.Next(12) switch
                {
                    0 => new TemplateWriter(random).Write(),
                    < 5 => Seed(),
                    _ => Restyled(Seed()),
                }
            );
        }

        for (var mutations = random.Next(4); mutations > 0; mutations--)
        {
            Mutate(stream);
        }

        return random.Next(40) == 0 ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString([.. stream]).ReplaceLineEndings("\r\n")) : [.. stream];
    }

    private static IEnumerable<byte[]> Documents(byte[] stream)
    {
        try
        {
            return [.. DocumentSplitter.Split(stream, new ByteSpan(0, stream.Length)).Select(d => stream[d.Content.Start..d.Content.End])];
        }
        catch (YamlException)
        {
            return [stream];
        }
    }

    /// <summary>Usually a short one: more inputs fit into the same time.</summary>
    private byte[] Seed()
    {
        var (one, other) = (seeds[random.Next(seeds.Count)], seeds[random.Next(seeds.Count)]);
        return one.Length < other.Length || random.Next(8) == 0 ? one : other;
    }

    private byte[] Restyled(byte[] seed)
    {
        try
        {
            var tree = YamlReader.Read(seed, new ByteSpan(0, seed.Length));
            return tree.IsEmpty ? seed : Encoding.UTF8.GetBytes(new StyleWriter(random).Write(tree.Root));
        }
        catch (YamlException)
        {
            return seed;
        }
    }

    private void Mutate(List<byte> stream)
    {
        var at = random.Next(stream.Count + 1);
        var length = Math.Min(random.Next(1, 16), stream.Count - at);
        var piece = Encoded[random.Next(Encoded.Length)];
        switch (random.Next(9))
        {
            case 0:
                stream.RemoveRange(at, length);
                break;
            case 1:
                stream.InsertRange(at, piece);
                break;
            case 2:
                stream.RemoveRange(at, length);
                stream.InsertRange(at, piece);
                break;
            case 3:
                stream.InsertRange(at, stream.GetRange(at, length));
                break;
            case 4:
                stream.InsertRange(LineStart(stream, at), Enumerable.Repeat((byte)' ', random.Next(1, 4)));
                break;
            case 5:
                var start = LineStart(stream, at);
                stream.RemoveRange(start, Math.Min(random.Next(1, 4), stream.Count - start));
                break;
            case 6:
                // Copies a line to another place.
                var line = LineStart(stream, at);
                var end = stream.IndexOf((byte)'\n', line) is >= 0 and var newline ? newline + 1 : stream.Count;
                stream.InsertRange(LineStart(stream, random.Next(stream.Count + 1)), stream.GetRange(line, end - line));
                break;
            case 7 when stream.Count > 0:
                stream[Math.Min(at, stream.Count - 1)] = (byte)random.Next(256);
                break;
            case 8 when random.Next(4) == 0:
                stream.RemoveRange(at, stream.Count - at);
                break;
        }
    }

    private static int LineStart(List<byte> stream, int at) => at == 0 ? 0 : stream.LastIndexOf((byte)'\n', at - 1) + 1;
}
