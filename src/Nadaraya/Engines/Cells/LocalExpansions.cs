using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>
/// The local polynomials Σ_j L_j aʲ ≈ Σᵢ w c_ib around the cells that many keys reach, one a column b, with the proof of how good each is.
/// </summary>
/// <remarks>
/// For a target cell t and a column b, with A_b(s) = Σ|c_b| over a source cell s: every query in t is off by at most E = Σ error(t−s)·A(s) + most(R+1)·A(all),
/// and Σ w|c_b| there is at least L = Σ least(t−s)·A(s). So E ≤ η(L − own) keeps the tolerance for every query of the cell whose own row, left out, had
/// |c_b| = own. Proof: docs/numerics.md.
/// </remarks>
internal sealed class LocalExpansions
{
    private const int P = TaylorSums.Terms;

    /// <summary>A cell is expanded where the keys in reach times the keys in the cell are at least so many: under that, adding key by key is faster.</summary>
    private const long Worthwhile = 4096;

    private readonly GaussianTranslation translation;
    private readonly CellGrid grid;
    private readonly OccupiedCells cells;
    private readonly double[] keys;
    private readonly double[][] columns;
    private readonly double scale;
    private readonly double[] totals;
    private readonly int[] stored;
    private readonly double[] moments;
    private readonly int[] slots;
    private readonly Expansion[] expansions;

    /// <param name="grid">The grid.</param>
    /// <param name="cells">Its cells that hold keys.</param>
    /// <param name="keys">Ascending keys, readable eight beyond their end.</param>
    /// <param name="columns">c_b in the order of the keys, likewise; an empty one stands for ones.</param>
    /// <param name="totals">Σ|c_b| over all keys.</param>
    /// <param name="scale">1/h.</param>
    /// <param name="translation">The kernel between cells.</param>
    /// <param name="run">Threads and cancellation.</param>
    public LocalExpansions(
        CellGrid grid, OccupiedCells cells, double[] keys, double[][] columns, double[] totals, double scale, GaussianTranslation translation, Run run)
    {
        (this.grid, this.cells, this.keys, this.columns, this.totals) = (grid, cells, keys, columns, totals);
        (this.scale, this.translation) = (scale, translation);
        (slots, int[] sources, int[] targets) = Choose();
        stored = new int[cells.Count];
        stored.AsSpan().Fill(-1);
        int stride = Stride;
        moments = new double[sources.Length * stride];
        run.ForBlocks(sources.Length, 16, (from, to) =>
        {
            for (int k = from; k < to; k++)
            {
                Moments(sources[k], moments.AsSpan(k * stride, stride));
                stored[sources[k]] = k;
            }
        });
        expansions = new Expansion[targets.Length];
        run.ForBlocks(targets.Length, 16, (from, to) =>
        {
            for (int k = from; k < to; k++)
            {
                expansions[k] = Around(cells[targets[k]]);
            }
        });
    }

    /// <summary>A column's sums: sixteen moments, Σ|c| and max|c|.</summary>
    private int Stride => columns.Length * (P + 2);

    /// <summary>The expansion around an occupied cell; null where its queries are summed key by key.</summary>
    public Expansion? Of(int place) => slots[place] < 0 ? null : expansions[slots[place]];

    /// <summary>The places of the cells within reach of a cell, from … to − 1.</summary>
    public (int From, int To) InReach(long cell) =>
        (cells.FirstNotUnder(cell - translation.Reach), cells.FirstNotUnder(cell + translation.Reach + 1));

    /// <summary>Whether an empty cell is expanded: where so many keys reach it that one query is worth it.</summary>
    public bool IsWorthwhile(long cell)
    {
        (int from, int to) = InReach(cell);
        return cells.Start(to) - cells.Start(from) >= Worthwhile;
    }

    /// <summary>The expansion around any cell: a function of the keys alone.</summary>
    public Expansion Around(long cell)
    {
        int n = columns.Length;
        double[] local = new double[n * P];
        double[] lost = new double[n];
        double[] least = new double[n];
        double[] own = new double[n];
        (int from, int to) = InReach(cell);
        Span<double> scratch = stackalloc double[Stride <= 128 ? Stride : 0];
        scratch = Stride <= 128 ? scratch : new double[Stride];
        for (int s = from; s < to; s++)
        {
            int offset = (int)(cell - cells[s]);
            ReadOnlySpan<double> matrix = translation.Matrix(offset);
            (double error, double low) = (translation.Error(offset), translation.Least(offset));
            ReadOnlySpan<double> source = stored[s] >= 0 ? moments.AsSpan(stored[s] * Stride, Stride) : scratch;
            if (stored[s] < 0)
            {
                Moments(s, scratch);
            }

            for (int b = 0; b < n; b++)
            {
                ReadOnlySpan<double> of = source.Slice(b * (P + 2), P + 2);
                TaylorSums.Translate(matrix, of[..P], local.AsSpan(b * P, P));
                lost[b] += error * of[P];
                least[b] += low * of[P];
                own[b] = offset == 0 ? of[P + 1] : own[b];
            }
        }

        for (int b = 0; b < n; b++)
        {
            lost[b] += translation.Most(translation.Reach + 1) * totals[b];
        }

        return new(local, lost, least, own);
    }

    private void Moments(int place, Span<double> sums)
    {
        double centre = grid.Centre(cells[place]);
        for (int b = 0; b < columns.Length; b++)
        {
            Span<double> of = sums.Slice(b * (P + 2), P + 2);
            (of[P], of[P + 1]) = TaylorSums.Moments(keys, columns[b], cells.Start(place), cells.Start(place + 1), centre, scale, of[..P]);
        }
    }

    /// <summary>Which occupied cells are expanded, and which cells those look at.</summary>
    private (int[] Slots, int[] Sources, int[] Targets) Choose()
    {
        int[] slot = new int[cells.Count];
        bool[] seen = new bool[cells.Count];
        List<int> targets = [];
        int low = 0;
        int high = 0;
        int marked = 0;
        for (int k = 0; k < cells.Count; k++)
        {
            while (cells[low] < cells[k] - translation.Reach)
            {
                low++;
            }

            while (high < cells.Count && cells[high] <= cells[k] + translation.Reach)
            {
                high++;
            }

            long inReach = cells.Start(high) - cells.Start(low);
            slot[k] = -1;
            if (inReach * (cells.Start(k + 1) - cells.Start(k)) >= Worthwhile)
            {
                slot[k] = targets.Count;
                targets.Add(k);
                for (marked = Math.Max(marked, low); marked < high; marked++)
                {
                    seen[marked] = true;
                }
            }
        }

        return (slot, [.. Enumerable.Range(0, seen.Length).Where(s => seen[s])], [.. targets]);
    }
}
