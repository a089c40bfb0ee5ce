namespace Nadaraya.Models;

/// <summary>What a writer writes to: forward only, stops when cancelled, names the output in its errors, and stays open when the writer closes it.</summary>
internal sealed class OutputStream(Stream inner, string path, string state, CancellationToken cancellation) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            inner.Write(buffer);
        }
        catch (Exception e) when (OutputFault.IsFault(e))
        {
            throw OutputFault.ToException(path, e, state);
        }
    }

    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (Exception e) when (OutputFault.IsFault(e))
        {
            throw OutputFault.ToException(path, e, state);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
