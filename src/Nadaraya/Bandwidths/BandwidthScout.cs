using System.Collections.Concurrent;
using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Looks for the basins of the criterion on a part of the rows, where an evaluation costs little, so that the whole is evaluated where it counts.</summary>
/// <remarks>Bandwidths found on r of n rows are carried over times (r/n)^(1/(4+q)), the rate at which they shrink; those that smooth a feature out stay.</remarks>
/// <param name="criteria">Makes the criterion on the part, null when time is up: one for every thread.</param>
/// <param name="run">Threads.</param>
/// <param name="axes">The bandwidths that are searched.</param>
/// <param name="above">What is no more than a share of the error above a value.</param>
/// <param name="shift">ln (r/n)^(1/(4+q)), at most 0.</param>
internal sealed class BandwidthScout(Func<BandwidthScout.Part> criteria, Run run, SearchAxis[] axes, Func<double, double, double> above, double shift)
{
    private const int Followed = 8;
    private const double SlopeTolerance = 1e-2; // the part's minimum is not the whole's: closer is of no use
    private const double Apart = 0.5; // in every coordinate; what is nearer is the same basin
    private const double Unsure = 2e-3; // a feature that gains no more than this on a part is looked at again on the whole

    private readonly double[] low = [.. axes.Select(a => a.Low)];
    private readonly double[] high = [.. axes.Select(a => a.High)];

    /// <summary>The criterion on the part.</summary>
    /// <param name="Value">Its value at coordinates.</param>
    /// <param name="Function">The same with its gradient, which costs twice as much again.</param>
    internal sealed record Part(Func<double[], double?> Value, BoundedBfgs.Function Function);

    /// <summary>A basin: where it is on the whole, its criterion on the part, and the inverse of its curvature.</summary>
    internal sealed record Basin(double[] At, double Value, double[,] Inverse);

    /// <summary>The basins found from starts, the lowest first; fewer when time is up.</summary>
    /// <param name="starts">Coordinates on the whole.</param>
    public IReadOnlyList<Basin> Basins(IReadOnlyList<double[]> starts)
    {
        double[][] at = [.. starts.Select(s => Carry(s, -shift))];
        double?[] values = new double?[at.Length];
        Each(at.Length, (k, part) => values[k] = part.Value(at[k]));
        List<Basin> basins = [];
        Add(Refined([.. Enumerable.Range(0, at.Length).Where(k => values[k] is not null).OrderBy(k => values[k]).Take(Followed).Select(k => at[k])]), basins);
        if (basins.Count > 0)
        {
            // From the lowest, each feature in turn without a say; the others curve much as they did.
            Basin best = basins.MinBy(b => b.Value)!;
            double[] lowest = Carry(best.At, -shift);
            Add(Refined([.. Enumerable.Range(0, low.Length).Where(k => lowest[k] < high[k]).Select(k => (double[])[.. lowest.Select((x, j) => j == k ? high[j] : x)])], best.Inverse), basins);
        }

        return [.. basins.OrderBy(b => b.Value)];
    }

    /// <summary>Follows starts, side by side; what comes out stands in their order.</summary>
    private Basin?[] Refined(double[][] starts, double[,]? inverse = null)
    {
        Basin?[] found = new Basin?[starts.Length];
        Each(starts.Length, (k, part) => found[k] = Refine(starts[k], (double[,]?)inverse?.Clone() ?? BoundedBfgs.Identity(low.Length), part));
        return found;
    }

    private void Each(int count, Action<int, Part> action)
    {
        ConcurrentBag<Part> idle = [];
        run.For(count, k =>
        {
            Part part = idle.TryTake(out Part? one) ? one : criteria();
            action(k, part);
            idle.Add(part);
        });
    }

    private Basin? Refine(double[] from, double[,] inverse, Part part)
    {
        double[] x = BoundedBfgs.Minimise(part.Function, from, low, high, SlopeTolerance, inverse);
        if (part.Value(x) is not double value)
        {
            return null;
        }

        // A feature of little say creeps towards none: it is put there at once.
        for (int k = 0; k < x.Length; k++)
        {
            double[] without = [.. x];
            without[k] = high[k];
            if (x[k] > high[k] - axes[k].Little && x[k] < high[k] && part.Value(without) is double other && other <= above(value, Unsure))
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
    private double[] Carry(double[] x, double by) => [.. x.Select((v, k) => v >= high[k] - axes[k].NoSay ? high[k] : axes[k].Scaled(v, by))];
}
