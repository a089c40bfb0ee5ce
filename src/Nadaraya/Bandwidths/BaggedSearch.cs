using System.Diagnostics;
using System.Globalization;
using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>Searches in bags of the rows, drawn by the seed, and carries the average of what they find over to all rows.</summary>
/// <remarks>
/// A feature that more than half of the bags smooth out is smoothed out; else those bags have no say in its average, in which a bandwidth of a thousand ranges would drown all others. λ of 0 is
/// averaged as it is. Bags are searched side by side, each on one thread, and what they find is added up in their order.
/// </remarks>
/// <param name="sample">All rows.</param>
/// <param name="options">How; every bag alike.</param>
/// <param name="searched">The features of the criterion, given bandwidths among them.</param>
/// <param name="tuned">Those whose bandwidth is searched for.</param>
/// <param name="record">Hears how far it is, and says when time is up.</param>
internal sealed class BaggedSearch(Sample sample, FitOptions options, int[] searched, int[] tuned, SearchRecord record)
{
    private readonly Bagging bagging = options.Bagging!;
    private readonly long begun = Stopwatch.GetTimestamp();
    private readonly HashSet<int> without = [];
    private readonly HashSet<int> low = [];
    private readonly Dictionary<int, double> largest = tuned.ToDictionary(j => j, j => SearchAxis.LargestOf(sample, options, j));

    /// <summary>What was found; after <see cref="Run"/>.</summary>
    public BagTrace? Trace { get; private set; }

    /// <summary>Refuses bags where what they find is no bandwidth of all rows.</summary>
    /// <param name="options">How.</param>
    /// <param name="rule">What is minimised.</param>
    /// <param name="count">The rows that count.</param>
    /// <exception cref="DataException">Of another bandwidth, or of bags that are not smaller than the data.</exception>
    public static void Check(FitOptions options, Bandwidth.Searched rule, int count)
    {
        if (options.Bagging is not Bagging bagging)
        {
            return;
        }

        string? reason = options.BandwidthType != BandwidthType.Fixed ? $"the bandwidth type is {options.BandwidthType.ToString().ToLowerInvariant()}: take fixed bandwidths, or no bags"
            : options.Bandwidth is Bandwidth.GivenForAll or Bandwidth.GivenByFeature or Bandwidth.ScaledRule ? "some are given: take cv or another criterion and hold those as fixed, or take no bags"
            : options.Bandwidth is not Bandwidth.Searched ? $"they come from '{options.Bandwidth.Name}': take cv or another criterion, or no bags"
            : options.OneStandardError ? "one standard error is that of all rows: take one of the two"
            : options.MinimumEffectiveSample > 0 ? "the smallest effective sample size is about all rows: take one of the two"
            : rule.Minimises == Bandwidth.Rule.Clusters ? "rows come in clusters, which bags would cut apart: take no bags"
            : null;
        if (reason is not null)
        {
            throw new DataException($"Bags are for fixed bandwidths that a search chooses, but {reason}.");
        }

        if (bagging.Rows >= count)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture, $"Bags of {bagging.Rows} rows are to be drawn from {count} that count, but a bag is a part of them: take smaller bags, or none."));
        }
    }

    /// <summary>One bandwidth a tuned feature.</summary>
    /// <exception cref="DataException">A bag in which a feature does not vary.</exception>
    public double[] Run()
    {
        int[][] rows = Draw(sample.Count, bagging, options.Seed);
        Bag?[] all = new Bag?[rows.Length];
        DataException?[] failed = new DataException?[rows.Length];
        Run run = record.Watched(options.Threads) with { Progress = new Told(record) };
        run.For(rows.Length, b =>
        {
            try
            {
                all[b] = b > 0 && Left <= TimeSpan.Zero ? null : Search(rows[b]);
            }
            catch (DataException e)
            {
                failed[b] = e; // thrown below, as it is and the first of them, whichever thread met it
            }
            catch (OperationCanceledException)
            {
                all[b] = null; // the user's is thrown below, as a token of its own would not be
            }
        });
        run.Cancellation.ThrowIfCancellationRequested();
        if (failed.FirstOrDefault(e => e is not null) is DataException first)
        {
            throw first;
        }

        Bag[] bags = [.. all.OfType<Bag>()];
        record.Stop = bags.Length < rows.Length || bags.Any(bag => bag.Stop == SearchStop.Time) ? SearchStop.Time
            : bags.All(bag => bag.Stop == SearchStop.Flat) ? SearchStop.Flat
            : SearchStop.Converged;
        return Average(bags);
    }

    /// <summary>Whether a feature ended at a bound: smoothed out, or at the lower one in every bag.</summary>
    public bool AtBound(int feature) => without.Contains(feature) || low.Contains(feature);

    private TimeSpan Left => options.TimeLimit is TimeSpan limit ? limit - Stopwatch.GetElapsedTime(begun) : TimeSpan.MaxValue;

    /// <summary>The rows of each bag, ascending; the first bags are the same however many there are. Source: Floyd, in Bentley &amp; Floyd (1987).</summary>
    public static int[][] Draw(int count, Bagging bagging, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, bagging.Bags).Select(bag =>
        {
            HashSet<int> drawn = [];
            for (int last = count - bagging.Rows; last < count; last++)
            {
                int row = random.Next(last + 1);
                if (!drawn.Add(row))
                {
                    _ = drawn.Add(last);
                }
            }

            return drawn.Order().ToArray();
        })];
    }

    private Bag Search(int[] rows)
    {
        Sample part = sample.Drawn(rows, []);
        foreach (int j in tuned)
        {
            if (part.Range(j) is var (least, most) && least == most)
            {
                FeatureType type = sample.Data.FeatureTypes[j];
                string value = type.IsDiscrete ? type.Levels[(int)least] : least.ToString("R", CultureInfo.InvariantCulture);
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Feature '{sample.Data.FeatureNames[j]}' is '{value}' in every row of a bag of {bagging.Rows}, but a bandwidth is found where it varies: take larger bags, or fix its bandwidth."));
            }
        }

        using SearchRecord own = record.ForAPart(options.TimeLimit is null ? null : Left);
        BandwidthChoice choice = new(part, options with { Bagging = null, Threads = 1 }, [], own, own.Watched(1) with { Cancellation = own.Deadline });
        double?[] found = choice.Choose();
        double lowest = own.Find([.. choice.Searched.Select(j => found[j]!.Value)]) ?? own.Best!.Criterion;
        return new(
            found,
            [.. found.Select((h, j) => h is double bandwidth && choice.AtBound(j, bandwidth))],
            [.. found.Select((h, j) => h is double bandwidth && IsOut(part, j, bandwidth))],
            choice.Criterion!.Raw(lowest),
            own.Steps.Count,
            own.Stop,
            part.Size / sample.Size);
    }

    private double[] Average(Bag[] bags)
    {
        foreach (int j in tuned)
        {
            if (bags.Count(bag => bag.Out[j]) * 2 > bags.Length)
            {
                _ = without.Add(j);
            }
            else if (bags.All(bag => bag.Out[j] || bag.AtBound[j]))
            {
                _ = low.Add(j);
            }
        }

        ShrinkingRates rates = new(options, sample.Data, [.. tuned.Where(j => !without.Contains(j))]);
        double Carried(Bag bag, int j) => !tuned.Contains(j) ? bag.Bandwidths[j]!.Value
            : bag.Out[j] ? largest[j]
            : bag.Bandwidths[j]!.Value * Math.Pow(bag.Share, rates.Of(j));
        double[] Averaged(int j) => [.. bags.Where(bag => !bag.Out[j]).Select(bag => Carried(bag, j))];

        Trace = new(
            bagging.Rows,
            [.. bags.Select(bag => new SearchStep([.. searched.Select(j => Carried(bag, j))], bag.Criterion))],
            bags.Sum(bag => bag.Evaluations),
            [.. searched.Select(j => tuned.Contains(j) && !without.Contains(j) ? Deviation(Averaged(j)) : null)]);
        return [.. tuned.Select(j => without.Contains(j) ? largest[j] : Math.Min(Averaged(j).Average(), largest[j]))];
    }

    private static double? Deviation(double[] values)
    {
        double mean = values.Average();
        return values.Length > 1 ? Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)) : null;
    }

    /// <summary>Whether there is hardly any say for a feature in some rows: four of their ranges or more, or the largest λ.</summary>
    private bool IsOut(Sample part, int feature, double bandwidth) =>
        bandwidth >= SearchAxis.LargestOf(part, options, feature) * (sample.Data.FeatureTypes[feature].IsDiscrete ? 1 - 1e-6 : 4 / SearchAxis.SmoothedOutRanges);

    /// <summary>What one bag found.</summary>
    private sealed record Bag(double?[] Bandwidths, bool[] AtBound, bool[] Out, double Criterion, int Evaluations, SearchStop Stop, double Share);

    private sealed class Told(SearchRecord record) : IProgress<double>
    {
        public void Report(double value) => record.Report(value);
    }
}
