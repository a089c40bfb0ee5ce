using System.Globalization;
using System.Text;
using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Which engine computes a model's predictions, what it is expected to cost, and what the last call did cost.</summary>
/// <remarks>
/// The choice follows from the rows, the kernel, the bandwidths, the tolerance and the number of queries it was made for; never from time, threads or
/// the processor, so that the same call gives the same bits.
/// </remarks>
public sealed class Plan
{
    private readonly PoolingRequest request;
    private readonly PlanOption chosen;
    private readonly IReadOnlyList<PlanOption> options;

    internal Plan(PoolingRequest request, long queries, PlanOption chosen, IReadOnlyList<PlanOption> options, bool forced)
    {
        this.request = request;
        this.chosen = chosen;
        this.options = options;
        Queries = queries;
        Forced = forced;
    }

    /// <summary>The names of all engines.</summary>
    public static IReadOnlyList<string> Engines => Planner.Shipped.Names;

    /// <summary>The engine's name.</summary>
    public string Engine => chosen.Engine.Name;

    /// <summary>Whether the engine was asked for by name.</summary>
    public bool Forced { get; }

    /// <summary>The number of queries that the plan is for.</summary>
    public long Queries { get; }

    /// <summary>The error allowed, as a share of the weighted mean of |y − ȳ| at each query; 0 for exact engines only.</summary>
    public double Tolerance => request.Tolerance;

    /// <summary>The predicted cost of the call on one thread, in seconds, from fixed constants.</summary>
    public double PredictedSeconds => chosen.PredictedSeconds!.Value;

    /// <summary>What the last call did; null before the first.</summary>
    public PlanOutcome? Outcome { get; internal set; }

    /// <summary>The choice in words: the engine, what it costs, what it keeps, and why the others were not chosen; one line each.</summary>
    public string Explain()
    {
        StringBuilder text = new();
        Line($"engine {Engine}{(Forced ? " (asked for)" : string.Empty)}: {request.Keys.Count} rows, {request.Keys.Dimensions} features, {Queries} queries");
        Line($"tolerance {Tolerance:R}");
        Line($"predicted {PredictedSeconds:G3} s on one thread");
        if (Outcome is PlanOutcome did)
        {
            Line($"actual {did.Seconds:G3} s for {did.Queries} queries, error at most {did.ToleranceReached:G3}, {did.RepairedQueries} repaired");
        }

        foreach (PlanOption option in options.Where(o => o != chosen))
        {
            if (option.Declined is null)
            {
                Line($"{option.Engine.Name}: predicted {(option.AtLeast ? "at least " : string.Empty)}{option.PredictedSeconds:G3} s");
            }
            else
            {
                Line($"{option.Engine.Name}: no, it {option.Declined}");
            }
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>The engine with the keys in place.</summary>
    internal PreparedEngine Prepare() => chosen.Engine.Prepare(request);
}
