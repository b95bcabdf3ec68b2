using System.Runtime.InteropServices;
using KymaIstioTransform.Text;

namespace KymaIstioTransform.Cli.IO;

/// <summary>
/// Writes to an open file descriptor with write(2). The streams of <see cref="Console"/> switch a terminal's keypad mode. A
/// <see cref="FileStream"/> keeps its own position, so the next program that writes to the same file would overwrite the output.
/// </summary>
internal sealed class DescriptorStream(int descriptor, string name) : Stream
{
    private const int Interrupted = 4;

    /// <summary>EAGAIN: 35 on macOS and the BSDs, 11 on Linux.</summary>
    private static readonly int TryAgain = OperatingSystem.IsLinux() ? 11 : 35;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="IOException">The descriptor cannot be written.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var count = (int)WriteTo(descriptor, in MemoryMarshal.GetReference(buffer), buffer.Length);
            if (count >= 0)
            {
                buffer = buffer[count..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == TryAgain)
            {
                // Another program set the pipe to non-blocking mode.
                Thread.Sleep(1);
            }
            else if (error != Interrupted)
            {
                throw new FileException($"{name}: {FileProblem.Of(new IOException("", error))}");
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint WriteTo(int descriptor, in byte buffer, nint count);
}
