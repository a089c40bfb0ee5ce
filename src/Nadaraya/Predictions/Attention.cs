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
    public bool Signed => model.Kernel.Constants.Signed;

    /// <summary>The weights αᵢ of all training rows, in their order; empty where the prediction has no value.</summary>
    public double[] Weights()
    {
        double[] weights = new double[model.Data.Rows];
        return Visit((row, weight) => weights[row] = weight) ? weights : [];
    }

    /// <summary>The k rows of the largest |weight| and what the others add.</summary>
    /// <param name="count">How many rows, 0 or more.</param>
    /// <param name="target">The target whose values are shown.</param>
    public TopAttention Top(int count, int target = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, model.Data.TargetNames.Count);

        // The smallest of the best so far on top; of equals the later row gives way first.
        PriorityQueue<int, (double Size, int Order)> best = new();
        double[] weights = Weights();
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0)
            {
                continue;
            }

            if (best.Count < count)
            {
                best.Enqueue(i, (Math.Abs(weights[i]), -i));
            }
            else if (count > 0)
            {
                best.EnqueueDequeue(i, (Math.Abs(weights[i]), -i));
            }
        }

        int[] top = [.. best.UnorderedItems.OrderByDescending(e => e.Priority).Select(e => e.Element)];
        ReadOnlySpan<double> values = model.Data.Target(target);
        AttendedRow[] rows = new AttendedRow[top.Length];
        for (int k = 0; k < top.Length; k++)
        {
            int i = top[k];
            rows[k] = new(model.Data.RowNumber(i), model.Data.Id(i), weights[i], values[i], weights[i] * values[i]);
            weights[i] = 0;
        }

        AttentionRest rest = new(weights.Length == 0 ? 0 : weights.Length - top.Length, 0, 0);
        for (int i = 0; i < weights.Length; i++)
        {
            rest = rest with { Weight = rest.Weight + weights[i], Contribution = rest.Contribution + (weights[i] * values[i]) };
        }

        return new(rows, rest, Signed);
    }

    /// <summary>Visits row and weight αᵢ of every row with a weight; false where the prediction has no value.</summary>
    private bool Visit(Action<int, double> visitor)
    {
        Fitted fitted = model.Fitted;
        Points at = fitted.QueryPoints(query, 1);
        Moments moments = fitted.Engine.Sum(at, Leave.Nobody, new Run(1, CancellationToken.None));
        if (model.Verdict(moments, 0) != SupportReason.Supported)
        {
            return false;
        }

        double total = moments.Weight(0);
        fitted.Engine.Visit(at, 0, Leave.Nobody, moments, (start, weights) =>
        {
            for (int i = 0; i < weights.Length; i++)
            {
                if (weights[i] != 0)
                {
                    visitor(fitted.Sample.RowOf(start + i), weights[i] / total);
                }
            }
        });
        return true;
    }
}
