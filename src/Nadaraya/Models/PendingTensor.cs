using System.Runtime.InteropServices;

namespace Nadaraya.Models;

/// <summary>A tensor that waits to be written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its lengths, the first index slowest.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Emit">Hands its bytes on, block by block.</param>
internal sealed record PendingTensor(string Name, TensorType Type, long[] Shape, long Bytes, Action<PendingTensor.Sink> Emit)
{
    private const int BlockElements = 1 << 16;

    /// <summary>Takes a block of bytes.</summary>
    public delegate void Sink(ReadOnlySpan<byte> block);

    /// <summary>Describes the elements of a source; without a shape they are one row.</summary>
    public static PendingTensor From<T>(string name, TensorSource<T> source, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        TensorType type = TensorTypes.Of<T>();
        int count = source().Length;
        long[] lengths = shape.IsEmpty ? [count] : shape.ToArray();
        if (lengths.Length > SafetensorsFormat.MostDimensions || lengths.Any(n => n < 0) || lengths.Aggregate(1L, (a, b) => checked(a * b)) != count)
        {
            throw new ArgumentException($"{name} has {count} elements, which its shape [{string.Join(", ", lengths)}] does not hold.", nameof(shape));
        }

        return new(name, type, lengths, (long)count * type.Size(), sink => Send(name, source, count, sink));
    }

    // In blocks, because the bytes of a long array are more than a span can count.
    private static void Send<T>(string name, TensorSource<T> source, int count, Sink sink)
        where T : unmanaged
    {
        ReadOnlySpan<T> rest = source();
        if (rest.Length != count)
        {
            throw new InvalidOperationException($"{name} had {count} elements and now has {rest.Length}: a source must not change.");
        }

        while (!rest.IsEmpty)
        {
            int length = Math.Min(rest.Length, BlockElements);
            sink(MemoryMarshal.AsBytes(rest[..length]));
            rest = rest[length..];
        }
    }
}
