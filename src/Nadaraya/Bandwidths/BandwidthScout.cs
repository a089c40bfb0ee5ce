using System.Collections.Concurrent;
using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Looks for the basins of the criterion on a part of the rows, where an evaluation costs little, so that the whole is evaluated where it counts.</summary>
/// <remarks>Bandwidths found on r of n rows are carried over times (r/n)^(1/(4+q)), the rate at which they shrink; those that smooth a feature out stay.</remarks>
/// <param name="criteria">Makes the criterion on the part, with its gradient in ln h and null when time is up: one for every thread.</param>
/// <param name="run">Threads.</param>
/// <param name="axes">The bandwidths that are searched.</param>
/// <param name="above">What is no more than a share of the error above a value.</param>
/// <param name="shift">ln (r/n)^(1/(4+q)), at most 0.</param>
internal sealed class BandwidthScout(Func<BoundedBfgs.Function> criteria, Run run, SearchAxis[] axes, Func<double, double, double> above, double shift)
{
    private const int Followed = 5;
    private const double SlopeTolerance = 1e-4; // the part's minimum is not the whole's: closer is of no use
    private const double Apart = 0.5; // in ln h; what is nearer is the same basin
    private const double Unsure = 2e-3; // a feature that gains no more than this on a part is looked at again on the whole
    private static readonly double Wide = Math.Log(4 * SearchAxis.SmoothedOutRanges); // below the upper bound: a quarter of the range
    private static readonly double Little = Math.Log(2); // likewise of levels: half of the largest λ

    private readonly double[] low = [.. axes.Select(a => a.Low)];
    private readonly double[] high = [.. axes.Select(a => a.High)];

    /// <summary>A basin: where it is on the whole, its criterion on the part, and the inverse of its curvature.</summary>
    internal sealed record Basin(double[] At, double Value, double[,] Inverse);

    /// <summary>The basins found from starts, the lowest first; fewer when time is up.</summary>
    /// <param name="starts">ln h on the whole.</param>
    public IReadOnlyList<Basin> Basins(IReadOnlyList<double[]> starts)
    {
        double[][] at = [.. starts.Select(s => Carry(s, -shift))];
        double?[] values = new double?[at.Length];
        Each(at.Length, (k, function) => values[k] = function(at[k])?.Value);
        List<Basin> basins = [];
        Add(Refined([.. Enumerable.Range(0, at.Length).Where(k => values[k] is not null).OrderBy(k => values[k]).Take(Followed).Select(k => at[k])]), basins);
        if (basins.Count > 0)
        {
            // From the lowest, each feature in turn without a say.
            double[] lowest = Carry(basins.MinBy(b => b.Value)!.At, -shift);
            Add(Refined([.. Enumerable.Range(0, low.Length).Where(k => lowest[k] < high[k]).Select(k => (double[])[.. lowest.Select((x, j) => j == k ? high[j] : x)])]), basins);
        }

        return [.. basins.OrderBy(b => b.Value)];
    }

    /// <summary>Follows starts, side by side; what comes out stands in their order.</summary>
    private Basin?[] Refined(double[][] starts)
    {
        Basin?[] found = new Basin?[starts.Length];
        Each(starts.Length, (k, function) => found[k] = Refine(starts[k], function));
        return found;
    }

    private void Each(int count, Action<int, BoundedBfgs.Function> action)
    {
        ConcurrentBag<BoundedBfgs.Function> idle = [];
        run.For(count, k =>
        {
            BoundedBfgs.Function function = idle.TryTake(out BoundedBfgs.Function? one) ? one : criteria();
            action(k, function);
            idle.Add(function);
        });
    }

    private Basin? Refine(double[] from, BoundedBfgs.Function function)
    {
        double[,] inverse = BoundedBfgs.Identity(from.Length);
        double[] x = BoundedBfgs.Minimise(function, from, low, high, SlopeTolerance, inverse);
        if (function(x) is not var (value, _))
        {
            return null;
        }

        // A feature of little say creeps towards none by steps of e²: it is put there at once.
        for (int k = 0; k < x.Length; k++)
        {
            double[] without = [.. x];
            without[k] = high[k];
            if (x[k] > high[k] - (axes[k].IsLevels ? Little : Wide) && x[k] < high[k] && function(without) is var (other, _) && other <= above(value, Unsure))
            {
                (x, value) = (without, other);
            }
        }

        return new(Carry(x, shift), value, inverse);
    }

    private static void Add(Basin?[] found, List<Basin> basins)
    {
        foreach (Basin basin in found.OfType<Basin>())
        {
            Basin? same = basins.Find(b => b.At.Zip(basin.At).All(p => Math.Abs(p.First - p.Second) < Apart));
            if (same is null || basin.Value < same.Value)
            {
                _ = same is null || basins.Remove(same);
                basins.Add(basin);
            }
        }
    }

    /// <summary>Bandwidths on other numbers of rows.</summary>
    private double[] Carry(double[] x, double by) => [.. x.Select((v, k) => v >= high[k] - axes[k].NoSay ? high[k] : Math.Clamp(v + (by * axes[k].Rate), low[k], high[k]))];
}
