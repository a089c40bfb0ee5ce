using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Which training rows a prediction came from. Visited when asked for, O(n) time; no matrix is ever kept.</summary>
public sealed class Attention
{
    private readonly KernelRegression model;
    private readonly double[][] query;

    internal Attention(KernelRegression model, double[][] query)
    {
        this.model = model;
        this.query = query;
    }

    /// <summary>Whether weights can be negative.</summary>
    public bool Signed => model.Signed;

    /// <summary>The weights αᵢ of all training rows, in their order; empty where the prediction has no value.</summary>
    public double[] Weights()
    {
        if (Solve() is not Solved at)
        {
            return [];
        }

        double[] weights = new double[model.Data.Rows];
        Visit(at, (start, tile) =>
        {
            for (int i = 0; i < tile.Length; i++)
            {
                weights[model.Fitted.Sample.RowOf(start + i)] = tile[i];
            }
        });
        return weights;
    }

    /// <summary>The k rows of the largest |weight| and what the others add.</summary>
    /// <param name="count">How many rows, 0 or more.</param>
    /// <param name="target">The target whose values are shown.</param>
    public TopAttention Top(int count, int target = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, model.Data.TargetNames.Count);
        if (Solve() is not Solved at)
        {
            return new([], default, Signed);
        }

        Sample sample = model.Fitted.Sample;
        double[] values = sample.Targets[target];

        // The smallest of the best so far on top: a row enters only when it is larger, so of equals the earlier ones stay.
        PriorityQueue<(int Key, double Weight), (double Size, int Order)> best = new();
        double smallest = 0;
        double restWeight = 0;
        double restContribution = 0;
        Visit(at, (start, tile) =>
        {
            double weight = 0;
            double contribution = 0;
            for (int i = 0; i < tile.Length; i++)
            {
                (int key, double w) = (start + i, tile[i]);
                if (count > 0 && Math.Abs(w) > smallest)
                {
                    bool full = best.Count == count;
                    (int, double) entry = (key, w);
                    (double, int) priority = (Math.Abs(w), -key);
                    if (full)
                    {
                        (key, w) = best.DequeueEnqueue(entry, priority);
                    }
                    else
                    {
                        best.Enqueue(entry, priority);
                    }

                    smallest = best.Count == count && best.TryPeek(out _, out (double Size, int Order) least) ? least.Size : 0;
                    if (!full)
                    {
                        continue;
                    }
                }

                weight += w;
                contribution += w * values[key];
            }

            restWeight += weight;
            restContribution += contribution;
        });
        RowRemoval removal = new(model.Fitted.Exact, null, model.Options.Support.Stability, (_, _) => double.NaN);
        removal.Turn(at.Points, at.Moments, 0, at.Fit);
        double[] change = new double[1];
        double cumulative = 0;
        AttendedRow[] rows = [.. best.UnorderedItems.OrderByDescending(e => e.Priority).Select(e =>
        {
            (int key, double weight) = e.Element;
            int row = sample.RowOf(key);
            removal.Changes(target, key, key + 1, change);
            return new AttendedRow(
                model.Data.RowNumber(row), model.Data.Id(row), weight, values[key], weight * values[key], cumulative += weight, Restore(at, target, change[0]));
        })];
        return new(rows, new(model.Data.Rows - rows.Length, restWeight, restContribution), Signed);
    }

    /// <summary>The share of every group of rows, and what the prediction would be without it, by the largest |weight|.</summary>
    /// <remarks>Groups are the levels of a feature, or the clusters of the rows. Exact, by the sums without a group; O(n) for a weighted average, O(n) a group for a local polynomial.</remarks>
    /// <param name="by">A categorical or ordered feature, or the column that <see cref="Dataset.ClusterName"/> names.</param>
    /// <param name="target">The target.</param>
    /// <returns>One a group that has rows; empty where the prediction has no value.</returns>
    /// <exception cref="DataException">There is no such feature or column.</exception>
    public IReadOnlyList<AttendedGroup> ByGroup(string by, int target = 0)
    {
        (int[] groupOfRow, IReadOnlyList<string> labels) = RowLabels.Of(model.Data, by);
        return ByGroup(groupOfRow, labels, target);
    }

    /// <summary>The share of every group of rows, and what the prediction would be without it, by the largest |weight|.</summary>
    /// <param name="labelOfRow">The group of each training row, from row 0.</param>
    /// <param name="target">The target.</param>
    /// <returns>One a group that has rows; empty where the prediction has no value.</returns>
    /// <exception cref="ArgumentException">Not one label a row.</exception>
    public IReadOnlyList<AttendedGroup> ByGroup(IReadOnlyList<string> labelOfRow, int target = 0)
    {
        ArgumentNullException.ThrowIfNull(labelOfRow);
        if (labelOfRow.Count != model.Data.Rows)
        {
            throw new ArgumentException($"There are {labelOfRow.Count} labels but {model.Data.Rows} training rows: give one a row.", nameof(labelOfRow));
        }

        (int[] groupOfRow, IReadOnlyList<string> labels) = RowLabels.Of(labelOfRow);
        return ByGroup(groupOfRow, labels, target);
    }

    /// <summary>What the prediction would be without some of the rows, exactly; null where it has no value, or no weight would be left.</summary>
    /// <param name="rows">The rows, from 0.</param>
    /// <param name="target">The target.</param>
    public double? Without(IEnumerable<int> rows, int target = 0)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, model.Data.TargetNames.Count);
        int[] groupOfRow = new int[model.Data.Rows];
        foreach (int row in rows)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row, nameof(rows));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, groupOfRow.Length, nameof(rows));
            groupOfRow[row] = 1;
        }

        return Solve() is Solved at ? WithoutGroups(at, groupOfRow, 2, target)[1] : null;
    }

    private AttendedGroup[] ByGroup(int[] groupOfRow, IReadOnlyList<string> labels, int target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, model.Data.TargetNames.Count);
        if (Solve() is not Solved at)
        {
            return [];
        }

        Sample sample = model.Fitted.Sample;
        double[] values = sample.Targets[target];
        int[] rows = new int[labels.Count];
        double[] weights = new double[labels.Count], contributions = new double[labels.Count];
        Visit(at, (start, tile) =>
        {
            for (int i = 0; i < tile.Length; i++)
            {
                int group = groupOfRow[sample.RowOf(start + i)];
                rows[group]++;
                weights[group] += tile[i];
                contributions[group] += tile[i] * values[start + i];
            }
        });
        double?[] without = WithoutGroups(at, groupOfRow, labels.Count, target);
        return [.. Enumerable.Range(0, labels.Count).Where(g => rows[g] > 0).OrderByDescending(g => Math.Abs(weights[g]))
            .Select(g => new AttendedGroup(labels[g], rows[g], weights[g], contributions[g], without[g]))];
    }

    private double?[] WithoutGroups(Solved at, int[] groupOfRow, int groups, int target)
    {
        Sample sample = model.Fitted.Sample;
        GroupRemoval removal = new(model.Fitted.Exact, [.. Enumerable.Range(0, sample.Count).Select(key => groupOfRow[sample.RowOf(key)])], groups, model.Options.Support.Stability);
        double[] changes = new double[groups];
        removal.Changes(at.Points, at.Moments, 0, at.Fit, target, changes);
        return [.. changes.Select(change => Restore(at, target, change))];
    }

    /// <summary>The value less a change, in the unit of the target; null where there is none.</summary>
    private double? Restore(Solved at, int target, double change) =>
        double.IsNaN(change) ? null : model.Fitted.Sample.Payload.Restore(target, at.Fit.Coefficients[target, 0] - change);

    /// <summary>The least sqrt(Σ ((qⱼ − xᵢⱼ)/hⱼ)²) over the numbers that have a say; null where their bandwidths are no lengths, or there are none.</summary>
    internal double? NearestDistance()
    {
        Fitted fitted = model.Fitted;
        if (fitted.Sample.Learned is LearnedKeys learned)
        {
            return learned.IsDistance ? Nearest(fitted.QueryPoints(query, 1), fitted.Engine.Request.Keys) : null;
        }

        (int Feature, double Bandwidth)[] numbers = [.. fitted.Features.Zip(fitted.Bandwidths).Where(p => !model.Features[p.First].Type.IsDiscrete)];
        if (numbers.Length == 0 || model.Options.BandwidthType != BandwidthType.Fixed)
        {
            return null;
        }

        double nearest = double.PositiveInfinity;
        for (int i = 0; i < fitted.Sample.Count; i++)
        {
            double square = 0;
            foreach ((int feature, double h) in numbers)
            {
                double gap = query[feature][0] - fitted.Sample.Columns[feature][i];
                double period = model.Features[feature].Type.Period;
                double u = (period > 0 ? PeriodicGeometry.Chord(gap, period) : gap) / h;
                square += u * u;
            }

            nearest = Math.Min(nearest, square);
        }

        return Math.Sqrt(nearest);
    }

    /// <summary>The least ‖q − k‖ in the columns of a learned score, whose bandwidth is 1.</summary>
    private static double Nearest(Points at, Points keys)
    {
        double nearest = double.PositiveInfinity;
        for (int i = 0; i < keys.Count; i++)
        {
            double square = 0;
            for (int k = 0; k < keys.Dimensions; k++)
            {
                double apart = at.Columns[k][0] - keys.Columns[k][i];
                square += apart * apart;
            }

            nearest = Math.Min(nearest, square);
        }

        return Math.Sqrt(nearest);
    }

    /// <summary>The sums at the query, solved; null where the prediction has no value.</summary>
    private Solved? Solve()
    {
        // The weights take a walk over all keys anyway; with the exact total they sum to one whatever engine made the prediction.
        Fitted fitted = model.Fitted;
        Points at = fitted.QueryPoints(query, 1);
        Moments moments = fitted.Exact.Sum(at, Leave.Nobody, new Run(1, CancellationToken.None), Wanted.Nearest);
        LocalFit fit = new(fitted.Exact, at, Leave.Nobody, moments, model.Options.Support.Stability);
        return model.Verdict(fit, moments, Queries.FromColumns(query), 0) == SupportReason.Supported ? new(at, moments, fit) : null;
    }

    /// <summary>Visits the weights αᵢ, tile by tile in the order of the keys.</summary>
    private void Visit(Solved at, WeightVisitor visitor) => new HatRows(model.Fitted.Exact, at.Points, Leave.Nobody, at.Moments).Visit(at.Fit, 0, visitor);

    private sealed record Solved(Points Points, Moments Moments, LocalFit Fit);
}
