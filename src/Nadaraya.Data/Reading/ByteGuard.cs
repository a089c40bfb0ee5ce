using System.Text;
using System.Text.Unicode;

namespace Nadaraya.Data;

/// <summary>
/// Stands in front of a parser and lets only valid UTF-8 without NUL through, in one vectorised pass. A fault ends the text, and
/// the parser learns of it when it has read all that comes before, so that faults are reported in the order of the source.
/// </summary>
internal sealed class ByteGuard(Stream inner, string source, bool noteReturns, IProgress<long>? progress, CancellationToken cancellation) : Stream
{
    private const long ProgressStep = 1 << 20;

    private readonly Queue<long> loneReturns = new();
    private readonly byte[] cut = new byte[4];
    private byte[]? own;
    private int cutLength;
    private long position;
    private long lineBreaks;
    private long reported;
    private bool endsInReturn;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    /// <summary>What ended the text before its source did, or null. The parser reports it when it has come so far.</summary>
    public DataException? Fault { get; private set; }

    /// <summary>Offsets of carriage returns that no line feed follows, in order; the parser takes those it has passed.</summary>
    public Queue<long> LoneReturns => loneReturns;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        int read = buffer.IsEmpty || Fault is not null ? 0 : ReadInner(buffer);
        if (read == 0)
        {
            Finish(buffer.IsEmpty);
            return 0;
        }

        Span<byte> chunk = buffer[..read];
        int bad = FindFault(chunk, out string? problem);
        if (problem is not null)
        {
            chunk = chunk[..bad];
            Fault = new Place(source, lineBreaks + chunk.Count((byte)'\n') + 1).Error(problem);
            if (bad == 0)
            {
                return 0;
            }
        }

        if (noteReturns)
        {
            NoteReturns(chunk);
        }

        lineBreaks += chunk.Count((byte)'\n');
        position += chunk.Length;
        if (position - reported >= ProgressStep)
        {
            progress?.Report(reported = position);
        }

        return chunk.Length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int ReadInner(Span<byte> buffer)
    {
        try
        {
            if (!cancellation.CanBeCanceled || inner.CanSeek)
            {
                return inner.Read(buffer);
            }

            // A read from a pipe may block for ever; waiting for it apart lets cancelling come through. The buffer is
            // our own, so that an abandoned read can't write into memory that has found another use.
            own ??= new byte[1 << 16];
            int size = Math.Min(own.Length, buffer.Length);
            int read = Task.Run(() => inner.Read(own, 0, size), cancellation).WaitAsync(cancellation).GetAwaiter().GetResult();
            own.AsSpan(0, read).CopyTo(buffer);
            return read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new Place(source).Error($"it can't be read: {Show.Source(e.Message)}", e);
        }
    }

    private void Finish(bool nothingAsked)
    {
        if (nothingAsked)
        {
            return;
        }

        if (cutLength > 0)
        {
            Fault ??= new Place(source, lineBreaks + 1).Error(InvalidText(cut[0]));
        }

        if (endsInReturn)
        {
            loneReturns.Enqueue(position - 1);
            endsInReturn = false;
        }

        if (reported != position)
        {
            progress?.Report(reported = position);
        }
    }

    private int FindFault(ReadOnlySpan<byte> chunk, out string? problem)
    {
        problem = null;
        if (position == 0 && chunk is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            problem = "the text is UTF-16; expected UTF-8; save the file as UTF-8.";
            return 0;
        }

        int nul = chunk.IndexOf((byte)0);
        int invalid = FindInvalid(nul < 0 ? chunk : chunk[..nul], out byte found);
        if (invalid >= 0)
        {
            problem = InvalidText(found);
            return invalid;
        }

        if (nul >= 0)
        {
            problem = "there is a NUL byte; expected text in UTF-8; save the file as UTF-8, or give the text file instead of a binary one.";
        }

        return nul;
    }

    private static string InvalidText(byte found) =>
        $"the byte 0x{found:X2} is no valid UTF-8; expected text in UTF-8; save the file as UTF-8.";

    /// <summary>The index of the first byte that can't belong to UTF-8, or −1; a character cut off by the end is kept for the next chunk.</summary>
    private int FindInvalid(ReadOnlySpan<byte> chunk, out byte found)
    {
        int start = 0;
        found = cut[0];
        while (cutLength > 0)
        {
            if (start == chunk.Length)
            {
                return -1;
            }

            cut[cutLength++] = chunk[start++];
            switch (Rune.DecodeFromUtf8(cut.AsSpan(0, cutLength), out _, out _))
            {
                case System.Buffers.OperationStatus.Done:
                    cutLength = 0;
                    break;
                case System.Buffers.OperationStatus.InvalidData:
                    return start - 1;
            }
        }

        int whole = chunk.Length - CutOff(chunk[start..]);
        if (!Utf8.IsValid(chunk[start..whole]))
        {
            while (Rune.DecodeFromUtf8(chunk[start..], out _, out int length) == System.Buffers.OperationStatus.Done)
            {
                start += length;
            }

            found = chunk[start];
            return start;
        }

        if (whole < chunk.Length && Rune.DecodeFromUtf8(chunk[whole..], out _, out _) == System.Buffers.OperationStatus.InvalidData)
        {
            found = chunk[whole];
            return whole;
        }

        chunk[whole..].CopyTo(cut);
        cutLength = chunk.Length - whole;
        return -1;
    }

    /// <summary>How many bytes at the end begin a character that the chunk does not complete.</summary>
    private static int CutOff(ReadOnlySpan<byte> chunk)
    {
        for (int back = 1; back <= Math.Min(3, chunk.Length); back++)
        {
            byte b = chunk[^back];
            if ((b & 0xC0) != 0x80)
            {
                int length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
                return length > back ? back : 0;
            }
        }

        return 0;
    }

    private void NoteReturns(ReadOnlySpan<byte> chunk)
    {
        if (endsInReturn && chunk[0] != '\n')
        {
            loneReturns.Enqueue(position - 1);
        }

        endsInReturn = chunk[^1] == '\r';
        int at = 0;
        for (int next; (next = chunk[at..^1].IndexOf((byte)'\r')) >= 0; at += next + 1)
        {
            if (chunk[at + next + 1] != '\n')
            {
                loneReturns.Enqueue(position + at + next);
            }
        }
    }
}
