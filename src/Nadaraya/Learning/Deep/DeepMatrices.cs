using System.Numerics;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>The matrices of a network laid out for products with rows, and transposed for products with slopes. Filled once a step.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class DeepMatrices<T>(DeepLayout layout)
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>From the waves of each number.</summary>
    public PackedMatrix<T>[] Waves { get; } = Many(layout.Waves);

    /// <summary>From the input.</summary>
    public PackedMatrix<T> Encoder { get; } = new();

    /// <summary>Into each block.</summary>
    public PackedMatrix<T>[] First { get; } = Many(layout.Blocks);

    /// <summary>Out of each block.</summary>
    public PackedMatrix<T>[] Second { get; } = Many(layout.Blocks);

    /// <summary>To the embedding.</summary>
    public PackedMatrix<T> Output { get; } = new();

    /// <summary>Lays out the matrices of some parameters, or their transposes.</summary>
    public void Fill(ReadOnlySpan<T> parameters, bool transposed)
    {
        int length = 2 * layout.Frequencies * layout.WaveWidth;
        for (int f = 0; f < layout.Waves; f++)
        {
            Lay(Waves[f], parameters[(layout.WaveAt + (f * length))..], 2 * layout.Frequencies, layout.WaveWidth, transposed);
        }

        Lay(Encoder, parameters[layout.EncoderAt..], layout.Input, layout.Width, transposed);
        for (int b = 0; b < layout.Blocks; b++)
        {
            Lay(First[b], parameters[layout.BlockAt[b]..], layout.Width, layout.Hidden, transposed);
            Lay(Second[b], parameters[layout.SecondAt(b)..], layout.Hidden, layout.Width, transposed);
        }

        Lay(Output, parameters[layout.OutputAt..], layout.Width, layout.Output, transposed);
    }

    private static void Lay(PackedMatrix<T> matrix, ReadOnlySpan<T> from, int rows, int columns, bool transposed)
    {
        if (transposed)
        {
            matrix.Fill(from, 1, columns, columns, rows);
        }
        else
        {
            matrix.Fill(from, columns, 1, rows, columns);
        }
    }

    private static PackedMatrix<T>[] Many(int count) => [.. Enumerable.Range(0, count).Select(_ => new PackedMatrix<T>())];
}
