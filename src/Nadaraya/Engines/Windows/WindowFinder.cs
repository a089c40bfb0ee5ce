using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>Finds the windows of queries that come batch by batch, from those of the last query on.</summary>
/// <param name="state">The keys.</param>
/// <param name="batch">The most queries in a batch.</param>
internal sealed class WindowFinder(WindowState state, int batch)
{
    private readonly WindowEnds ends = new(state.Keys.Keys, state.Keys.Count, state.Kernel.Reach, state.IsClosed);
    private readonly int[] starts = new int[batch];
    private readonly int[] below = new int[batch];
    private readonly int[] above = new int[batch];
    private readonly int[] stops = new int[batch];
    private double last = double.PositiveInfinity;
    private int count;

    /// <summary>The windows of keys from a place on at these very keys.</summary>
    /// <param name="q">The keys.</param>
    /// <param name="first">The place of the first one.</param>
    /// <param name="leave">Whether each is left out of its own window.</param>
    public WindowBatch Rows(ReadOnlySpan<double> q, int first, bool leave)
    {
        Find(q);
        for (int i = 0; i < q.Length; i++)
        {
            below[i] = first + i;
            above[i] = first + i + (leave ? 1 : 0);
        }

        return Found;
    }

    /// <summary>The windows of queries; ascending ones are fast.</summary>
    /// <param name="q">The queries.</param>
    /// <param name="middles">Whether the place of the query among its keys is wanted.</param>
    public WindowBatch Queries(ReadOnlySpan<double> q, bool middles)
    {
        Find(q);
        if (middles)
        {
            ends.Middles(q, starts, below);
        }
        else
        {
            starts.AsSpan(0, q.Length).CopyTo(below);
        }

        below.AsSpan(0, q.Length).CopyTo(above);
        return Found;
    }

    /// <summary>The first key of a window that is not under the query.</summary>
    public int Middle(double query, int from) => ends.Middle(query, from);

    private WindowBatch Found => new WindowBatch(starts, below, above, stops).Slice(0, count);

    private void Find(ReadOnlySpan<double> q)
    {
        (int first, int end) = q[0] >= last ? (starts[count - 1], stops[count - 1]) : (0, 0);
        ends.Find(q, starts, stops, first, end);
        (last, count) = (q[^1], q.Length);
    }
}
