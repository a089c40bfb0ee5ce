using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Finds numbers of neighbours k, and λ of levels beside them, of the lowest criterion: all of them where they are few, else one coordinate after the other.</summary>
/// <remarks>The criterion is a step function of k: there is no slope to follow. Coordinates are tried on a geometric grid and then around the best, until a round gains nothing.</remarks>
internal sealed class NeighbourSearch
{
    private const double MostPairs = 2e9; // of query and key, that are evaluated for sure
    private const int GridPoints = 24;
    private const int MostRounds = 8;
    private const int ShareSteps = 16; // of λ, before its sections
    private static readonly double[] StartShares = [0.02, 0.1, 0.35];

    private readonly Criterion criterion;
    private readonly Sample sample;
    private readonly FitOptions options;
    private readonly int[] features;
    private readonly SearchRecord record;
    private readonly double[] given;
    private readonly int[] free;

    public NeighbourSearch(Criterion criterion, Sample sample, FitOptions options, int[] features, double[] bandwidths, SearchRecord record)
    {
        this.criterion = criterion;
        this.sample = sample;
        this.options = options;
        this.features = features;
        this.record = record;
        given = bandwidths;

        // A span is one number for all continuous features: the first of them stands for it.
        int[] open = [.. Enumerable.Range(0, features.Length).Where(k => double.IsNaN(bandwidths[k]))];
        free = IsSpan ? [.. open.Where(IsNumber).Take(1), .. open.Where(k => !IsNumber(k))] : open;
    }

    private bool IsSpan => options.BandwidthType == BandwidthType.Span;

    private int Most => IsSpan ? sample.Count : sample.Count - 1;

    private int Least => Math.Min(IsSpan ? 3 : options.BandwidthType == BandwidthType.Nearest ? 2 : 1, Most);

    /// <summary>The best bandwidths of all features; those given untouched.</summary>
    public double[] Run()
    {
        double combinations = Math.Pow(Most - Least + 1, free.Length);
        bool all = free.All(k => IsNumber(k)) && combinations * sample.Count * sample.Count <= MostPairs;
        if (all)
        {
            Everything([.. given], 0);
        }
        else
        {
            foreach (double share in StartShares)
            {
                double[] start = [.. given];
                foreach (int k in free)
                {
                    start[k] = IsNumber(k) ? Math.Clamp(Math.Round(share * sample.Count), Least, Most) : 0.3 * Largest(k);
                }

                Descend(start);
            }
        }

        if (record.IsFlat)
        {
            record.Stop = SearchStop.Flat;
        }

        return record.Best is SearchStep best && record.Stop != SearchStop.Flat
            ? [.. best.Bandwidths]
            : Spread([.. given.Select((h, k) => !double.IsNaN(h) ? h : IsNumber(k) ? Math.Clamp(Math.Round(Math.Sqrt(sample.Count)), Least, Most) : Largest(k) / 2)]);
    }

    /// <summary>Numbers of rows as what a bandwidth is: a span is a share of them, and stands at every continuous feature.</summary>
    private double[] Spread(double[] bandwidths)
    {
        if (!IsSpan)
        {
            return [.. bandwidths];
        }

        double share = bandwidths[0] / sample.Count; // numbers come first
        return [.. bandwidths.Select((h, k) => IsNumber(k) && double.IsNaN(given[k]) ? share : h)];
    }

    private bool IsNumber(int k) => sample.Data.FeatureTypes[features[k]].Kind == FeatureKind.Continuous;

    private double Largest(int k)
    {
        FeatureType type = sample.Data.FeatureTypes[features[k]];
        return type.IsDiscrete ? sample.KernelOf(options, features[k]).Largest(type.Levels.Count) : 2 * type.Period;
    }

    private bool Everything(double[] at, int from)
    {
        if (from == free.Length)
        {
            return Value(at) is not null;
        }

        for (int k = Least; k <= Most; k++)
        {
            at[free[from]] = k;
            if (!Everything(at, from + 1))
            {
                return false;
            }

            if (from == 0)
            {
                record.Report((double)(k - Least) / (Most - Least + 1));
            }
        }

        return true;
    }

    private void Descend(double[] x)
    {
        if (Value(x) is not double best)
        {
            return;
        }

        for (int round = 0; round < MostRounds; round++)
        {
            double before = best;
            foreach (int k in free)
            {
                if (!(IsNumber(k) ? AlongNeighbours(ref x, k, ref best) : AlongShare(ref x, k, ref best)))
                {
                    return;
                }
            }

            record.Report((round + 1.0) / MostRounds);
            if (best >= before)
            {
                break;
            }
        }

        record.AddMinimum(Spread(x), best);
    }

    /// <summary>A geometric grid over all numbers, then steps around the best that halve.</summary>
    private bool AlongNeighbours(ref double[] x, int k, ref double best)
    {
        double ratio = Math.Pow((double)Most / Least, 1.0 / GridPoints);
        for (int i = 0; i <= GridPoints; i++)
        {
            if (!Try(ref x, k, Math.Round(Least * Math.Pow(ratio, i)), ref best))
            {
                return false;
            }
        }

        for (int step = Math.Max(1, (int)(x[k] * (ratio - 1))); step >= 1; step /= 2)
        {
            double before;
            do
            {
                before = best;
                double at = x[k];
                if (!Try(ref x, k, Math.Min(at + step, Most), ref best) || !Try(ref x, k, Math.Max(at - step, Least), ref best))
                {
                    return false;
                }
            }
            while (best < before);
        }

        return true;
    }

    /// <summary>λ, or the length of a circle's bandwidth: a grid, then golden sections around the best.</summary>
    private bool AlongShare(ref double[] x, int k, ref double best)
    {
        double largest = Largest(k);
        for (int i = 0; i <= ShareSteps; i++)
        {
            double share = Math.Pow((double)i / ShareSteps, 2);
            if (!Try(ref x, k, Math.Max(share * largest, IsLevels(k) ? 0 : largest * 1e-3), ref best))
            {
                return false;
            }
        }

        double[] at = [.. x];
        double? Along(double value)
        {
            at[k] = value;
            return Value(at);
        }

        double reach = largest / ShareSteps;
        double? found = LineSearch.BySections(Along, Math.Max(x[k] - reach, largest * 1e-9), Math.Min(x[k] + reach, largest), 1e-4 * largest);
        return found is double value && Try(ref x, k, value, ref best);
    }

    private bool IsLevels(int k) => sample.Data.FeatureTypes[features[k]].IsDiscrete;

    private bool Try(ref double[] x, int k, double value, ref double best)
    {
        double[] other = [.. x];
        other[k] = value;
        if (Value(other) is not double found)
        {
            return false;
        }

        if (found < best)
        {
            (x, best) = (other, found);
        }

        return true;
    }

    private double? Value(double[] bandwidths) => record.Value(criterion, Spread(bandwidths));
}
