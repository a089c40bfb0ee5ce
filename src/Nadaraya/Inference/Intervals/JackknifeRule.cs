using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Jackknife+ and jackknife-minmax: m̂₋ᵢ(x) of every row by the closed form, R_i = |e₋ᵢ|, one set of bandwidths.</summary>
/// <remarks>
/// Rows stand by their residuals. Leaving a row out moves a value by a bound that follows from the largest weight alone, |δᵢ| ≤ c(R_i + S) with c = α_max/(1 − α_max) and S the farthest
/// m̂ is from a leave-one-out value: only rows whose residual is that near the quantile are weighed, usually a few dozen of any number. Where the bound says nothing every row is weighed, O(n p²)
/// a query. Rows in clusters leave together.
/// </remarks>
internal sealed class JackknifeRule : IntervalRule
{
    private const double MostRelative = 0.25; // beyond this the bound is no help
    private const int Block = 64;

    private readonly KernelRegression model;
    private readonly IntervalGroups groups;
    private readonly bool minmax;
    private readonly OrderedResiduals[] targets;

    /// <param name="model">The model, of more than one row or cluster.</param>
    /// <param name="groups">Rows that are judged by themselves.</param>
    /// <param name="minmax">Whether values go from the least to the largest, instead of each with its residual.</param>
    /// <param name="kind">What stands behind it.</param>
    /// <param name="run">Threads and cancellation of what is computed once.</param>
    /// <exception cref="DataException">Local polynomials of rows in clusters.</exception>
    public JackknifeRule(KernelRegression model, IntervalGroups groups, bool minmax, IntervalKind kind, Run run)
    {
        if (model.Errors.HasClusters && !model.Options.Estimator.IsConstant)
        {
            throw new DataException($"Jackknife intervals of rows in clusters by {model.Data.ClusterName} need weighted averages, and the model is {model.Options.Estimator.Name}; take the method cv+, which leaves clusters out whole for any model.");
        }

        (this.model, this.groups, this.minmax, Kind) = (model, groups, minmax, kind);
        targets = [.. model.Errors.Residuals(run)!.Select((e, t) => new OrderedResiduals(model, groups, e, t))];
    }

    /// <inheritdoc/>
    public override IntervalKind Kind { get; }

    /// <inheritdoc/>
    public override IntervalEnds At(Queries queries, Predictions plain, double coverage, Run run)
    {
        IntervalEnds ends = IntervalEnds.None(model.Data.TargetNames.Count, queries.Count);
        Fitted fitted = model.Fitted;
        Points points = fitted.QueryPoints(queries.Columns, queries.Count);
        Moments moments = fitted.Engine.Sum(points, Leave.Nobody, run.Part(0, 0.2), Wanted.Nearest);
        run.Part(0.2, 1).ForBlocks(queries.Count, Block, (from, to) =>
        {
            LocalFit fit = fitted.LocalFit(points, Leave.Nobody, moments);
            OrderedResiduals.Reader[] readers = [.. targets.Select(target => target.Open())];
            for (int q = from; q < to; q++)
            {
                run.Cancellation.ThrowIfCancellationRequested();
                int group = groups.OfQuery(queries, q);
                if (plain.Supports[q] == Support.None || group < 0 || !fit.At(q))
                {
                    continue;
                }

                foreach (OrderedResiduals.Reader reader in readers)
                {
                    double rank = reader.Source.Ranked.Rank(group, coverage);
                    (double low, double high) = double.IsInfinity(rank) ? (double.NegativeInfinity, double.PositiveInfinity) : At(reader, points, moments, q, fit, group, rank);
                    ends.Set(reader.Source.Target, q, fitted.Sample.Payload.Restore(reader.Source.Target, low), fitted.Sample.Payload.Restore(reader.Source.Target, high));
                }
            }
        });
        return ends;
    }

    private (double Low, double High) At(OrderedResiduals.Reader reader, Points points, Moments moments, int query, LocalFit fit, int group, double rank)
    {
        RankedScores ranked = reader.Source.Ranked;
        double value = reader.Turn(points, moments, query, fit);
        double relative = reader.Bound(moments, query);
        (int from, int to) = ranked.Of(group);
        if (!minmax && relative <= MostRelative)
        {
            (int first, int last) = ranked.Undecided(group, rank, relative, relative * reader.Source.Farthest(value));
            return Ends(reader, group, rank, first, reader.Changes(first, last), value);
        }

        ReadOnlySpan<double> changes = reader.Changes(from, to);
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double change in changes)
        {
            (least, most) = (Math.Min(least, change), Math.Max(most, change));
        }

        if (minmax)
        {
            double beyond = ranked.At(group, rank);
            return (value - most - beyond, value - least + beyond);
        }

        (int undecided, int decided) = ranked.Undecided(group, rank, 0, Math.Max(Math.Abs(least), Math.Abs(most)));
        return Ends(reader, group, rank, undecided, changes[(undecided - from)..(decided - from)], value);
    }

    /// <summary>The order statistics of m̂₋ᵢ ± R_i, with m̂₋ᵢ = m̂ − δᵢ: by symmetry the lower one is that of R_i − m̂₋ᵢ.</summary>
    private static (double Low, double High) Ends(OrderedResiduals.Reader reader, int group, double rank, int from, ReadOnlySpan<double> changes, double value)
    {
        RankedScores ranked = reader.Source.Ranked;
        ReadOnlySpan<double> scores = ranked.Scores[from..];
        Span<double> moved = reader.Moved.AsSpan(0, changes.Length);
        for (int k = 0; k < moved.Length; k++)
        {
            moved[k] = scores[k] + changes[k];
        }

        double low = value - ranked.Smallest(group, rank, from, moved);
        for (int k = 0; k < moved.Length; k++)
        {
            moved[k] = scores[k] - changes[k];
        }

        return (low, value + ranked.Smallest(group, rank, from, moved));
    }
}
