using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Scores R of rows in groups, ascending within each, with how many rows each stands for: their quantiles, and those of scores that are moved a little.</summary>
internal sealed class RankedScores
{
    private const double Hair = 1e-12; // of a rank: 0.55·100 is a hair over 55

    private readonly int[] starts;
    private readonly double[] scores;
    private readonly double[]? counts; // up to and with each place, over its group
    private readonly double[]? own;

    /// <param name="scores">R, one a row.</param>
    /// <param name="groupOfRow">The group of each row, from 0.</param>
    /// <param name="groups">How many groups there are.</param>
    /// <param name="countOfRow">How many rows each stands for; null for one.</param>
    public RankedScores(double[] scores, int[] groupOfRow, int groups, double[]? countOfRow)
    {
        Order = [.. Enumerable.Range(0, scores.Length)];
        Array.Sort(Order, (i, j) => groupOfRow[i] != groupOfRow[j] ? groupOfRow[i].CompareTo(groupOfRow[j])
            : scores[i] != scores[j] ? scores[i].CompareTo(scores[j])
            : i.CompareTo(j));
        this.scores = [.. Order.Select(row => scores[row])];
        starts = new int[groups + 1];
        foreach (int row in Order)
        {
            starts[groupOfRow[row] + 1]++;
        }

        for (int g = 0; g < groups; g++)
        {
            starts[g + 1] += starts[g];
        }

        if (countOfRow is not null)
        {
            own = [.. Order.Select(row => countOfRow[row])];
            counts = new double[own.Length];
            for (int g = 0; g < groups; g++)
            {
                double sum = 0;
                for (int k = starts[g]; k < starts[g + 1]; k++)
                {
                    counts[k] = sum += own[k];
                }
            }
        }
    }

    /// <summary>The row at each place: group by group, the smallest score first.</summary>
    public int[] Order { get; }

    /// <summary>R at each place.</summary>
    public ReadOnlySpan<double> Scores => scores;

    /// <summary>The places of a group.</summary>
    public (int From, int To) Of(int group) => (starts[group], starts[group + 1]);

    /// <summary>⌈c(n + 1)⌉ of n rows, at least 1; infinite where that is more than n: then no number is large enough.</summary>
    public static double Rank(double rows, double coverage)
    {
        double rank = Math.Ceiling((coverage * (rows + 1)) - (Hair * (rows + 1)));
        return rank > rows ? double.PositiveInfinity : Math.Max(rank, 1);
    }

    /// <summary>The rank of a group.</summary>
    public double Rank(int group, double coverage) => Rank(Size(group), coverage);

    /// <summary>The smallest R that a rank's worth of rows do not exceed; infinite for an infinite rank.</summary>
    public double At(int group, double rank) => double.IsInfinity(rank) ? rank : scores[PlaceOf(group, rank)];

    /// <summary>
    /// The places that can hold the rank's value once every score has moved by at most relative·R + absolute: those below stay below, those above stay above.
    /// </summary>
    public (int From, int To) Undecided(int group, double rank, double relative, double absolute)
    {
        (int from, int to) = Of(group);
        double at = scores[PlaceOf(group, rank)];
        double low = (at * (1 - relative)) - absolute;
        double high = (at * (1 + relative)) + absolute;
        int first = FirstWhere(from, to, k => (scores[k] * (1 + relative)) + absolute >= low);
        int last = FirstWhere(first, to, k => (scores[k] * (1 - relative)) - absolute > high);
        return (first, last);
    }

    /// <summary>The value of a rank among scores that have moved.</summary>
    /// <param name="group">The group.</param>
    /// <param name="rank">The rank, finite.</param>
    /// <param name="from">The first undecided place.</param>
    /// <param name="moved">The moved scores of the undecided places; they are moved about.</param>
    public double Smallest(int group, double rank, int from, Span<double> moved)
    {
        int first = starts[group];
        if (own is null)
        {
            return Selection.Smallest(moved, (int)rank - 1 - (from - first));
        }

        double[] sizes = own.AsSpan(from, moved.Length).ToArray();
        moved.Sort(sizes.AsSpan());
        double sum = from == first ? 0 : counts![from - 1];
        int k = 0;
        while (k < moved.Length - 1 && (sum += sizes[k]) < rank)
        {
            k++;
        }

        return moved[k];
    }

    private double Size(int group)
    {
        (int from, int to) = Of(group);
        return from == to ? 0 : counts?[to - 1] ?? to - from;
    }

    private int PlaceOf(int group, double rank)
    {
        (int from, int to) = Of(group);
        return counts is null ? from + (int)rank - 1 : FirstWhere(from, to, k => counts[k] >= rank);
    }

    /// <summary>The first place of which something holds that then holds of all that follow.</summary>
    private static int FirstWhere(int from, int to, Func<int, bool> holds)
    {
        while (from < to)
        {
            int middle = (from + to) >>> 1;
            (from, to) = holds(middle) ? (from, middle) : (middle + 1, to);
        }

        return from;
    }
}
