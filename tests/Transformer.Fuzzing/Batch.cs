using System.Text;
using KymaIstioTransform.Tests;

namespace KymaIstioTransform.Fuzzing;

/// <summary>
/// Runs many streams in one process, for tests/laws. A request is the number of arguments, the arguments and the
/// input; an answer is the exit code, standard output and standard error. Numbers are 32-bit little-endian, and texts follow their length
/// in bytes.
/// </summary>
internal static class Batch
{
    public static void Run(Stream requests, Stream answers)
    {
        using var reader = new BinaryReader(requests);
        using var writer = new BinaryWriter(answers);
        while (NextCount(reader) is { } count)
        {
            var arguments = new string[count];
            for (var i = 0; i < count; i++)
            {
                arguments[i] = Encoding.UTF8.GetString(ReadText(reader));
            }

            var result = Tool.Run(ReadText(reader), arguments);
            writer.Write((int)result.Exit);
            WriteText(writer, result.Output);
            WriteText(writer, Encoding.UTF8.GetBytes(result.Error));
            writer.Flush();
        }
    }

    /// <summary>The number of arguments of the next request; null at the end.</summary>
    private static int? NextCount(BinaryReader reader)
    {
        try
        {
            return reader.ReadInt32();
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private static byte[] ReadText(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());

    private static void WriteText(BinaryWriter writer, byte[] text)
    {
        writer.Write(text.Length);
        writer.Write(text);
    }
}
