using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using KymaIstioTransform.Tests.Certificates;
using Xunit;

namespace KymaIstioTransform.Tests.Portability;

/// <summary>
/// The managed program as another operating system would run it, as far as Linux can show: in a copy of the program, the calls of
/// <see cref="OperatingSystem"/> return constants. As Windows, the copy also cannot load the C library.
/// </summary>
internal sealed class OtherSystem : IDisposable
{
    private const byte Call = 0x28;
    private const byte LoadZero = 0x16;
    private const byte LoadOne = 0x17;
    private const int TokenLength = 4;

    private readonly TemporaryDirectory folder = new();

    /// <param name="name">Windows, MacOS or Linux, as in the names of the methods of <see cref="OperatingSystem"/>.</param>
    public OtherSystem(string name)
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            if (Path.GetFileName(file) is "CommandLine.dll" or "DiffPlex.dll" or "YamlDotNet.dll" || IsOfProgram(file))
            {
                File.Copy(file, folder.Combine(Path.GetFileName(file)));
            }
        }

        var program = File.ReadAllBytes(Program);
        Calls = Replace(program, name);
        File.WriteAllBytes(Program, program);
    }

    /// <summary>The number of calls that were replaced.</summary>
    public int Calls { get; }

    /// <summary>The path of the copy.</summary>
    public string Program => folder.Combine("kyma-istio-transform.dll");

    public void Dispose() => folder.Dispose();

    /// <summary>Runs the copy.</summary>
    public (int Exit, byte[] Output, string Error) Run(
        IEnumerable<string> arguments,
        byte[]? input = null,
        string? at = null,
        IReadOnlyDictionary<string, string>? environment = null
    ) => ExternalTool.Run(Environment.ProcessPath!, ["exec", Program, .. arguments], input, at, environment);

    private static bool IsOfProgram(string file) => Path.GetFileName(file).StartsWith("kyma-istio-transform.", StringComparison.Ordinal);

    private static int Replace(byte[] program, string system)
    {
        using var file = new PEReader([.. program]);
        var metadata = file.GetMetadataReader();
        var count = 0;
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            var name = metadata.GetString(member.Name);
            if (
                member.Parent.Kind != HandleKind.TypeReference
                || metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name) != nameof(OperatingSystem)
            )
            {
                continue;
            }

            Assert.StartsWith("Is", name, StringComparison.Ordinal);
            byte[] call = [Call, .. BitConverter.GetBytes(MetadataTokens.GetToken(handle))];
            byte[] constant = [name == $"Is{system}" ? LoadOne : LoadZero, .. new byte[TokenLength]];
            foreach (var body in Bodies(file, metadata))
            {
                count += Replace(program.AsSpan(body.Start, body.Length), call, constant);
            }
        }

        if (system == "Windows")
        {
            ReplaceLibrary(program, file, metadata);
        }

        return count;
    }

    private static int Replace(Span<byte> code, byte[] old, byte[] replacement)
    {
        var count = 0;
        for (var at = code.IndexOf(old); at >= 0; at = code.IndexOf(old))
        {
            replacement.CopyTo(code[at..]);
            count++;
        }

        return count;
    }

    /// <summary>The code of all methods, as ranges of the file.</summary>
    private static IEnumerable<(int Start, int Length)> Bodies(PEReader file, MetadataReader metadata)
    {
        foreach (var handle in metadata.MethodDefinitions)
        {
            var address = metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
            if (address == 0)
            {
                continue;
            }

            var section = file.PEHeaders.SectionHeaders[file.PEHeaders.GetContainingSectionIndex(address)];
            var body = file.GetMethodBody(address);
            yield return (address - section.VirtualAddress + section.PointerToRawData, body.Size);
        }
    }

    /// <summary>Renames the C library in the table of native libraries, so that it cannot be loaded.</summary>
    private static void ReplaceLibrary(byte[] program, PEReader file, MetadataReader metadata)
    {
        var strings = file.PEHeaders.MetadataStartOffset + metadata.GetHeapMetadataOffset(HeapIndex.String);
        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.ModuleRef); row++)
        {
            var name = metadata.GetModuleReference(MetadataTokens.ModuleReferenceHandle(row)).Name;
            Assert.Equal("libc", metadata.GetString(name));
            Encoding.ASCII.GetBytes("none").CopyTo(program, strings + metadata.GetHeapOffset(name));
        }
    }
}
