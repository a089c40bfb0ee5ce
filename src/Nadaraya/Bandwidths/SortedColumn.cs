using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>A feature's values in order, each as often as its frequency says; importance weights do not enter measures of spread.</summary>
internal sealed class SortedColumn
{
    private readonly double[] values;
    private readonly double[]? upTo; // how many rows there are up to and with each value; null where each is one row

    private SortedColumn(double[] values, double[]? counts)
    {
        this.values = values;
        if (counts is not null)
        {
            upTo = new double[counts.Length];
            double sum = 0;
            for (int i = 0; i < counts.Length; i++)
            {
                upTo[i] = sum += counts[i];
            }
        }
    }

    /// <summary>The number of rows.</summary>
    public double Size => upTo is null ? values.Length : upTo[^1];

    /// <summary>The smallest value.</summary>
    public double Lowest => values[0];

    /// <summary>The largest value.</summary>
    public double Highest => values[^1];

    /// <summary>A feature of a sample, in the order that its keys keep.</summary>
    public static SortedColumn Of(Sample sample, int feature)
    {
        KeyOrder order = sample.KeysOf([feature]).Ascending;
        return new(
            order.Keys.Columns[0].AsSpan(0, sample.Count).ToArray(),
            sample.Counts is null ? null : [.. order.Rows.Select(row => sample.Counts[row])]);
    }

    /// <summary>s, with n − 1; scaled first, so that squares of any double stay finite.</summary>
    public double StandardDeviation()
    {
        double scale = Math.Max(Math.Abs(Lowest), Math.Abs(Highest));
        if (Size < 2 || scale == 0)
        {
            return 0;
        }

        double center = 0;
        for (int i = 0; i < values.Length; i++)
        {
            center += Count(i) / Size * (values[i] / scale);
        }

        double squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double apart = (values[i] / scale) - center;
            squares += Count(i) * apart * apart;
        }

        return Math.Min(Math.Sqrt(squares / (Size - 1)) * scale, double.MaxValue);
    }

    /// <summary>The interquartile range by linear interpolation (type 7). Source: Hyndman &amp; Fan (1996).</summary>
    public double InterquartileRange() => Math.Min(Quantile(0.75) - Quantile(0.25), double.MaxValue);

    /// <summary>The smallest positive of sd, IQR/1.34898 and 1.4826·MAD, by which scale factors are measured; 0 where all are.</summary>
    public double RobustSpread()
    {
        double[] candidates =
        [
            StandardDeviation(), InterquartileRange() / 1.34898, Math.Min(1.4826 * MedianDeviation(), double.MaxValue),
        ];
        return candidates.Where(c => c > 0).DefaultIfEmpty(0).Min();
    }

    /// <summary>The standard deviation without a tenth of the rows at each end; that of all where there is none.</summary>
    public double TrimmedDeviation()
    {
        int cut = (int)Math.Ceiling(0.1 * values.Length);
        double inner = values.Length - (2 * cut) > 1 ? new SortedColumn(values[cut..^cut], null).StandardDeviation() : 0;
        return inner > 0 ? inner : StandardDeviation() is > 0 and double all ? all : 1;
    }

    /// <summary>The 5 % quantile of the positive gaps between neighbours: the smallest distance that still tells rows apart.</summary>
    public double TypicalGap()
    {
        double[] gaps = new double[values.Length];
        int count = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[i - 1])
            {
                gaps[count++] = values[i] - values[i - 1];
            }
        }

        return count == 0 ? 0 : Selection.Smallest(gaps.AsSpan(0, count), (int)((count - 1) * 0.05));
    }

    /// <summary>The median of |x − median|, from the two ends of the ordered values: the largest of them are always at one of the ends.</summary>
    private double MedianDeviation()
    {
        double median = Quantile(0.5);
        double at = (Size - 1) * 0.5;
        double part = at - Math.Floor(at);
        (int low, int high) = (0, values.Length - 1);
        double above = Size; // rows between low and high
        double upper = 0;
        while (true)
        {
            bool isLow = median - values[low] > values[high] - median;
            double largest = isLow ? median - values[low] : values[high] - median;
            double without = above - Count(isLow ? low : high);

            // Places without … above − 1 of the ordered deviations are this one.
            if (Math.Ceiling(at) >= without && Math.Ceiling(at) < above)
            {
                upper = largest;
            }

            if (Math.Floor(at) >= without || low == high)
            {
                return Math.Min((largest * (1 - part)) + (part > 0 ? upper * part : 0), double.MaxValue);
            }

            above = without;
            (low, high) = isLow ? (low + 1, high) : (low, high - 1);
        }
    }

    private double Count(int i) => upTo is null ? 1 : upTo[i] - (i == 0 ? 0 : upTo[i - 1]);

    /// <summary>A quantile by linear interpolation between order statistics (type 7).</summary>
    private double Quantile(double share)
    {
        double at = (Size - 1) * share;
        double below = Math.Floor(at);
        double part = at - below;
        return (OrderStatistic(below) * (1 - part)) + (part > 0 ? OrderStatistic(below + 1) * part : 0);
    }

    /// <summary>The value of the row at a place in order, from 0.</summary>
    private double OrderStatistic(double place)
    {
        if (upTo is null)
        {
            return values[(int)place];
        }

        int at = Array.BinarySearch(upTo, place);
        return values[at >= 0 ? at + 1 : ~at];
    }
}
