using System.Numerics;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>What one thread writes on during a backward pass.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class DeepDesk<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly PackedMatrix<T> packed = new();

    /// <summary>Slopes in the stream.</summary>
    public T[] Stream { get; private set; } = [];

    /// <summary>Slopes in the normalised stream.</summary>
    public T[] Normal { get; private set; } = [];

    /// <summary>Slopes inside a block.</summary>
    public T[] Hidden { get; private set; } = [];

    /// <summary>Slopes in the input.</summary>
    public T[] Input { get; private set; } = [];

    /// <summary>Slopes in the waves' columns before their activation.</summary>
    public T[] Before { get; private set; } = [];

    /// <summary>Slopes in the waves of one number.</summary>
    public T[] Waves { get; private set; } = [];

    /// <summary>Takes the memory for some rows, if it is not there.</summary>
    public void Take(DeepLayout layout, int count)
    {
        if (Stream.Length < count * layout.Width)
        {
            Stream = new T[count * layout.Width];
            Normal = new T[count * layout.Width];
            Hidden = new T[count * layout.Hidden];
            Input = new T[count * layout.Input];
            Before = new T[count * layout.Waves * layout.WaveWidth];
            Waves = new T[count * 2 * layout.Frequencies];
        }
    }

    /// <summary>to += aᵀ·b over <paramref name="count"/> rows.</summary>
    public void AddProduct(ReadOnlySpan<T> a, int across, ReadOnlySpan<T> b, int columns, int count, Span<T> to) =>
        AddProduct(a, across, b, columns, count, to, across, columns);

    /// <summary>The same for the first columns of either: <paramref name="height"/> of a, <paramref name="width"/> of b.</summary>
    public void AddProduct(ReadOnlySpan<T> a, int across, ReadOnlySpan<T> b, int row, int count, Span<T> to, int height, int width)
    {
        packed.Fill(b, row, 1, count, width);
        packed.Multiply(a, 1, across, height, to, width, true);
    }
}
