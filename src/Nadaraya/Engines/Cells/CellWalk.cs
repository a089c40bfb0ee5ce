using System.Buffers;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Blocks of queries on their way through the cells: polynomial where the proof holds, key by key elsewhere.</summary>
/// <param name="state">The keys in their cells.</param>
/// <param name="terms">Which sums.</param>
/// <param name="moments">Where they go.</param>
/// <param name="leave">What goes of each row at its own query; null where nobody is left out.</param>
/// <param name="slopes">Take what each query adds to the gradient; null where no loss is differentiated.</param>
/// <param name="allowed">η.</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class CellWalk(
    CellState state, MomentTerms terms, Moments moments, LeftOut? leave, Slopes? slopes, double allowed, CancellationToken cancellation) : IDisposable
{
    private const int Short = 1 << 14; // queries put cell by cell at a time, which the second-level cache holds
    private const int Long = 1 << 17; // queries put in order at a time: the keys beside them are then found by walking, not by searching
    private const int Least = 1024;
    private const int Shares = 16;
    private readonly bool withSquares = moments.SquaredWeights.Length > 0;
    private readonly bool nearest = moments.Wanted.HasFlag(Wanted.Nearest);
    private readonly QueryBlock block = new(state, LengthFor(moments), ordered: moments.Wanted.HasFlag(Wanted.Nearest));
    private readonly double[] values = ArrayPool<double>.Shared.Rent(LengthFor(moments));
    private readonly double[] bends = ArrayPool<double>.Shared.Rent(slopes is null ? 0 : LengthFor(moments) * moments.Sums.Length);
    private readonly double[] bent = new double[moments.Sums.Length];
    private readonly double[] family = new double[terms.Powers * TaylorSums.Terms];
    private readonly KeyByKey direct = new(state, terms, moments, leave, slopes, allowed, cancellation);
    private readonly ExpansionTable around = new(1, state.Columns);
    private long aroundCell = long.MinValue;
    private bool isAround;
    private AscendingKeys? ascending;
    private KeyWindow window;
    private int last = -1;
    private int near;
    private double share;
    private int repaired;

    /// <summary>How many queries are taken at a time: fewer where there would not be enough blocks for all threads.</summary>
    public static int LengthFor(Moments moments) => Math.Clamp(moments.Queries / Shares, Least, moments.Wanted.HasFlag(Wanted.Nearest) ? Long : Short);

    /// <summary>Walks queries from … to − 1, at most a block of them.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="rows">Where each one's sums go; null for its own place. Only for queries that ascend.</param>
    /// <param name="ascend">Whether they are known to ascend.</param>
    /// <param name="from">The first.</param>
    /// <param name="to">The end.</param>
    public void Walk(double[] queries, int[]? rows, bool ascend, int from, int to)
    {
        block.Take(queries, rows, ascend, from, to);
        ReadOnlySpan<double> q = block.Queries;
        for (int at = 0; at < q.Length;)
        {
            if (!(Math.Abs(q[at] * state.Grid.Reciprocal) < (1L << 50)))
            {
                Directly(at, at + 1, -1);
                at++;
                continue;
            }

            long cell = state.Grid.Of(q[at]);
            int end = Order.FirstNotUnder(q, at + 1, state.Grid.Border(cell + 1));
            Cell(cell, at, end);
            at = end;
        }

        direct.Flush();
    }

    /// <summary>Hands what was found to the sums.</summary>
    public void Finish()
    {
        share = Math.Max(share, direct.Share);
        moments.Bound(2 * share / (1 - share));
        moments.CountRepaired(repaired + direct.Repaired);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        block.Dispose();
        ArrayPool<double>.Shared.Return(values);
        ArrayPool<double>.Shared.Return(bends);
    }

    /// <summary>Queries of one cell.</summary>
    private void Cell(long cell, int from, int to)
    {
        int place = state.Cells.PlaceOf(cell, last);
        last = place >= 0 ? place : last;
        ExpansionTable table = place >= 0 ? state.Expansions.Table : around;
        int slot = place >= 0 ? state.Expansions.Slot(place) : Around(cell) ? 0 : -1;
        if (slot < 0 || !(table.Share(slot) <= allowed))
        {
            if (place >= 0 || leave is not null || terms.Degree > 0 || state.Tilted.Of(cell) is not TiltedCell tilted || !(tilted.Share <= allowed))
            {
                Directly(from, to, place);
                return;
            }

            for (int i = from; i < to; i++)
            {
                Beyond(tilted, i);
            }

            return;
        }

        double centre = state.Grid.Centre(cell);
        for (int b = 0; b < state.Columns; b++)
        {
            Sum(b, table.Polynomial(slot, b), centre, from, to);
            leave?.TakeOff(b, from, block, moments.Sums[terms.Index(b, 0)], to);
        }

        if (withSquares)
        {
            Square(place, centre, from, to);
        }

        for (int i = from; i < to && nearest; i++)
        {
            Near(i);
        }

        bool each = leave is not null && !(table.ShareOfOthers(slot) <= allowed);
        double known = each ? allowed : leave is null ? table.Share(slot) : table.ShareOfOthers(slot);
        share = Math.Max(share, known);
        bool all = !each && terms.Degree == 0;
        for (int i = from; i < to && !(all && slopes is null); i++)
        {
            if (!all && !((!each || leave!.IsGood(table, slot, Row(i))) && (terms.Degree == 0 || Resolution.IsEnough(moments, Row(i), terms, known / allowed))))
            {
                Directly(i, i + 1, place);
            }
            else if (slopes is not null)
            {
                slopes.Take(Row(i), bends.AsSpan(i), block.Count);
            }
        }
    }

    /// <summary>The keys in ascending order, asked for once: the state gives them under a lock.</summary>
    private AscendingKeys Keys => ascending ??= state.Ascending;

    private int Row(int i) => block.Base >= 0 ? block.Base + i : block.Rows[i];

    /// <summary>A polynomial's values at queries, each put where its sums go.</summary>
    private void Evaluate(ReadOnlySpan<double> polynomial, double centre, int from, int to, double[] target)
    {
        ReadOnlySpan<double> q = block.Queries[from..to];
        if (block.Base >= 0)
        {
            TaylorSums.Evaluate(polynomial, q, centre, state.Scale, target.AsSpan(block.Base + from, q.Length));
            return;
        }

        Span<double> found = values.AsSpan(0, q.Length);
        TaylorSums.Evaluate(polynomial, q, centre, state.Scale, found);
        ReadOnlySpan<int> rows = block.Rows[from..to];
        for (int i = 0; i < found.Length; i++)
        {
            target[rows[i]] = found[i];
        }
    }

    /// <summary>All moments of a column at queries of one cell, and their slopes where a loss is differentiated; an own row is in them with v = 0.</summary>
    private void Sum(int column, ReadOnlySpan<double> local, double centre, int from, int to)
    {
        Evaluate(local, centre, from, to, moments.Sums[terms.Index(column, 0)]);
        if (terms.Powers == 1)
        {
            return;
        }

        const int P = TaylorSums.Terms;
        Span<double> scaled = stackalloc double[P];
        terms.Derive(local, family);
        for (int k = 0; k < terms.Count(column); k++)
        {
            int index = terms.Index(column, k);
            if (k > 0)
            {
                Scale(k, k, scaled);
                Evaluate(scaled, centre, from, to, moments.Sums[index]);
            }

            if (slopes is not null)
            {
                Scale(k + 2, k, scaled);
                TaylorSums.Evaluate(scaled, block.Queries[from..to], centre, state.Scale, bends.AsSpan((index * block.Count) + from, to - from));
            }
        }
    }

    /// <summary>A polynomial of the family times hᵏ.</summary>
    private void Scale(int member, int power, Span<double> scaled)
    {
        for (int j = 0; j < scaled.Length; j++)
        {
            scaled[j] = terms.Unit(power) * family[(member * scaled.Length) + j];
        }
    }

    /// <summary>Σ w² of queries of one cell.</summary>
    private void Square(int place, double centre, int from, int to)
    {
        LocalExpansions squares = state.Squares!;
        int slot = place < 0 || leave is not null ? -1 : squares.Slot(place);
        if (slot >= 0 && squares.Table.Share(slot) <= squares.Allowed)
        {
            Evaluate(squares.Table.Polynomial(slot, 0), centre, from, to, moments.SquaredWeights);
            return;
        }

        for (int i = from; i < to; i++)
        {
            Square(i);
        }
    }

    private void Square(int i)
    {
        double q = Approach(i);
        int skip = leave is null ? -1 : Keys.PlaceOf(Row(i), q, near);
        window = state.Windows.Find(q, Row(i), skip, leave?.Kept(Row(i)) ?? 0, near, window);
        moments.SquaredWeights[Row(i)] = state.Windows.SumOfSquares(window);
    }

    /// <summary>ln k at the nearest key.</summary>
    private void Near(int i)
    {
        double q = Approach(i);
        int key = Keys.Nearest(q, Skipped(i), near);
        double u = key < 0 ? double.PositiveInfinity : (q - Keys.Keys[key]) * state.Scale;
        moments.LogNearest[Row(i)] = Math.Max(-u * u / 2, key < 0 ? double.NegativeInfinity : double.MinValue);
    }

    /// <summary>Finds the first key that is not under a query, or the last; returns the query.</summary>
    private double Approach(int i)
    {
        double q = block.Queries[i];
        near = Math.Min(Keys.FirstNotUnder(q, near), Keys.Count - 1);
        return q;
    }

    /// <summary>The key that is left out of a query whole, in ascending order; −1 for none.</summary>
    private int Skipped(int i) => leave is null || leave.Kept(Row(i)) > 0 ? -1 : Keys.PlaceOf(Row(i), block.Queries[i], near);

    /// <summary>Queries of one cell key by key.</summary>
    private void Directly(int from, int to, int place)
    {
        for (int i = from; i < to; i++)
        {
            direct.Add(block.Queries[i], Row(i), place >= 0 && i == from ? state.Cells.Start(place) : -1);
        }
    }

    /// <summary>A query beyond all keys, from the polynomials of its cell.</summary>
    private void Beyond(TiltedCell tilted, int i)
    {
        AscendingKeys keys = Keys;
        double q = block.Queries[i];
        int query = Row(i);
        double a = (q - tilted.Centre) * state.Scale;
        double apart = Math.Abs(q - keys.Keys[tilted.Reference]) * state.Scale;
        (double factor, bool relative) = state.Windows.Relative.Absolute(tilted.Reference, apart, out double shift);
        for (int b = 0; b < state.Columns; b++)
        {
            double value = tilted.Value(b, a);
            moments.Sums[b][query] = factor * value;
            bent[b] = slopes is null ? 0 : factor * (tilted.Bend(b, a, apart) + (relative ? 0 : apart * apart * value));
        }

        share = Math.Max(share, tilted.Share);
        if (relative)
        {
            repaired++;
            moments.RelativeTo(query, keys.Rows[tilted.Reference], shift);
        }

        if (withSquares)
        {
            moments.SquaredWeights[query] = factor * factor * tilted.Value(state.Columns, a);
        }

        if (nearest)
        {
            moments.LogNearest[query] = Math.Max(-apart * apart / 2, double.MinValue);
        }

        slopes?.Take(query, bent, 1);
    }

    /// <summary>Expands around an empty cell where that is worth it.</summary>
    private bool Around(long cell)
    {
        if (cell != aroundCell)
        {
            aroundCell = cell;
            isAround = state.Expansions.IsWorthwhile(cell);
            if (isAround)
            {
                state.Expansions.Expand(cell, around, 0);
            }
        }

        return isAround;
    }
}
