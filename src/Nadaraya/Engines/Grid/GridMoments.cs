using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>The moments of the cells that some target looks at, for columns c_b: what polynomials are made of.</summary>
internal sealed class GridMoments
{
    private readonly GridKeys keys;
    private readonly double[][] columns;
    private readonly double[] totals;
    private readonly int[] cells;
    private readonly ulong[] numbers;
    private readonly double[] nodes;
    private readonly double[] largest;

    /// <param name="keys">The keys in their cells.</param>
    /// <param name="columns">c_b in the order of the keys.</param>
    /// <param name="totals">Σ|c_b| over all keys.</param>
    /// <param name="cells">Which cells.</param>
    /// <param name="terms">P.</param>
    /// <param name="squared">Whether the kernel is the square of the Gaussian.</param>
    /// <param name="run">Threads and cancellation.</param>
    public GridMoments(GridKeys keys, double[][] columns, double[] totals, int[] cells, int terms, bool squared, Run run)
    {
        (this.keys, this.columns, this.totals, this.cells) = (keys, columns, totals, cells);
        Translation = new(keys.Layout, columns.Length, terms, squared);
        numbers = [.. cells.Select(cell => keys.Order[cell])];
        nodes = GC.AllocateUninitializedArray<double>(cells.Length * Translation.Stride);
        largest = new double[cells.Length * columns.Length];
        run.ForBlocks(cells.Length, 64, Sum);
    }

    /// <summary>The way to polynomials.</summary>
    public GridTranslation Translation { get; }

    /// <summary>The polynomials of some cells, with what is known of their errors.</summary>
    public GridPolynomials Expand(GridTargets targets, Run run)
    {
        double[] filled = GC.AllocateUninitializedArray<double>(targets.Count * Translation.Stride);
        Translation.Fill(numbers, nodes, numbers.Length, targets, filled, run);
        double[] own = new double[targets.Count * columns.Length];
        for (int slot = 0; slot < targets.Count; slot++)
        {
            int source = Array.BinarySearch(numbers, targets[slot]);
            for (int b = 0; b < columns.Length; b++)
            {
                own[(slot * columns.Length) + b] = source < 0 ? 0 : largest[(source * columns.Length) + b];
            }
        }

        return new(keys.Layout, Translation, filled, own, totals);
    }

    private void Sum(int from, int to)
    {
        GridLayout layout = keys.Layout;
        GridProof proof = Translation.Proof;
        int size = columns.Length * Translation.Size;
        int parts = 1 << layout.Dimensions;
        TensorMoments sums = new(layout.Dimensions, Translation.Terms);
        Span<double> centre = stackalloc double[layout.Dimensions];
        double[] absolute = new double[columns.Length * parts];
        for (int k = from; k < to; k++)
        {
            int cell = cells[k];
            for (int j = 0; j < centre.Length; j++)
            {
                centre[j] = layout.Centre(numbers[k], j);
            }

            Span<double> node = nodes.AsSpan(k * Translation.Stride, Translation.Stride);
            sums.Sum(
                keys.Order.Columns,
                columns,
                keys.Order.Start(cell),
                keys.Order.Start(cell + 1),
                centre,
                layout.Scales,
                node[..size],
                absolute,
                largest.AsSpan(k * columns.Length, columns.Length));
            for (int b = 0; b < columns.Length; b++)
            {
                proof.Begin(absolute.AsSpan(b * parts, parts), node.Slice(size + (b * proof.Length), proof.Length));
            }
        }
    }
}
