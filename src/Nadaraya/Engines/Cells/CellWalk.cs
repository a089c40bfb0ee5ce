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
internal ref struct CellWalk(
    CellState state, LocalExpansions? squares, Moments moments, Adjoint? adjoint, double allowed, double squareTolerance)
{
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
        int place = state.Cells.PlaceOf(from);
        for (; place < state.Cells.Count && state.Cells.Start(place) < to; place++)
        {
            int first = Math.Max(from, state.Cells.Start(place));
            int end = Math.Min(to, state.Cells.Start(place + 1));
            Expansion? expansion = state.Expansions.Of(place);
            double bound = expansion?.Share(gone is not null) ?? double.PositiveInfinity;
            if (expansion is null || (bound > allowed && (gone is null || expansion.Share(false) > allowed)))
            {
                for (int key = first; key < end; key++)
                {
                    Directly(state.Keys.Rows[key], state.Keys.Keys[key], key, gone is null ? -1 : key, gone is null || gone.Length == 0 ? 0 : 1 - gone[key]);
                }

                continue;
            }

            share = Math.Max(share, Math.Min(bound, allowed));
            OneCell(place, first, end, expansion, gone, each: bound > allowed);
        }
    }

    /// <summary>Walks any queries: from … to − 1.</summary>
    public void Queries(double[] queries, int from, int to)
    {
        for (int query = from; query < to; query++)
        {
            double q = queries[query];
            int place = -1;
            Expansion? expansion = null;
            if (Math.Abs(q / state.Grid.Pitch) < (1L << 50))
            {
                long cell = state.Grid.Of(q);
                place = state.Cells.FirstNotUnder(cell);
                expansion = place < state.Cells.Count && state.Cells[place] == cell ? state.Expansions.Of(place) : Around(cell);
                if (expansion is not null && expansion.Share(false) <= allowed)
                {
                    share = Math.Max(share, expansion.Share(false));
                    AtQuery(query, q, cell, place, expansion);
                    continue;
                }
            }

            Directly(query, q, place < 0 ? state.Keys.FirstNotUnder(q) : state.Cells.Start(place), -1, 0);
        }
    }

    /// <summary>Hands what was found to the sums and returns the gradient's part.</summary>
    public readonly double Finish()
    {
        moments.Bound(2 * share / (1 - share));
        moments.CountRepaired(repaired);
        return gradient;
    }

    /// <summary>The keys first … end − 1 of one cell: the same polynomial for all of them.</summary>
    private void OneCell(int place, int first, int end, Expansion expansion, double[]? gone, bool each)
    {
        double centre = state.Grid.Centre(state.Cells[place]);
        ReadOnlySpan<double> q = state.Keys.Keys.AsSpan(first, end - first);
        double[] values = System.Buffers.ArrayPool<double>.Shared.Rent(q.Length);
        double[] bends = adjoint is null ? [] : new double[q.Length * state.Columns];
        for (int b = 0; b < state.Columns; b++)
        {
            TaylorSums.Evaluate(expansion.Polynomial(b), q, centre, state.Scale, values.AsSpan(0, q.Length));
            if (adjoint is not null)
            {
                // h²M″ + M: what Σ w u² c is by the heat equation, the own row included, whose u is 0.
                Span<double> bent = bends.AsSpan(b * q.Length, q.Length);
                Span<double> second = slopes.AsSpan(b * TaylorSums.Terms, TaylorSums.Terms);
                TaylorSums.SecondDerivative(expansion.Polynomial(b), second);
                TaylorSums.Evaluate(second, q, centre, state.Scale, bent);
                for (int i = 0; i < bent.Length; i++)
                {
                    bent[i] += values[i];
                }
            }

            Place(b, first, values.AsSpan(0, q.Length), gone);
        }

        System.Buffers.ArrayPool<double>.Shared.Return(values);
        bool withSquares = squares is not null;
        for (int i = 0; i < q.Length && (each || withSquares || nearest || adjoint is not null); i++)
        {
            int key = first + i;
            int row = state.Keys.Rows[key];
            if (each && !IsGood(expansion, key, gone!))
            {
                Directly(row, q[i], key, key, gone!.Length == 0 ? 0 : 1 - gone[key]);
                continue;
            }

            Beside(row, q[i], key, place, gone is null ? -1 : key);
            Pull(row, bends, i, q.Length);
        }
    }

    /// <summary>Writes a column of a cell's values to their rows, each without its own row's part where that is left out.</summary>
    private readonly void Place(int column, int first, ReadOnlySpan<double> values, double[]? gone)
    {
        double[] to = moments.Sums[column];
        int[] rows = state.Keys.Rows;
        double[] own = state.Keys.Columns[column];
        if (gone is null)
        {
            for (int i = 0; i < values.Length; i++)
            {
                to[rows[first + i]] = values[i];
            }

            return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            int key = first + i;
            double part = own.Length == 0 ? 1 : own[key];
            to[rows[key]] = values[i] - (gone.Length == 0 ? part : part * gone[key]);
        }
    }

    /// <summary>Whether the proof holds for a row that is left out: its own part is under every column's slack.</summary>
    private readonly bool IsGood(Expansion expansion, int key, double[] gone)
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

    private void AtQuery(int query, double q, long cell, int place, Expansion expansion)
    {
        double a = (q - state.Grid.Centre(cell)) * state.Scale;
        for (int b = 0; b < state.Columns; b++)
        {
            moments.Sums[b][query] = TaylorSums.Evaluate(expansion.Polynomial(b), a);
        }

        bool occupied = place < state.Cells.Count && state.Cells[place] == cell;
        Beside(query, q, state.Cells.Start(place), occupied ? place : -1, -1);
        if (adjoint is not null)
        {
            for (int b = 0; b < state.Columns; b++)
            {
                Span<double> second = slopes.AsSpan(b * TaylorSums.Terms, TaylorSums.Terms);
                TaylorSums.SecondDerivative(expansion.Polynomial(b), second);
                sums[state.Columns + b] = TaylorSums.Evaluate(second, a) + moments.Sums[b][query];
            }

            Pull(query, sums.AsSpan(state.Columns).ToArray(), 0, 1);
        }
    }

    /// <summary>Σ w² and the nearest key, where wanted.</summary>
    private readonly void Beside(int query, double q, int near, int place, int skip)
    {
        if (squares is not null)
        {
            Expansion? squared = place < 0 ? null : squares.Of(place);
            moments.SquaredWeights[query] = squared is not null && skip < 0 && squared.Share(false) <= squareTolerance
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
            Pull(query, into[state.Columns..].ToArray(), 0, 1);
        }
    }

    /// <summary>gradient += Σ_b ∂L/∂M_b · Σ w u² c_b.</summary>
    private void Pull(int query, double[] bends, int at, int stride)
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
