using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The few queries that a fast engine was not enough for, summed by the dense one, which takes weights relative to the best key where they underflow.</summary>
/// <param name="dense">The dense engine.</param>
/// <param name="queries">All queries.</param>
/// <param name="failed">Which of them.</param>
internal sealed class Remainder(DenseTiles dense, Points queries, int[] failed)
{
    /// <summary>Their sums, beside those of the others, and their part of the gradient.</summary>
    public void Sum(Leave leave, Moments moments, Adjoint? adjoint, Span<double> gradient, Run run)
    {
        if (failed.Length == 0)
        {
            return;
        }

        Points some = Points.Queries([.. queries.Columns.Select(c => Array.ConvertAll(failed, q => c[q]))], failed.Length);
        Leave left = leave is Leave.LeaveRow each ? Leave.Row(Array.ConvertAll(failed, q => each.Rows[q]), each.Parts) : leave;
        Moments exact = new(failed.Length, dense.Request, moments.Wanted);
        Run quiet = run with { Progress = null };
        if (adjoint is null)
        {
            dense.Sum(some, left, exact, quiet);
            for (int k = 0; k < failed.Length; k++)
            {
                moments.Take(failed[k], exact, k);
            }
        }
        else
        {
            double[] part = dense.SumAndPull(
                some,
                left,
                exact,
                (k, of) =>
                {
                    moments.Take(failed[k], exact, k);
                    adjoint(failed[k], of);
                },
                quiet);
            TileSums.Add(gradient, part);
        }

        moments.Bound(exact.ErrorBound);
        moments.CountRepaired(failed.Length);
    }
}
