using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The windows engine with its keys in place: O(keys + queries) additions, nothing truncated.</summary>
/// <remarks>
/// Inside its support the kernel is a polynomial in |u|, so the sum over a window follows from moments Σ c·zᵏ of the keys in it. Those of the cells that lie whole in
/// the window are one polynomial; of the cells that the window's ends cut, running moments up to the cut are added. Nothing is subtracted but a row left out, where
/// the proof holds without it. A query whose rounding is not shown to be small is summed key by key.
/// </remarks>
internal sealed class WindowSums(PoolingRequest request) : WalkingEngine(request)
{
    private const int Block = 4096;
    private readonly Lock building = new();
    private WindowState? state;

    protected override bool ServesParts => true;

    protected override double Walk(Points queries, Leave leave, Moments moments, Adjoint? adjoint, Run run)
    {
        moments.Restart();
        WindowState built = Build(moments.SquaredWeights.Length > 0, run);
        bool self = AreTheKeys(queries);

        // Sorted, queries share searches and cells; it changes no bit of any.
        KeyOrder? order = self || Order.IsAscending(queries.Columns[0].AsSpan(0, queries.Count)) ? null : queries.Ascending;
        double[] partial = new double[(queries.Count + Block - 1) / Block];
        run.ForBlocks(queries.Count, Block, (from, to) =>
        {
            WindowWalk walk = new(built, moments, adjoint, leave as Leave.LeaveRow, run.Cancellation);
            if (self)
            {
                walk.Rows(from, to);
            }
            else
            {
                walk.Queries(order?.Keys.Columns[0] ?? queries.Columns[0], order?.Rows, from, to);
            }

            partial[from / Block] = walk.Finish();
        });
        return partial.Sum();
    }

    /// <summary>Puts the keys into cells, once, on the threads of whoever asks first.</summary>
    private WindowState Build(bool withSquares, Run run)
    {
        lock (building)
        {
            Run quiet = run with { Progress = null };
            state ??= new(Request, quiet);
            if (withSquares)
            {
                state.WantSquares(quiet);
            }

            return state;
        }
    }
}
