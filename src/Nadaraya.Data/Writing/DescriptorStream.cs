using System.Runtime.InteropServices;

namespace Nadaraya.Data;

/// <summary>Writes to a Unix descriptor; a closed pipe and a full disk are errors, where the platform's console stream ignores the first.</summary>
/// <remarks>
/// It calls write(2) itself. A FileStream over standard output would report errors too, but writes to files at its own offset, and
/// would so overwrite what shares the descriptor, as in <c>{ a; b; } &gt; file</c>.
/// </remarks>
internal sealed partial class DescriptorStream(int descriptor) : Stream
{
    private const int StandardOutput = 1;
    private const int Interrupted = 4;
    private const int TryAgainLinux = 11;
    private const int TryAgainDarwin = 35;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static Stream OpenStandardOutput() =>
        OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new DescriptorStream(StandardOutput);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            nint done = 0;
            while (done < buffer.Length)
            {
                nint written = WriteDescriptor(descriptor, bytes + done, buffer.Length - done);
                int error = written < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (error is not (0 or Interrupted or TryAgainLinux or TryAgainDarwin))
                {
                    throw new IOException(Marshal.GetPInvokeErrorMessage(error));
                }

                if (error is TryAgainLinux or TryAgainDarwin)
                {
                    // Someone made the descriptor non-blocking; the reader needs a moment.
                    Thread.Sleep(1);
                }

                done += Math.Max(written, 0);
            }
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint WriteDescriptor(int descriptor, byte* bytes, nint count);
}
