using System.Diagnostics;
using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>A sample with its bandwidths in place and an engine prepared for it.</summary>
/// <remarks>Planned as for as many queries as there are rows, so that any chunking of queries gives the same bits.</remarks>
internal sealed class Fitted
{
    private readonly Lazy<PreparedEngine> engine;
    private readonly Lazy<PreparedEngine> exact;
    private readonly double stability;
    private readonly int threads;

    public Fitted(Sample sample, FitOptions options, int[] features, double[] bandwidths, CancellationToken cancellation)
    {
        Sample = sample;
        Features = features;
        Bandwidths = bandwidths;
        stability = options.Support.Stability;
        threads = options.Threads;
        PoolingRequest request = sample.Request(options, features, bandwidths);
        Plan = Planner.Shipped.For(request, sample.Count, options.Engine, cancellation: cancellation);
        engine = new(Plan.Prepare);
        exact = new(() => HeadsTiles.Exactly(request));
    }

    /// <summary>The rows.</summary>
    public Sample Sample { get; }

    /// <summary>The features that have a say, arranged as the engine has them.</summary>
    public int[] Features { get; }

    /// <summary>Their bandwidths.</summary>
    public double[] Bandwidths { get; }

    /// <summary>The engine that was chosen, and why.</summary>
    public Plan Plan { get; }

    /// <summary>The engine with the keys in place, when first needed.</summary>
    public PreparedEngine Engine => engine.Value;

    /// <summary>The exact engine, for single queries whose every weight is wanted: the dense one, of heads one each.</summary>
    public PreparedEngine Exact => exact.Value;

    /// <summary>Queries in all features as the engine sees them: in the features that have a say.</summary>
    public Points QueryPoints(double[][] columns, int count) => Points.Queries(
        Sample.Learned is LearnedKeys learned ? learned.Map(columns, count, new Run(threads, default)) : [.. Features.Select(j => columns[j])], count);

    /// <summary>Solves one query after another from sums that the engine gave; one for every thread.</summary>
    public LocalFit LocalFit(Points queries, Leave leave, Moments moments) => new(Engine, queries, leave, moments, stability);

    /// <summary>Of the features that have a say, which column of the engine's points is which: −1 where a feature has none.</summary>
    public int ColumnOf(int feature) => Sample.Learned is null ? Array.IndexOf(Features, feature) : -1;

    /// <summary>The sums at queries, with what they cost kept in the plan.</summary>
    public Moments Sum(Points queries, Leave leave, Run run, Wanted wanted)
    {
        long begun = Stopwatch.GetTimestamp();
        Moments moments = Engine.Sum(queries, leave, run, wanted);
        Plan.Outcome = new(queries.Count, Stopwatch.GetElapsedTime(begun).TotalSeconds, moments.ErrorBound, moments.Repaired);
        return moments;
    }
}
