using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The few queries that no window was enough for, summed by the dense engine, which takes weights relative to the best key where they underflow.</summary>
/// <param name="dense">The dense engine.</param>
/// <param name="queries">All queries.</param>
/// <param name="failed">Which of them.</param>
internal sealed class GridRemainder(DenseTiles dense, Points queries, List<int> failed)
{
    /// <summary>Their sums, beside those of the others, and their part of the gradient.</summary>
    public void Sum(Leave leave, Moments moments, Adjoint? adjoint, double[] gradient, Run run)
    {
        int[] rows = [.. failed];
        Points some = Points.Queries([.. queries.Columns.Select(c => Array.ConvertAll(rows, row => c[row]))], rows.Length);
        Leave left = leave is Leave.LeaveRow each ? Leave.Row(Array.ConvertAll(rows, row => each.Rows[row]), each.Parts) : leave;
        Moments found = new(rows.Length, dense.Request, moments.Wanted);
        Run quiet = run with { Progress = null };
        moments.CountRepaired(rows.Length);
        if (adjoint is null)
        {
            dense.Sum(some, left, found, quiet);
            for (int k = 0; k < rows.Length; k++)
            {
                Copy(found, k, moments, rows[k]);
            }

            return;
        }

        double[] part = dense.SumAndPull(
            some,
            left,
            found,
            (k, of) =>
            {
                Copy(found, k, moments, rows[k]);
                adjoint(rows[k], of);
            },
            quiet);
        for (int j = 0; j < gradient.Length; j++)
        {
            gradient[j] += part[j];
        }
    }

    private static void Copy(Moments from, int at, Moments to, int row)
    {
        for (int k = 0; k < to.Sums.Length; k++)
        {
            to.Sums[k][row] = from.Sums[k][at];
        }

        if (to.SquaredWeights.Length > 0)
        {
            to.SquaredWeights[row] = from.SquaredWeights[at];
        }

        if (to.LogNearest.Length > 0)
        {
            to.LogNearest[row] = from.LogNearest[at];
        }

        if (from.Reference(at) >= 0)
        {
            to.RelativeTo(row, from.Reference(at), from.Shift(at));
        }
    }
}
