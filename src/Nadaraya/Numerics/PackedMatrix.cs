using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>The right factor of matrix products, laid in panels as the innermost loop reads it. Filled again and again without new memory.</summary>
/// <remarks>
/// A panel is two vectors of columns wide; the last is filled up with zeros. Every element of a product is one running sum in the order of k: neither the width of the
/// registers nor how rows are shared among threads changes a bit. Filling is for one thread; after it, any number of threads may multiply.
/// </remarks>
/// <typeparam name="TNumber">float or double.</typeparam>
internal sealed class PackedMatrix<TNumber>
    where TNumber : struct
{
    private TNumber[] panels = [];

    /// <summary>The number of k.</summary>
    public int Depth { get; private set; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; private set; }

    private static bool Wide => Vector512.IsHardwareAccelerated;

    private static int Panel => (Wide ? 128 : 64) / Unsafe.SizeOf<TNumber>();

    /// <summary>Lays b[k, j] = from[k·row + j·step].</summary>
    /// <param name="from">The matrix.</param>
    /// <param name="row">From k to k + 1.</param>
    /// <param name="step">From column to column; <paramref name="row"/> and step exchanged lay the transpose.</param>
    /// <param name="depth">The number of k.</param>
    /// <param name="columns">The number of columns.</param>
    public void Fill(ReadOnlySpan<TNumber> from, int row, int step, int depth, int columns)
    {
        (Depth, Columns) = (depth, columns);
        int width = Panel;
        int count = (columns + width - 1) / width;
        if (panels.Length < count * width * depth)
        {
            panels = GC.AllocateUninitializedArray<TNumber>(count * width * depth);
        }

        for (int p = 0; p < count; p++)
        {
            int first = p * width;
            int held = Math.Min(width, columns - first);
            Span<TNumber> to = panels.AsSpan(p * width * depth, width * depth);
            for (int k = 0; k < depth; k++, to = to[width..])
            {
                int at = (k * row) + (first * step);
                if (step == 1)
                {
                    from.Slice(at, held).CopyTo(to);
                }
                else
                {
                    for (int j = 0; j < held; j++, at += step)
                    {
                        to[j] = from[at];
                    }
                }

                to[held..width].Clear();
            }
        }
    }

    /// <summary>c[i, j] = Σₖ a[i, k]·b[k, j], or added to what stands in c.</summary>
    /// <param name="a">a[i, k] at i·<paramref name="row"/> + k·<paramref name="step"/>.</param>
    /// <param name="row">From row to row of a.</param>
    /// <param name="step">From k to k + 1 in a; 1 and <paramref name="row"/> exchanged multiply by the transpose.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="c">Receives the product.</param>
    /// <param name="across">From row to row of c.</param>
    /// <param name="add">Whether to add.</param>
    public void Multiply(ReadOnlySpan<TNumber> a, int row, int step, int rows, Span<TNumber> c, int across, bool add = false)
    {
        if (rows == 0)
        {
            return;
        }

        // The innermost loops read without bounds.
        _ = a[((rows - 1) * row) + ((Depth - 1) * step)];
        _ = c[((rows - 1) * across) + Columns - 1];
        if (typeof(TNumber) == typeof(float))
        {
            if (Wide)
            {
                Multiply<SixteenSingles, Vector512<float>, float>(a, row, step, rows, c, across, add);
            }
            else
            {
                Multiply<EightSingles, Vector256<float>, float>(a, row, step, rows, c, across, add);
            }
        }
        else if (Wide)
        {
            Multiply<Octet, Vector512<double>, double>(a, row, step, rows, c, across, add);
        }
        else
        {
            Multiply<Quartet, Vector256<double>, double>(a, row, step, rows, c, across, add);
        }
    }

    private void Multiply<TLanes, TVector, T>(ReadOnlySpan<TNumber> a, int row, int step, int rows, Span<TNumber> c, int across, bool add)
        where TLanes : struct, ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        int width = 2 * TLanes.Count;
        ref T left = ref Unsafe.As<TNumber, T>(ref Unsafe.AsRef(in a[0]));
        ref T result = ref Unsafe.As<TNumber, T>(ref c[0]);
        Span<T> rim = stackalloc T[6 * width];
        for (int first = 0; first < Columns; first += width)
        {
            ref T panel = ref Unsafe.As<TNumber, T>(ref panels[first * Depth]);
            int held = Math.Min(width, Columns - first);
            for (int i = 0; i < rows;)
            {
                int taken = rows - i >= 6 ? 6 : 1;
                ref T x = ref Unsafe.Add(ref left, (nint)i * row);
                ref T to = ref Unsafe.Add(ref result, ((nint)i * across) + first);
                if (held == width)
                {
                    Tile<TLanes, TVector, T>(taken, ref x, row, step, ref panel, ref to, across, add);
                }
                else
                {
                    Copy(ref to, across, ref rim[0], width, taken, held);
                    Tile<TLanes, TVector, T>(taken, ref x, row, step, ref panel, ref rim[0], width, add);
                    Copy(ref rim[0], width, ref to, across, taken, held);
                }

                i += taken;
            }
        }
    }

    private void Tile<TLanes, TVector, T>(int rows, ref T a, nint row, nint step, ref T panel, ref T c, nint across, bool add)
        where TLanes : struct, ILanes<TVector, T>
        where TVector : struct
        where T : struct
    {
        if (rows == 6)
        {
            ProductTiles.SixRows<TLanes, TVector, T>(ref a, row, step, ref panel, Depth, ref c, across, add);
        }
        else
        {
            ProductTiles.OneRow<TLanes, TVector, T>(ref a, step, ref panel, Depth, ref c, add);
        }
    }

    private static void Copy<T>(ref T from, nint row, ref T to, nint across, int rows, int columns)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                Unsafe.Add(ref to, (i * across) + j) = Unsafe.Add(ref from, (i * row) + j);
            }
        }
    }
}
