using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>One block of queries: their windows, and the sums over them from moments where those are proven good, else key by key.</summary>
/// <param name="state">The keys.</param>
/// <param name="moments">Where the sums go.</param>
/// <param name="adjoint">∂L/∂M of a query, or null.</param>
/// <param name="leave">The rows left out, each at its own query; null for nobody.</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class WindowWalk(WindowState state, Moments moments, Adjoint? adjoint, Leave.LeaveRow? leave, CancellationToken cancellation)
{
    /// <summary>Windows of so few keys are summed key by key.</summary>
    private const int Few = 64;

    private const int Batch = 128;

    private const double SquareShare = 1e-9; // of Σ w², which only the effective sample size needs
    private readonly AscendingKeys keys = state.Keys;
    private readonly WindowFinder finder = new(state, Batch);
    private readonly DirectWindow direct = new(state.Keys, state.Kernel);
    private readonly bool squared = moments.SquaredWeights.Length > 0;
    private readonly bool nearest = moments.Wanted.HasFlag(Wanted.Nearest);
    private readonly double[] sums = new double[(adjoint is null ? 1 : 2) * state.Keys.Columns.Length];
    private readonly double[] square = new double[1];
    private readonly double[] values = new double[Batch * (adjoint is null ? 1 : 2) * state.Keys.Columns.Length];
    private readonly double[] squareValues = new double[Batch];
    private double share;
    private double gradient;
    private int repaired;

    /// <summary>Walks the keys themselves: from … to − 1 in ascending order.</summary>
    public void Rows(int from, int to)
    {
        for (int start = from; start < to; start += Batch)
        {
            int count = Math.Min(Batch, to - start);
            ReadOnlySpan<double> q = keys.Keys.AsSpan(start, count);
            Runs(q, keys.Rows.AsSpan(start, count), finder.Rows(q, start, leave is not null));
        }
    }

    /// <summary>Walks queries: from … to − 1.</summary>
    /// <param name="queries">The queries; ascending ones are fast.</param>
    /// <param name="rows">Which query each is; null where they stand in their order.</param>
    /// <param name="from">The first one.</param>
    /// <param name="to">The end.</param>
    public void Queries(double[] queries, int[]? rows, int from, int to)
    {
        Span<int> numbers = stackalloc int[Batch];
        for (int start = from; start < to; start += Batch)
        {
            int count = Math.Min(Batch, to - start);
            ReadOnlySpan<double> q = queries.AsSpan(start, count);
            for (int i = 0; i < count; i++)
            {
                numbers[i] = rows is null ? start + i : rows[start + i];
            }

            Runs(q, numbers[..count], finder.Queries(q, nearest || !state.IsEven));
        }
    }

    /// <summary>Hands what was found to the sums and returns the gradient's part.</summary>
    public double Finish()
    {
        moments.Bound(state.Reported(share));
        moments.CountRepaired(repaired);
        return gradient;
    }

    /// <summary>Queries that follow one another in a cell are summed together.</summary>
    private void Runs(ReadOnlySpan<double> q, ReadOnlySpan<int> to, WindowBatch windows)
    {
        for (int from = 0; from < q.Length;)
        {
            int end = from + 1;
            if (windows.To[from] - windows.From[from] <= Few || state.Cells is null || state.Layer!.Of(state.Cells.PlaceOf(q[from])) is not WindowExpansion expansion)
            {
                At(to[from], q[from], windows[from]);
            }
            else
            {
                int place = state.Cells.PlaceOf(q[from]);
                double border = state.Cells.EndBorder(place);
                while (end < q.Length && q[end] >= q[end - 1] && q[end] < border)
                {
                    end++;
                }

                InCell(expansion, place, q[from..end], to[from..end], windows.Slice(from, end - from));
            }

            from = end;
        }
    }

    private void InCell(WindowExpansion expansion, int place, ReadOnlySpan<double> q, ReadOnlySpan<int> to, WindowBatch windows)
    {
        WindowLayer layer = state.Layer!;
        int columns = layer.Columns;
        int count = q.Length;
        bool leaving = leave is not null;
        Span<double> found = values.AsSpan(0, sums.Length * count);
        layer.Sum(expansion, place, q, windows, found);
        WindowExpansion? squares = squared && !leaving ? state.Squares!.Of(place) : null;
        squares = squares?.Share <= SquareShare ? squares : null;
        if (squares is not null)
        {
            state.Squares!.Sum(squares, place, q, windows, squareValues.AsSpan(0, count));
        }

        double proven = leaving ? expansion.ShareOfOthers : expansion.Share;
        bool all = proven <= state.Allowed;
        share = Math.Max(share, all ? proven : leaving ? state.Allowed : 0);
        if (all && !squared && !nearest && adjoint is null && Fewest(windows) > Few)
        {
            for (int b = 0; b < columns; b++)
            {
                Span<double> of = found.Slice(b * count, count);
                if (leaving)
                {
                    TakeOwn(of, b, windows.Below[0], to);
                }

                Scatter(of, to, moments.Sums[b]);
            }

            return;
        }

        for (int i = 0; i < count; i++)
        {
            Window window = windows[i];
            double kept = leaving ? leave!.Parts?[to[i]] ?? 0 : 0;
            if (window.To - window.From <= Few || !(all || (leaving && Keeps(expansion, window.Below, kept))))
            {
                At(to[i], q[i], window);
                continue;
            }

            double part = !leaving ? 0 : (kept - (layer.IsEven ? 1 : 0)) * state.Kernel.AtZero;
            for (int b = 0; b < columns; b++)
            {
                moments.Sums[b][to[i]] = part == 0 ? found[(b * count) + i] : found[(b * count) + i] + (part * keys.Value(b, window.Below));
            }

            if (squared)
            {
                moments.SquaredWeights[to[i]] = squares is null ? Squares(q[i], window, kept) : squareValues[i];
            }

            Beside(to[i], q[i], window, kept, found[(Math.Min(columns, found.Length / count - columns) * count)..], i, count);
        }
    }

    /// <summary>Takes the part of each row that is left out from its own sum, where the row is in it; puts back what stays where it is not.</summary>
    private void TakeOwn(Span<double> sums, int column, int first, ReadOnlySpan<int> to)
    {
        double[] c = keys.Columns[column];
        double zero = state.Kernel.AtZero;
        double all = state.IsEven ? 1 : 0;
        double[]? kept = leave!.Parts;
        for (int i = 0; i < sums.Length; i++)
        {
            double part = ((kept is null ? 0 : kept[to[i]]) - all) * zero;
            sums[i] += part * (c.Length == 0 ? 1 : c[first + i]);
        }
    }

    private static int Fewest(WindowBatch windows)
    {
        int fewest = int.MaxValue;
        for (int i = 0; i < windows.To.Length; i++)
        {
            fewest = Math.Min(fewest, windows.To[i] - windows.From[i]);
        }

        return fewest;
    }

    private static void Scatter(ReadOnlySpan<double> values, ReadOnlySpan<int> to, double[] column)
    {
        for (int i = 0; i < values.Length; i++)
        {
            column[to[i]] = values[i];
        }
    }

    /// <summary>A query whose cell has no polynomial that keeps the tolerance.</summary>
    private void At(int query, double q, Window window)
    {
        bool own = window.Below < window.Above;
        double kept = own ? leave!.Parts?[query] ?? 0 : 0;
        bool few = window.To - window.From <= Few || state.Cells is null;
        double squares = double.NaN;
        if (few || !CellByCell(q, window))
        {
            repaired += few ? 0 : 1;
            cancellation.ThrowIfCancellationRequested();
            squares = direct.Sum(q, window, sums, squared);
        }

        for (int b = 0; b < keys.Columns.Length; b++)
        {
            moments.Sums[b][query] = sums[b] + (kept > 0 ? kept * state.Kernel.AtZero * keys.Value(b, window.Below) : 0);
        }

        if (squared)
        {
            moments.SquaredWeights[query] = double.IsNaN(squares) ? Squares(q, window, kept) : squares + OwnSquare(kept, window.Below);
        }

        Beside(query, q, window, kept, sums.AsSpan(sums.Length - keys.Columns.Length), 0, 1);
    }

    /// <summary>The nearest key and the gradient, where wanted.</summary>
    private void Beside(int query, double q, Window window, double kept, ReadOnlySpan<double> slopes, int at, int stride)
    {
        if (nearest)
        {
            moments.LogNearest[query] = LogNearest(q, window, kept > 0);
        }

        Pull(query, slopes, at, stride);
    }

    /// <summary>The sums from the cells; false where they are not proven good.</summary>
    private bool CellByCell(double q, Window window)
    {
        window = Split(q, window);
        double found = state.Layer!.Sum(state.Cells!.Occupied.PlaceOfKey(Math.Min(window.Below, keys.Count - 1)), q, window, sums);
        share = Math.Max(share, found <= state.Allowed ? found : 0);
        return found <= state.Allowed;
    }

    /// <summary>The window with both sides of the query told apart.</summary>
    private Window Split(double q, Window window)
    {
        if (window.Below < window.Above)
        {
            return window;
        }

        int middle = finder.Middle(q, window.From);
        return window with { Below = middle, Above = middle };
    }

    private bool Keeps(WindowExpansion expansion, int own, double kept)
    {
        for (int b = 0; b < keys.Columns.Length; b++)
        {
            if (!expansion.Keeps(b, Math.Abs(keys.Value(b, own)) * (1 - kept), state.Allowed))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What stays of a row left out in Σ w².</summary>
    private double OwnSquare(double kept, int row) => kept > 0
        ? kept * kept * state.Kernel.AtZero * state.Kernel.AtZero * (keys.Squares.Length == 0 ? 1 : keys.Squares[row])
        : 0;

    private double Squares(double q, Window window, double kept)
    {
        window = Split(q, window);
        double found = state.Squares!.Sum(state.Cells!.Occupied.PlaceOfKey(Math.Min(window.Below, keys.Count - 1)), q, window, square);
        return (found <= SquareShare ? square[0] : direct.Sum(q, window, [], squared: true)) + OwnSquare(kept, window.Below);
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
    private void Pull(int query, ReadOnlySpan<double> slopes, int at, int stride)
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
            gradient += of[b] == 0 ? 0 : of[b] * slopes[(b * stride) + at];
        }
    }
}
