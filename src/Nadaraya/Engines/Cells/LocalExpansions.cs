using System.Buffers;
using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>
/// The local polynomials Σ_j L_j aʲ ≈ Σᵢ w c_ib around the cells that hold keys, one a column b, with the proof of how good each is.
/// </summary>
/// <remarks>
/// For a target cell t and a column b, with A_b(s) = Σ|c_b| over a source cell s: every query in t is off by at most E = Σ error(t−s)·A(s) + beyond·A(all),
/// and Σ w|c_b| there is at least L = Σ least(t−s)·A(s). So E ≤ η(L − own) keeps the tolerance for every query of the cell whose own row, left out, had
/// |c_b| = own. Proof: docs/numerics.md.
/// </remarks>
internal sealed class LocalExpansions : IDisposable
{
    private const int P = TaylorSums.Terms;

    private readonly GaussianTranslation translation;
    private readonly CellMoments moments;
    private readonly OccupiedCells cells;
    private readonly double[] totals;
    private readonly ExpansionChoice choice;
    private readonly double[][] rented;

    /// <param name="moments">The moments of the cells.</param>
    /// <param name="totals">Σ|c_b| over all keys.</param>
    /// <param name="translation">The kernel between cells.</param>
    /// <param name="allowed">η.</param>
    /// <param name="choice">Which cells are expanded.</param>
    /// <param name="run">Threads and cancellation.</param>
    public LocalExpansions(CellMoments moments, double[] totals, GaussianTranslation translation, double allowed, ExpansionChoice choice, Run run)
    {
        (this.moments, this.translation, this.choice) = (moments, translation, choice);
        Allowed = allowed;
        cells = moments.Cells;
        this.totals = totals;
        int[] targets = choice.Targets;
        int entries = targets.Length * moments.Columns;
        rented = [.. new[] { entries * P, entries, 2 * targets.Length }.Select(ArrayPool<double>.Shared.Rent)];
        Table = new(rented[0], rented[1], rented[2], moments.Columns);
        run.ForBlocks(targets.Length, 64, (from, to) =>
        {
            for (int k = from; k < to; k++)
            {
                Expand(cells[targets[k]], Table, k);
            }
        });
    }

    /// <summary>The expansions of the cells that have one.</summary>
    public ExpansionTable Table { get; }

    /// <summary>η.</summary>
    public double Allowed { get; }

    /// <summary>Where the expansion of an occupied cell stands; −1 where its queries are summed key by key.</summary>
    public int Slot(int place) => choice.Slot(place);

    /// <summary>Whether an empty cell is expanded.</summary>
    public bool IsWorthwhile(long cell) => choice.IsWorthwhile(cell);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        foreach (double[] array in rented)
        {
            ArrayPool<double>.Shared.Return(array);
        }
    }

    /// <summary>The expansion around any cell: a function of the keys alone.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="table">Where it goes.</param>
    /// <param name="at">And where in there.</param>
    public void Expand(long cell, ExpansionTable table, int at)
    {
        int columns = moments.Columns;
        Span<double> errors = stackalloc double[3 * columns];
        errors.Clear();
        Span<double> lost = errors[..columns];
        Span<double> least = errors.Slice(columns, columns);
        Span<double> own = errors[(2 * columns)..];
        table.Polynomials(at).Clear();
        for (int b = 0; b < columns; b++)
        {
            lost[b] = translation.Beyond * totals[b];
        }

        // From the far cells to the near ones, so that what adding rounds away stays small beside the sums.
        (int low, int high) = choice.InReach(cell);
        high--;
        for (int r = translation.Reach; r >= 0; r--)
        {
            int below = low < cells.Count && cells[low] == cell - r ? low++ : -1;
            int above = r > 0 && high >= 0 && cells[high] == cell + r ? high-- : -1;
            if (below < 0 && above < 0)
            {
                continue;
            }

            double size = 0;
            for (int b = 0; b < columns; b++)
            {
                double of = (below < 0 ? 0 : moments.Size(below, b)) + (above < 0 ? 0 : moments.Size(above, b));
                lost[b] += translation.Error(r) * of;
                least[b] += translation.Least(r) * of;
                size += of;
            }

            if (size > 0)
            {
                TaylorSums.Translate(translation.Matrix(r), moments.Of(below), moments.Of(above), table.Polynomials(at));
            }
        }

        int self = cells.PlaceOf(cell);
        for (int b = 0; b < columns && self >= 0; b++)
        {
            own[b] = moments.Largest(self, b);
        }

        table.Judge(at, lost, least, own, Allowed);
    }
}
