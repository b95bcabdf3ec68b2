using System.Globalization;

namespace KymaIstioTransform.Cli.IO;

/// <summary>
/// A progress line on a terminal, shown after waiting one second for input or work. It counts the bytes that are read through
/// <see cref="Watch"/>, and it is removed before anything else is written.
/// </summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(120);

    private readonly Lock writing = new();
    private readonly Action<string> write;
    private readonly Timer timer;
    private long read;
    private int step;
    private bool isShown;
    private bool isDone;

    /// <summary>Starts waiting.</summary>
    /// <param name="write">Writes to the terminal.</param>
    public Progress(Action<string> write)
    {
        this.write = write;
        timer = new Timer(_ => Show(), null, Delay, Period);
    }

    /// <summary>The same stream with its bytes counted.</summary>
    public Stream Watch(Stream input) => input.CanSeek ? input : new CountingStream(input, count => Interlocked.Add(ref read, count));

    /// <summary>Removes the line.</summary>
    public void Dispose()
    {
        timer.Dispose();
        lock (writing)
        {
            isDone = true;
            if (isShown)
            {
                write("\r\e[K");
            }
        }
    }

    private void Show()
    {
        lock (writing)
        {
            if (!isDone)
            {
                isShown = true;
                var count = Interlocked.Read(ref read);
                var input = count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {count} bytes read from standard input");
                write($"\r{"|/-\\"[step++ % 4]} working{input}\e[K");
            }
        }
    }

    private sealed class CountingStream(Stream inner, Action<int> count) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var bytes = inner.Read(buffer);
            count(bytes);
            return bytes;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
