using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Looks for the basins of the criterion on a part of the rows, where an evaluation costs little, so that the whole is evaluated where it counts.</summary>
/// <remarks>Bandwidths found on r of n rows are carried over times (r/n)^(1/(4+q)), the rate at which they shrink; those that smooth a feature out stay.</remarks>
/// <param name="function">The criterion on the part, with its gradient in ln h; null when time is up.</param>
/// <param name="axes">The bandwidths that are searched.</param>
/// <param name="above">What is no more than a share of the error above a value.</param>
/// <param name="shift">ln (r/n)^(1/(4+q)), at most 0.</param>
internal sealed class BandwidthScout(BoundedBfgs.Function function, SearchAxis[] axes, Func<double, double, double> above, double shift)
{
    private const int Refined = 5;
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
        List<(double[] X, double Value)> screened = [];
        foreach (double[] s in starts.Select(s => Carry(s, -shift)))
        {
            if (function(s) is not var (value, _))
            {
                break;
            }

            screened.Add((s, value));
        }

        List<Basin> basins = [];
        foreach ((double[] x, _) in screened.OrderBy(s => s.Value).Take(Refined))
        {
            Refine(x, basins);
        }

        // From the lowest, each feature in turn without a say.
        for (int k = 0; k < low.Length && basins.Count > 0; k++)
        {
            double[] x = Carry(basins.MinBy(b => b.Value)!.At, -shift);
            if (x[k] < high[k])
            {
                x[k] = high[k];
                Refine(x, basins);
            }
        }

        return [.. basins.OrderBy(b => b.Value)];
    }

    private void Refine(double[] from, List<Basin> basins)
    {
        double[,] inverse = BoundedBfgs.Identity(from.Length);
        double[] x = BoundedBfgs.Minimise(p => function(p), from, low, high, SlopeTolerance, inverse);
        if (function(x) is not var (value, _))
        {
            return;
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

        Basin found = new(Carry(x, shift), value, inverse);
        Basin? same = basins.Find(b => b.At.Zip(found.At).All(p => Math.Abs(p.First - p.Second) < Apart));
        if (same is null || found.Value < same.Value)
        {
            _ = same is null || basins.Remove(same);
            basins.Add(found);
        }
    }

    /// <summary>Bandwidths on other numbers of rows.</summary>
    private double[] Carry(double[] x, double by) => [.. x.Select((v, k) => v >= high[k] - axes[k].NoSay ? high[k] : Math.Clamp(v + (by * axes[k].Rate), low[k], high[k]))];
}
