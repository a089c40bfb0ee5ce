using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Some queries on their way through the cells, those of one cell together: polynomial where the proof holds, key by key elsewhere.</summary>
internal sealed class GridWalk
{
    /// <summary>How many queries are taken together at most.</summary>
    public const int Most = 1024;

    private readonly CancellationToken cancellation;
    private readonly GridState state;
    private readonly bool withSquares;
    private readonly Moments moments;
    private readonly Adjoint? adjoint;
    private readonly double allowed;
    private readonly double squareTolerance;
    private readonly bool nearest;
    private readonly int d;
    private readonly int columns;
    private readonly double[][] local;
    private readonly double[] values;
    private readonly double[] bends;
    private readonly double[] squareValues;
    private readonly double[] derivative;
    private readonly double[] query;
    private readonly double[] sums;
    private readonly double[] slopes;
    private readonly GridWindows windows;
    private readonly GridNearest? search;
    private double share;
    private int repaired;

    /// <param name="state">The keys in their cells.</param>
    /// <param name="moments">Where the sums go.</param>
    /// <param name="adjoint">∂L/∂M of a query, or null.</param>
    /// <param name="tolerance">The tolerance.</param>
    /// <param name="cancellation">Stops it.</param>
    public GridWalk(GridState state, Moments moments, Adjoint? adjoint, double tolerance, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        (this.state, this.moments, this.adjoint) = (state, moments, adjoint);
        withSquares = moments.SquaredWeights.Length > 0;
        allowed = tolerance / 3;
        squareTolerance = Math.Max(5e-9, allowed); // of Σ w², which only the effective sample size needs
        nearest = moments.Wanted.HasFlag(Wanted.Nearest);
        d = state.Layout.Dimensions;
        columns = state.Keys.Columns.Length;
        local = [.. Enumerable.Range(0, d).Select(_ => new double[Most])];
        values = new double[columns * Most];
        bends = new double[adjoint is null ? 0 : columns * d * Most];
        squareValues = new double[withSquares ? Most : 0];
        derivative = new double[adjoint is null ? 0 : state.Polynomials!.Size];
        query = new double[d];
        sums = new double[columns];
        slopes = new double[adjoint is null ? 0 : columns * d];
        windows = new(state.Keys, allowed, withSquares);
        search = nearest ? new(state.Keys, state.Strips!) : null;
        Gradient = new double[d];
    }

    /// <summary>The queries that no window was enough for.</summary>
    public List<int> Failed { get; } = [];

    /// <summary>Σ adjoint·∂M/∂ln h.</summary>
    public double[] Gradient { get; }

    /// <summary>Walks the queries of one cell.</summary>
    /// <param name="order">The queries.</param>
    /// <param name="from">The place of the first.</param>
    /// <param name="to">The end, at most <see cref="Most"/> further.</param>
    /// <param name="cell">The cell's number.</param>
    /// <param name="place">Its place among those that hold keys, or −1.</param>
    /// <param name="gone">What goes of each key at its own query, where queries are the keys; empty for all of it, null where nobody is left out.</param>
    public void Cell(GridOrder order, int from, int to, ulong cell, int place, double[]? gone)
    {
        if (cell == GridLayout.Nowhere)
        {
            Failed.AddRange(order.Rows.AsSpan(from, to - from));
            return;
        }

        search?.MoveTo(cell, place);
        int slot = state.Find(cell, place);
        if (slot >= 0 && state.Polynomials!.Share(slot) <= allowed)
        {
            InCell(order, from, to, cell, state.Polynomials, withSquares ? state.Squares : null, slot, gone);
            return;
        }

        windows.MoveTo(cell);
        for (int i = from; i < to; i++)
        {
            Directly(order, i, cell, gone);
        }
    }

    /// <summary>Hands what was found to the sums.</summary>
    public void Finish()
    {
        moments.Bound(2 * share / (1 - share));
        moments.CountRepaired(repaired);
    }

    private void InCell(
        GridOrder order, int from, int to, ulong cell, GridPolynomials polynomials, GridPolynomials? squares, int slot, double[]? gone)
    {
        int count = to - from;
        int padded = (count + TensorPolynomial.Step - 1) / TensorPolynomial.Step * TensorPolynomial.Step;
        for (int j = 0; j < d; j++)
        {
            double centre = state.Layout.Centre(cell, j);
            double scale = state.Layout.Scales[j];
            ReadOnlySpan<double> q = order.Columns[j].AsSpan(from, count);
            Span<double> a = local[j];
            for (int i = 0; i < q.Length; i++)
            {
                a[i] = (q[i] - centre) * scale;
            }

            a[count..padded].Clear();
        }

        int terms = polynomials.Terms;
        for (int b = 0; b < columns; b++)
        {
            Span<double> of = values.AsSpan(b * Most, padded);
            ReadOnlySpan<double> polynomial = polynomials.Of(slot, b);
            TensorPolynomial.Evaluate(polynomial, terms, local, count, of);
            for (int j = 0; j < d && adjoint is not null; j++)
            {
                // h²∂²M + M is Σ w u_j² c, by the heat equation; the own row is in it with u = 0.
                Span<double> bent = bends.AsSpan(((b * d) + j) * Most, padded);
                TensorPolynomial.SecondDerivative(polynomial, d, terms, j, derivative);
                TensorPolynomial.Evaluate(derivative, terms, local, count, bent);
                TileSums.Add(bent, of);
            }

            Place(order, b, of[..count], from, gone);
        }

        bool isSquare = squares is not null && squares.Share(slot) <= squareTolerance;
        if (isSquare)
        {
            TensorPolynomial.Evaluate(squares!.Of(slot, 0), squares.Terms, local, count, squareValues);
        }

        bool each = gone is not null && polynomials.ShareOfOthers(slot) > allowed;
        share = Math.Max(share, each ? allowed : gone is null ? polynomials.Share(slot) : polynomials.ShareOfOthers(slot));
        bool moved = false;
        for (int i = 0; i < count && (each || withSquares || nearest || adjoint is not null); i++)
        {
            bool good = !each || IsGood(polynomials, slot, from + i, gone!);
            if (!moved && (!good || (squares is not null && !isSquare)))
            {
                windows.MoveTo(cell);
                moved = true;
            }

            if (!good)
            {
                Directly(order, from + i, cell, gone);
                continue;
            }

            Beside(order, from + i, squares is null || isSquare, squareValues, i);
            Pull(order.Rows[from + i], bends, i, Most);
        }
    }

    /// <summary>Writes a column of a cell's values to their rows, each without its own row's part where that is left out.</summary>
    private void Place(GridOrder order, int column, ReadOnlySpan<double> of, int from, double[]? gone)
    {
        double[] to = moments.Sums[column];
        ReadOnlySpan<int> rows = order.Rows.AsSpan(from, of.Length);
        if (gone is null)
        {
            for (int i = 0; i < of.Length; i++)
            {
                to[rows[i]] = of[i];
            }

            return;
        }

        for (int i = 0; i < of.Length; i++)
        {
            to[rows[i]] = of[i] - (state.Keys.Value(column, from + i) * (gone.Length == 0 ? 1 : gone[from + i]));
        }
    }

    /// <summary>Whether the proof holds for a row that is left out: its own part is under every column's slack.</summary>
    private bool IsGood(GridPolynomials polynomials, int slot, int key, double[] gone)
    {
        double part = gone.Length == 0 ? 1 : gone[key];
        for (int b = 0; b < columns; b++)
        {
            if (Math.Abs(state.Keys.Value(b, key)) * part > polynomials.Slack(slot, b, allowed))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Σ w² and the nearest key, where wanted.</summary>
    private void Beside(GridOrder order, int at, bool known, ReadOnlySpan<double> squareOf, int k)
    {
        int row = order.Rows[at];
        if (withSquares && known)
        {
            moments.SquaredWeights[row] = squareOf[k];
        }

        if (known && !nearest)
        {
            return;
        }

        for (int j = 0; j < d; j++)
        {
            query[j] = order.Columns[j][at];
        }

        if (!known)
        {
            moments.SquaredWeights[row] = windows.SquareAt(query);
        }

        if (search is not null)
        {
            moments.LogNearest[row] = -search.At(query) / 2;
        }
    }

    private void Directly(GridOrder order, int at, ulong cell, double[]? gone)
    {
        cancellation.ThrowIfCancellationRequested();
        int row = order.Rows[at];
        for (int j = 0; j < d; j++)
        {
            query[j] = order.Columns[j][at];
        }

        double kept = gone is null || gone.Length == 0 ? 0 : 1 - gone[at];
        if (!windows.Sum(cell, query, gone is null ? -1 : at, kept, sums, slopes))
        {
            Failed.Add(row);
            return;
        }

        for (int b = 0; b < columns; b++)
        {
            moments.Sums[b][row] = sums[b];
        }

        share = Math.Max(share, windows.Share);
        repaired += windows.Repaired ? 1 : 0;
        if (withSquares)
        {
            moments.SquaredWeights[row] = windows.Square;
        }

        if (nearest)
        {
            moments.LogNearest[row] = -windows.Nearest / 2;
        }

        Pull(row, slopes, 0, 1);
    }

    /// <summary>gradient[j] += Σ_b ∂L/∂M_b · Σ w u_j² c_b.</summary>
    private void Pull(int row, ReadOnlySpan<double> of, int at, int stride)
    {
        if (adjoint is null)
        {
            return;
        }

        Span<double> slope = stackalloc double[columns];
        slope.Clear();
        adjoint(row, slope);
        for (int b = 0; b < columns; b++)
        {
            for (int j = 0; j < d && slope[b] != 0; j++)
            {
                Gradient[j] += slope[b] * of[(((b * d) + j) * stride) + at];
            }
        }
    }
}
