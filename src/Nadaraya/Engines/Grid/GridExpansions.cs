using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>
/// The local polynomials Σ L·Πaʲ ≈ Σᵢ w c_ib of the cells that many keys reach, one a column b, with the proof of how good each is.
/// </summary>
/// <remarks>
/// With A_b(s) = Σ|c_b| over a source cell s, every query in a target cell is off by at most E and has at least Σ w|c_b| ≥ L: both are sums over sources of products
/// over axes, carried along with the polynomials. Proof: docs/numerics.md.
/// </remarks>
internal sealed class GridExpansions
{
    private readonly GridKeys keys;
    private readonly double[][] columns;
    private readonly GridTranslation translation;
    private readonly int[] slots;
    private readonly double[] nodes;
    private readonly double[] largest;
    private readonly double[] lost;
    private readonly double[] least;

    /// <param name="keys">The keys in their cells.</param>
    /// <param name="columns">c_b in the order of the keys.</param>
    /// <param name="totals">Σ|c_b| over all keys.</param>
    /// <param name="targets">Which cells are expanded.</param>
    /// <param name="terms">P.</param>
    /// <param name="squared">Whether the kernel is the square of the Gaussian.</param>
    /// <param name="run">Threads and cancellation.</param>
    public GridExpansions(GridKeys keys, double[][] columns, double[] totals, GridTargets targets, int terms, bool squared, Run run)
    {
        (this.keys, this.columns, slots) = (keys, columns, targets.Slots);
        translation = new(keys.Layout, columns.Length, terms, squared);
        int stride = translation.Stride;
        double[] sources = GC.AllocateUninitializedArray<double>(targets.Sources.Length * stride);
        largest = new double[targets.Sources.Length * columns.Length];
        run.ForBlocks(targets.Sources.Length, 64, (from, to) => Moments(targets.Sources, from, to, sources));
        ulong[] cells = [.. targets.Sources.Select(s => keys.Order[s])];
        nodes = GC.AllocateUninitializedArray<double>(targets.Count * stride);
        translation.Fill(cells, sources, cells.Length, targets.Numbers, targets.Places, nodes, run);
        int[] stored = new int[keys.Order.Count];
        for (int k = 0; k < targets.Sources.Length; k++)
        {
            stored[targets.Sources[k]] = k;
        }

        lost = new double[targets.Count * columns.Length];
        least = new double[targets.Count * columns.Length];
        double[] own = new double[targets.Count * columns.Length];
        for (int cell = 0; cell < slots.Length; cell++)
        {
            int slot = slots[cell];
            for (int b = 0; slot >= 0 && b < columns.Length; b++)
            {
                ReadOnlySpan<double> proof = nodes.AsSpan((slot * stride) + (columns.Length * translation.Size) + (b * GridTranslation.Proofs), GridTranslation.Proofs);
                int at = (slot * columns.Length) + b;
                lost[at] = proof[1] + (Roundings * proof[2]) + (translation.Beyond * totals[b]);
                least[at] = proof[3];
                own[at] = largest[(stored[cell] * columns.Length) + b];
            }
        }

        largest = own;
    }

    /// <summary>What moments, translation and evaluation lose in the worst case, counted in docs/numerics.md.</summary>
    private double Roundings => (100 + (250 * keys.Layout.Dimensions)) * Math.ScaleB(1, -53);

    /// <summary>P.</summary>
    public int Terms => translation.Terms;

    /// <summary>P^d.</summary>
    public int Size => translation.Size;

    /// <summary>The slot of a cell's expansion; −1 where its queries are summed key by key.</summary>
    public int SlotOf(int cell) => slots[cell];

    /// <summary>The polynomial of a column.</summary>
    public ReadOnlySpan<double> Polynomial(int slot, int column) =>
        nodes.AsSpan((slot * translation.Stride) + (column * translation.Size), translation.Size);

    /// <summary>The largest E/L over the columns: a bound of δ for every query of the cell where nobody is left out.</summary>
    public double Share(int slot) => Worst(slot, others: false);

    /// <summary>The largest E/(L − own), own the largest row's part: a bound for every row of the cell that is left out at its own query.</summary>
    public double ShareOfOthers(int slot) => Worst(slot, others: true);

    /// <summary>The largest |c| that a row left out may have so that its query keeps a relative error; negative where none does.</summary>
    public double Slack(int slot, int column, double allowed)
    {
        int at = (slot * columns.Length) + column;
        return least[at] - (lost[at] / allowed);
    }

    private double Worst(int slot, bool others)
    {
        double share = 0;
        for (int b = 0; b < columns.Length; b++)
        {
            int at = (slot * columns.Length) + b;
            double left = least[at] - (others ? largest[at] : 0);
            share = Math.Max(share, lost[at] == 0 ? 0 : left > 0 ? lost[at] / left : double.PositiveInfinity);
        }

        return share;
    }

    private void Moments(int[] cells, int from, int to, double[] sources)
    {
        GridLayout layout = keys.Layout;
        int size = columns.Length * translation.Size;
        TensorMoments sums = new(layout.Dimensions, translation.Terms);
        Span<double> centre = stackalloc double[layout.Dimensions];
        Span<double> absolute = stackalloc double[columns.Length];
        for (int k = from; k < to; k++)
        {
            int cell = cells[k];
            for (int j = 0; j < centre.Length; j++)
            {
                centre[j] = layout.Centre(keys.Order[cell], j);
            }

            Span<double> node = sources.AsSpan(k * translation.Stride, translation.Stride);
            sums.Sum(
                keys.Order.Columns, columns, keys.Order.Start(cell), keys.Order.Start(cell + 1), centre, layout.Scales, node[..size], absolute, largest.AsSpan(k * columns.Length, columns.Length));
            for (int b = 0; b < columns.Length; b++)
            {
                Span<double> proof = node.Slice(size + (b * GridTranslation.Proofs), GridTranslation.Proofs);
                proof.Fill(absolute[b]);
                proof[1] = 0;
            }
        }
    }
}
