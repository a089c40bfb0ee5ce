using System.Buffers;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>One block of queries on its way through the cells: polynomial where the proof holds, key by key elsewhere.</summary>
/// <param name="state">The keys in their cells.</param>
/// <param name="squares">The expansions of Σ w²; null where not wanted.</param>
/// <param name="moments">Where the sums go.</param>
/// <param name="adjoint">∂L/∂M of a query, or null.</param>
/// <param name="allowed">η.</param>
/// <param name="squareTolerance">The error allowed in Σ w².</param>
internal sealed class CellWalk(
    CellState state, LocalExpansions? squares, Moments moments, Adjoint? adjoint, double allowed, double squareTolerance)
{
    private const int Grouped = 1 << 14; // a list for every cell that holds keys, for each block of queries
    private readonly bool nearest = moments.Wanted.HasFlag(Wanted.Nearest);
    private readonly double[] sums = new double[2 * state.Columns];
    private readonly double[] slopes = new double[state.Columns * TaylorSums.Terms];
    private Expansion? around;
    private long aroundCell = long.MinValue;
    private double share;
    private double gradient;
    private int repaired;

    /// <summary>Walks ascending keys as queries: from … to − 1.</summary>
    /// <param name="from">The first key in ascending order.</param>
    /// <param name="to">The end.</param>
    /// <param name="gone">What goes of each row at its own query; empty for all of it, null where nobody is left out.</param>
    public void Keys(int from, int to, double[]? gone)
    {
        for (int place = state.Cells.PlaceOfKey(from); place < state.Cells.Count && state.Cells.Start(place) < to; place++)
        {
            int first = Math.Max(from, state.Cells.Start(place));
            int end = Math.Min(to, state.Cells.Start(place + 1));
            ReadOnlySpan<double> q = state.Keys.Keys.AsSpan(first, end - first);
            ReadOnlySpan<int> rows = state.Keys.Rows.AsSpan(first, end - first);
            if (state.Expansions.Of(place) is Expansion expansion && expansion.Share <= allowed)
            {
                InCell(state.Cells[place], place, expansion, q, rows, first, gone);
                continue;
            }

            for (int i = 0; i < q.Length; i++)
            {
                Directly(rows[i], q[i], first + i, gone is null ? -1 : first + i, Kept(gone, first + i));
            }
        }
    }

    /// <summary>Walks any queries: from … to − 1; those of one cell together, which changes no bit.</summary>
    public void Queries(double[] queries, int from, int to)
    {
        int[] next = new int[to - from];
        int[] first = new int[state.Cells.Count <= Grouped ? state.Cells.Count : 0];
        first.AsSpan().Fill(-1);
        for (int query = to - 1; query >= from; query--)
        {
            double q = queries[query];
            long cell = Math.Abs(q * state.Grid.Reciprocal) < (1L << 50) ? state.Grid.Of(q) : long.MinValue;
            int place = cell == long.MinValue ? -1 : state.Cells.PlaceOf(cell);
            Expansion? expansion = place >= 0 ? state.Expansions.Of(place) : cell == long.MinValue ? null : Around(cell);
            if (expansion is null || expansion.Share > allowed)
            {
                Directly(query, q, place >= 0 ? state.Cells.Start(place) : state.Keys.FirstNotUnder(q), -1, 0);
            }
            else if (place < 0 || first.Length == 0)
            {
                InCell(cell, place, expansion, queries.AsSpan(query, 1), [query], -1, null);
            }
            else
            {
                next[query - from] = first[place];
                first[place] = query;
            }
        }

        double[] q0 = new double[first.Length > 0 ? to - from : 0];
        int[] at = new int[q0.Length];
        for (int place = 0; place < first.Length; place++)
        {
            int count = 0;
            for (int query = first[place]; query >= 0; query = next[query - from])
            {
                q0[count] = queries[query];
                at[count++] = query;
            }

            if (count > 0)
            {
                InCell(state.Cells[place], place, state.Expansions.Of(place)!, q0.AsSpan(0, count), at.AsSpan(0, count), -1, null);
            }
        }
    }

    /// <summary>Hands what was found to the sums and returns the gradient's part.</summary>
    public double Finish()
    {
        moments.Bound(2 * share / (1 - share));
        moments.CountRepaired(repaired);
        return gradient;
    }

    private static double Kept(double[]? gone, int key) => gone is null || gone.Length == 0 ? 0 : 1 - gone[key];

    /// <summary>Queries of one cell: the same polynomials for all of them.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="place">Its place among those that hold keys, or −1.</param>
    /// <param name="expansion">Its expansion, good where nobody is left out.</param>
    /// <param name="q">The queries.</param>
    /// <param name="to">Where their sums go.</param>
    /// <param name="first">The key that the first query is, the others following; −1 where queries are no keys.</param>
    /// <param name="gone">What goes of each key at its own query; null for nothing.</param>
    private void InCell(long cell, int place, Expansion expansion, ReadOnlySpan<double> q, ReadOnlySpan<int> to, int first, double[]? gone)
    {
        double centre = state.Grid.Centre(cell);
        double[] values = ArrayPool<double>.Shared.Rent(q.Length * 2 * state.Columns);
        for (int b = 0; b < state.Columns; b++)
        {
            Span<double> of = values.AsSpan(b * q.Length, q.Length);
            TaylorSums.Evaluate(expansion.Polynomial(b), q, centre, state.Scale, of);
            if (adjoint is not null)
            {
                // h²M″ + M is Σ w u² c, by the heat equation; the own row is in it with u = 0.
                Span<double> bent = values.AsSpan((state.Columns + b) * q.Length, q.Length);
                Span<double> second = slopes.AsSpan(b * TaylorSums.Terms, TaylorSums.Terms);
                TaylorSums.SecondDerivative(expansion.Polynomial(b), second);
                TaylorSums.Evaluate(second, q, centre, state.Scale, bent);
                TileSums.Add(bent, of);
            }

            Place(b, of, to, first, gone);
        }

        bool each = gone is not null && expansion.ShareOfOthers > allowed;
        share = Math.Max(share, each ? allowed : gone is null ? expansion.Share : expansion.ShareOfOthers);
        for (int i = 0; i < q.Length && (each || squares is not null || nearest || adjoint is not null); i++)
        {
            if (each && !IsGood(expansion, first + i, gone!))
            {
                Directly(to[i], q[i], first + i, first + i, Kept(gone, first + i));
                continue;
            }

            Beside(to[i], q[i], first >= 0 ? first + i : place >= 0 ? state.Cells.Start(place) : state.Keys.FirstNotUnder(q[i]), place, gone is null ? -1 : first + i);
            Pull(to[i], values.AsSpan(state.Columns * q.Length), i, q.Length);
        }

        ArrayPool<double>.Shared.Return(values);
    }

    /// <summary>Writes a column of a cell's values to their rows, each without its own row's part where that is left out.</summary>
    private void Place(int column, ReadOnlySpan<double> values, ReadOnlySpan<int> rows, int first, double[]? gone)
    {
        double[] to = moments.Sums[column];
        double[] own = state.Keys.Columns[column];
        for (int i = 0; i < rows.Length; i++)
        {
            double part = gone is null ? 0 : own.Length == 0 ? 1 : own[first + i];
            to[rows[i]] = values[i] - (gone is null || gone.Length == 0 ? part : part * gone[first + i]);
        }
    }

    /// <summary>Whether the proof holds for a row that is left out: its own part is under every column's slack.</summary>
    private bool IsGood(Expansion expansion, int key, double[] gone)
    {
        double part = gone.Length == 0 ? 1 : gone[key];
        for (int b = 0; b < state.Columns; b++)
        {
            if (Math.Abs(state.Keys.Value(b, key)) * part > expansion.Slack(b, allowed))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Σ w² and the nearest key, where wanted.</summary>
    private void Beside(int query, double q, int near, int place, int skip)
    {
        if (squares is not null)
        {
            Expansion? squared = place < 0 ? null : squares.Of(place);
            moments.SquaredWeights[query] = squared is not null && skip < 0 && squared.Share <= squareTolerance
                ? TaylorSums.Evaluate(squared.Polynomial(0), (q - state.Grid.Centre(state.Cells[place])) * state.Scale)
                : state.Windows.SumOfSquares(q, Math.Min(near, state.Keys.Count - 1), skip);
        }

        if (nearest)
        {
            int key = state.Keys.Nearest(q, skip, Math.Min(near, state.Keys.Count - 1));
            double u = key < 0 ? double.PositiveInfinity : (q - state.Keys.Keys[key]) * state.Scale;
            moments.LogNearest[query] = Math.Max(-u * u / 2, key < 0 ? double.NegativeInfinity : double.MinValue);
        }
    }

    private void Directly(int query, double q, int near, int skip, double kept)
    {
        Span<double> into = sums.AsSpan(0, adjoint is null ? state.Columns : 2 * state.Columns);
        near = Math.Min(near, state.Keys.Count - 1);
        state.Windows.Sum(q, skip, near, kept, into, out WindowResult found);
        for (int b = 0; b < state.Columns; b++)
        {
            moments.Sums[b][query] = into[b];
        }

        Beside(query, q, near, -1, kept > 0 ? -1 : skip);
        share = Math.Max(share, found.Share);
        if (found.Repaired)
        {
            repaired++;
            if (squares is not null)
            {
                moments.SquaredWeights[query] = found.Square;
            }

            if (found.Reference >= 0)
            {
                moments.RelativeTo(query, state.Keys.Rows[found.Reference], found.Shift);
            }
        }

        if (adjoint is not null)
        {
            Pull(query, into[state.Columns..], 0, 1);
        }
    }

    /// <summary>gradient += Σ_b ∂L/∂M_b · Σ w u² c_b.</summary>
    private void Pull(int query, ReadOnlySpan<double> bends, int at, int stride)
    {
        if (adjoint is null)
        {
            return;
        }

        Span<double> of = stackalloc double[state.Columns];
        of.Clear();
        adjoint(query, of);
        for (int b = 0; b < of.Length; b++)
        {
            gradient += of[b] == 0 ? 0 : of[b] * bends[(b * stride) + at];
        }
    }

    private Expansion? Around(long cell)
    {
        if (cell != aroundCell)
        {
            aroundCell = cell;
            around = state.Expansions.IsWorthwhile(cell) ? state.Expansions.Around(cell) : null;
        }

        return around;
    }
}
