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
        double[] weights = new double[model.Data.Rows];
        bool supported = Visit((start, tile) =>
        {
            for (int i = 0; i < tile.Length; i++)
            {
                weights[model.Fitted.Sample.RowOf(start + i)] = tile[i];
            }
        });
        return supported ? weights : [];
    }

    /// <summary>The k rows of the largest |weight| and what the others add.</summary>
    /// <param name="count">How many rows, 0 or more.</param>
    /// <param name="target">The target whose values are shown.</param>
    public TopAttention Top(int count, int target = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, model.Data.TargetNames.Count);
        Sample sample = model.Fitted.Sample;
        double[] values = sample.Targets[target];

        // The smallest of the best so far on top: a row enters only when it is larger, so of equals the earlier ones stay.
        PriorityQueue<(int Key, double Weight), (double Size, int Order)> best = new();
        double smallest = 0;
        double restWeight = 0;
        double restContribution = 0;
        bool supported = Visit((start, tile) =>
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
        if (!supported)
        {
            return new([], default, Signed);
        }

        AttendedRow[] rows = [.. best.UnorderedItems.OrderByDescending(e => e.Priority).Select(e =>
        {
            (int key, double weight) = e.Element;
            int row = sample.RowOf(key);
            return new AttendedRow(model.Data.RowNumber(row), model.Data.Id(row), weight, values[key], weight * values[key]);
        })];
        return new(rows, new(model.Data.Rows - rows.Length, restWeight, restContribution), Signed);
    }

    /// <summary>Visits the weights αᵢ, tile by tile in the order of the keys; false where the prediction has no value.</summary>
    private bool Visit(WeightVisitor visitor)
    {
        // The weights take a walk over all keys anyway; with the exact total they sum to one whatever engine made the prediction.
        Fitted fitted = model.Fitted;
        Points at = fitted.QueryPoints(query, 1);
        Moments moments = fitted.Exact.Sum(at, Leave.Nobody, new Run(1, CancellationToken.None), Wanted.Nearest);
        LocalFit fit = new(fitted.Exact, at, Leave.Nobody, moments, model.Options.Support.Stability);
        if (model.Verdict(fit, moments, Queries.FromColumns(query), 0) != SupportReason.Supported)
        {
            return false;
        }

        new HatRows(fitted.Exact, at, Leave.Nobody, moments).Visit(fit, 0, visitor);
        return true;
    }
}
