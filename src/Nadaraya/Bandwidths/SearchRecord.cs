using System.Diagnostics;
using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>Keeps what a search tried and the best of it, reports progress, and says when time is up.</summary>
internal sealed class SearchRecord(TimeSpan? limit, IProgress<FitProgress>? progress, CancellationToken cancellation) : IDisposable
{
    private readonly CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    private readonly long begun = Stopwatch.GetTimestamp();
    private readonly List<SearchStep> steps = [];
    private readonly List<SearchStep> minima = [];
    private double highest = double.NegativeInfinity;
    private double lowest = double.PositiveInfinity;

    /// <summary>All evaluations.</summary>
    public IReadOnlyList<SearchStep> Steps => steps;

    /// <summary>The local minima, lowest first, each once.</summary>
    public IReadOnlyList<SearchStep> Minima
    {
        get
        {
            List<SearchStep> distinct = [];
            foreach (SearchStep minimum in minima.OrderBy(m => m.Criterion))
            {
                if (!distinct.Any(d => d.Bandwidths.Zip(minimum.Bandwidths).All(p => p.First == p.Second || Math.Abs(Math.Log(p.First / p.Second)) < 0.01)))
                {
                    distinct.Add(minimum);
                }
            }

            return distinct;
        }
    }

    /// <summary>The lowest evaluation.</summary>
    public SearchStep? Best { get; private set; }

    /// <summary>Why the search stopped.</summary>
    public SearchStop Stop { get; set; }

    /// <summary>Whether the criterion was the same everywhere: the data can't decide.</summary>
    public bool IsFlat => steps.Count > 1 && highest - lowest <= 1e-12 * Math.Abs(highest);

    /// <summary>Cancels an evaluation when the user does, or when time is up and there is a first result to fall back on.</summary>
    public CancellationToken Deadline => deadline.Token;

    /// <summary>A run of so many threads that only the user stops: when time is up, evaluations say so themselves.</summary>
    public Run Watched(int threads) => new(threads, cancellation);

    /// <summary>A record of a search in a part of the rows, which the user stops with this one.</summary>
    /// <param name="left">The time it has.</param>
    public SearchRecord ForAPart(TimeSpan? left) => new(left, null, cancellation);

    /// <summary>Evaluates; null where time is up, before or in the middle of it.</summary>
    public T? Within<T>(Func<T> evaluate)
        where T : class
    {
        if (TimeIsUp)
        {
            return null;
        }

        try
        {
            return evaluate();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Stop = SearchStop.Time;
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => deadline.Dispose();

    /// <summary>Whether the time limit has passed; at least one evaluation is always made.</summary>
    private bool TimeIsUp
    {
        get
        {
            if (limit is TimeSpan most && steps.Count > 0 && Stopwatch.GetElapsedTime(begun) > most)
            {
                Stop = SearchStop.Time;
                return true;
            }

            return false;
        }
    }

    /// <summary>The criterion where it has been evaluated before; null elsewhere.</summary>
    public double? Find(double[] bandwidths)
    {
        int at = steps.FindLastIndex(s => s.Bandwidths.SequenceEqual(bandwidths));
        return at < 0 ? null : steps[at].Criterion;
    }

    /// <summary>A criterion at bandwidths, evaluated once and kept; null where time is up.</summary>
    public double? Value(Criterion criterion, double[] bandwidths)
    {
        if (Find(bandwidths) is double known)
        {
            return known;
        }

        if (Within(() => criterion.Evaluate(bandwidths, gradient: false)) is not CriterionResult result)
        {
            return null;
        }

        Add(bandwidths, result);
        return result.Value;
    }

    /// <summary>A criterion at a place with its gradient, evaluated and kept; null where time is up.</summary>
    public (double Value, double[] Gradient)? Slope(Criterion criterion, SearchSpace space, double[] x)
    {
        double[] bandwidths = space.Bandwidths(x);
        if (Within(() => criterion.Evaluate(bandwidths, gradient: true)) is not CriterionResult result)
        {
            return null;
        }

        Add(bandwidths, result);
        return (result.Value, space.Slopes(result.Gradient, x));
    }

    /// <summary>Keeps an evaluation.</summary>
    public void Add(double[] bandwidths, CriterionResult result)
    {
        double value = double.IsFinite(result.Value) ? result.Value : double.MaxValue;
        SearchStep step = new(bandwidths, value);
        steps.Add(step);
        if (steps.Count == 1 && limit is TimeSpan most)
        {
            TimeSpan left = most - Stopwatch.GetElapsedTime(begun);
            deadline.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        highest = Math.Max(highest, value);
        lowest = Math.Min(lowest, value);
        if (Best is null || value < Best.Criterion)
        {
            Best = step;
        }
    }

    /// <summary>Keeps a local minimum.</summary>
    public void AddMinimum(double[] bandwidths, double value) => minima.Add(new(bandwidths, value));

    /// <summary>Reports how far the search is.</summary>
    public void Report(double done) => progress?.Report(new(FitStage.Search, Math.Min(done, 1), steps.Count, Best?.Criterion));
}
