using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>One block of queries: their windows, and the sums over them from moments where those are proven good, else key by key.</summary>
/// <param name="state">The keys.</param>
/// <param name="moments">Where the sums go.</param>
/// <param name="adjoint">∂L/∂M of a query, or null.</param>
/// <param name="leave">The rows left out, each at its own query; null for nobody.</param>
internal sealed class WindowWalk(WindowState state, Moments moments, Adjoint? adjoint, Leave.LeaveRow? leave)
{
    /// <summary>Windows of so few keys are summed key by key.</summary>
    private const int Few = 64;

    private const double SquareShare = 1e-9; // of Σ w², which only the effective sample size needs
    private readonly AscendingKeys keys = state.Keys;
    private readonly WindowEnds ends = new(state.Keys.Keys, state.Keys.Count, state.Kernel.Reach, state.IsClosed);
    private readonly DirectWindow direct = new(state.Keys, state.Kernel);
    private readonly bool squared = moments.SquaredWeights.Length > 0;
    private readonly bool nearest = moments.Wanted.HasFlag(Wanted.Nearest);
    private readonly double[] sums = new double[(adjoint is null ? 1 : 2) * state.Keys.Columns.Length];
    private readonly double[] square = new double[1];
    private double share;
    private double gradient;
    private int repaired;

    /// <summary>Walks the keys themselves: from … to − 1 in ascending order.</summary>
    public void Rows(int from, int to)
    {
        int first = 0;
        int end = from;
        for (int k = from; k < to; k++)
        {
            double q = keys.Keys[k];
            first = ends.First(q, first);
            end = ends.End(q, end);
            At(keys.Rows[k], q, new(first, k, leave is null ? k : k + 1, end));
        }
    }

    /// <summary>Walks queries: from … to − 1; ascending ones take up each window where the last one ended.</summary>
    public void Queries(double[] queries, int from, int to)
    {
        double last = double.PositiveInfinity;
        (int first, int middle, int end) = (0, 0, 0);
        for (int k = from; k < to; k++)
        {
            double q = queries[k];
            if (q < last)
            {
                (first, middle, end) = (0, 0, 0);
            }

            last = q;
            first = ends.First(q, first);
            middle = ends.Middle(q, Math.Max(first, middle));
            end = ends.End(q, Math.Max(middle, end));
            At(k, q, new(first, middle, middle, end));
        }
    }

    /// <summary>Hands what was found to the sums and returns the gradient's part.</summary>
    public double Finish()
    {
        moments.Bound(state.Reported(share));
        moments.CountRepaired(repaired);
        return gradient;
    }

    private void At(int query, double q, Window window)
    {
        bool own = window.Below < window.Above;
        double kept = own ? leave!.Parts?[query] ?? 0 : 0;
        if (window.To - window.From <= Few || state.Cells is null || !FromMoments(q, window, kept))
        {
            repaired += window.To - window.From <= Few || state.Cells is null ? 0 : 1;
            double squares = direct.Sum(q, window, sums, squared);
            if (squared)
            {
                moments.SquaredWeights[query] = squares + Kept(kept, kept * state.Kernel.AtZero * state.Kernel.AtZero, window.Below);
            }

            Keep(kept, window.Below);
        }
        else if (squared)
        {
            moments.SquaredWeights[query] = Squares(q, window) + Kept(kept, kept * state.Kernel.AtZero * state.Kernel.AtZero, window.Below);
        }

        for (int b = 0; b < keys.Columns.Length; b++)
        {
            moments.Sums[b][query] = sums[b];
        }

        if (nearest)
        {
            moments.LogNearest[query] = LogNearest(q, window, kept > 0);
        }

        Pull(query);
    }

    /// <summary>The sums from moments; false where they are not proven good.</summary>
    private bool FromMoments(double q, Window window, double kept)
    {
        WindowLayer layer = state.Layer!;
        int place = state.Cells!.PlaceOf(q);
        bool own = window.Below < window.Above;
        if (place >= 0 && layer.Of(place) is WindowExpansion expansion && Keeps(expansion, own ? window.Below : -1, kept))
        {
            layer.Sum(expansion, place, q, window, sums);
            share = Math.Max(share, own ? state.Allowed : expansion.Share);
            if (own && layer.IsEven)
            {
                for (int b = 0; b < layer.Columns; b++)
                {
                    sums[b] -= (1 - kept) * state.Kernel.AtZero * keys.Value(b, window.Below);
                }
            }
            else
            {
                Keep(kept, window.Below);
            }

            return true;
        }

        double found = layer.Sum(state.Cells.Occupied.PlaceOfKey(Math.Min(window.Below, keys.Count - 1)), q, window, sums);
        if (!(found <= state.Allowed))
        {
            return false;
        }

        share = Math.Max(share, found);
        Keep(kept, window.Below);
        return true;
    }

    private bool Keeps(WindowExpansion expansion, int own, double kept)
    {
        if (own < 0)
        {
            return expansion.Share <= state.Allowed;
        }

        for (int b = 0; b < keys.Columns.Length; b++)
        {
            if (!expansion.Keeps(b, Math.Abs(keys.Value(b, own)) * (1 - kept), state.Allowed))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds what stays of a row that was left out.</summary>
    private void Keep(double kept, int row)
    {
        for (int b = 0; kept > 0 && b < keys.Columns.Length; b++)
        {
            sums[b] += kept * state.Kernel.AtZero * keys.Value(b, row);
        }
    }

    private double Kept(double kept, double weight, int row) =>
        kept > 0 ? kept * weight * (keys.Squares.Length == 0 ? 1 : keys.Squares[row]) : 0;

    private double Squares(double q, Window window)
    {
        int place = window.Below < window.Above ? -1 : state.Cells!.PlaceOf(q);
        WindowLayer layer = state.Squares!;
        if (place >= 0 && layer.Of(place) is WindowExpansion expansion && expansion.Share <= SquareShare)
        {
            layer.Sum(expansion, place, q, window, square);
            return square[0];
        }

        return layer.Sum(state.Cells!.Occupied.PlaceOfKey(Math.Min(window.Below, keys.Count - 1)), q, window, square) <= SquareShare
            ? square[0]
            : direct.Sum(q, window, sums.AsSpan().ToArray(), squared: true);
    }

    private double LogNearest(double q, Window window, bool keepsOwn)
    {
        if (keepsOwn)
        {
            return 0;
        }

        double gap = window.Below > window.From ? state.Kernel.Gap(q, keys.Keys[window.Below - 1]) : 0;
        gap = Math.Max(gap, window.Above < window.To ? state.Kernel.Gap(q, keys.Keys[window.Above]) : 0);
        return gap > 0 ? Math.Log(state.Kernel.Kernel(gap) / state.Kernel.AtZero) : double.NegativeInfinity;
    }

    /// <summary>gradient += Σ_b ∂L/∂M_b · Σ −u·k′·c_b.</summary>
    private void Pull(int query)
    {
        if (adjoint is null)
        {
            return;
        }

        Span<double> of = stackalloc double[keys.Columns.Length];
        of.Clear();
        adjoint(query, of);
        for (int b = 0; b < of.Length; b++)
        {
            gradient += of[b] == 0 ? 0 : of[b] * sums[of.Length + b];
        }
    }
}
