using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Nadaraya.Models;

/// <summary>Reads a file from front to back through one handle and sums what it gives, so that the bytes checked are the bytes used.</summary>
internal sealed class ChecksumInput : IDisposable
{
    private const int BlockBytes = 1 << 20;

    private readonly SafeFileHandle file;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly CancellationToken cancellation;
    private long position;

    /// <summary>Opens a regular file.</summary>
    public ChecksumInput(string path, CancellationToken cancellationToken)
    {
        // Replaced meanwhile, the file stays whole under this handle; changed in place, its checksum fails.
        file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        Length = RandomAccess.GetLength(file);
        cancellation = cancellationToken;
    }

    /// <summary>The bytes of the file when it was opened.</summary>
    public long Length { get; }

    /// <summary>The bytes not read yet.</summary>
    public long Rest => Length - position;

    /// <summary>Fills the destination with the next bytes, without summing them.</summary>
    public void Read(Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            cancellation.ThrowIfCancellationRequested();
            int read = RandomAccess.Read(file, destination[..Math.Min(destination.Length, BlockBytes)], position);
            if (read == 0)
            {
                throw new InvalidDataException("it ends too early");
            }

            position += read;
            destination = destination[read..];
        }
    }

    /// <summary>Fills the destination with the next elements and sums their bytes.</summary>
    public void ReadAndSum<T>(Span<T> destination)
        where T : unmanaged
    {
        const int BlockElements = BlockBytes / sizeof(double);
        while (!destination.IsEmpty)
        {
            int length = Math.Min(destination.Length, BlockElements);
            Span<byte> bytes = MemoryMarshal.AsBytes(destination[..length]);
            Read(bytes);
            Sum(bytes);
            destination = destination[length..];
        }
    }

    /// <summary>Sums the rest of the file in constant memory.</summary>
    public void SumRest()
    {
        byte[] block = new byte[(int)Math.Min(Rest, BlockBytes)];
        while (Rest > 0)
        {
            ReadAndSum(block.AsSpan(0, (int)Math.Min(Rest, block.Length)));
        }
    }

    /// <summary>Adds bytes to the sum.</summary>
    public void Sum(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

    /// <summary>Whether the file ends here and sums to what it should: 64 lower-case digits.</summary>
    public bool Matches(string checksum)
    {
        Span<byte> beyond = stackalloc byte[1];
        return Convert.ToHexStringLower(hash.GetHashAndReset()) == checksum && RandomAccess.Read(file, beyond, position) == 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        hash.Dispose();
        file.Dispose();
    }
}
