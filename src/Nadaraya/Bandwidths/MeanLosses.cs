using System.Runtime.CompilerServices;
using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>The criterion of weighted averages whose rows are left out of their own: a sum over rows, so that one walk over the keys gives it with its gradient. The others' is <see cref="RowLosses"/>.</summary>
/// <param name="sample">The rows.</param>
/// <param name="factors">What makes a squared error of a target its part of the mean; 0 for a target without variance.</param>
/// <param name="stability">Where signed weights count as cancelled.</param>
/// <param name="meanOfOthers">What a row is predicted by that no other reaches, centred.</param>
internal sealed class MeanLosses(Sample sample, double[] factors, double stability, Func<int, int, double> meanOfOthers)
{
    private const int Block = 4096;

    /// <summary>The criterion at the sums of rows left out.</summary>
    public CriterionResult Of(Moments sums, double[] slopes, Run run)
    {
        double[] parts = new double[(sample.Count + Block - 1) / Block];
        int alone = 0;
        run.ForBlocks(sample.Count, Block, (from, to) =>
        {
            parts[from / Block] = Sum(sums, from, to, out int unreached);
            _ = Interlocked.Add(ref alone, unreached);
        });
        return new(parts.Sum(), slopes, alone);
    }

    /// <summary>vᵢ e₋ᵢ² of rows over all weights, each target by its variance, summed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Sum(Moments sums, int from, int to, out int unreached)
    {
        unreached = 0;
        double loss = 0;
        double[] weights = sums.Sums[0];
        double[] sizes = sums.AbsoluteWeights;
        for (int row = from; row < to; row++)
        {
            double total = weights[row];
            bool reached = sizes[row] > 0 && Math.Abs(total) >= stability * sizes[row];
            double value = 0;
            for (int t = 0; t < factors.Length; t++)
            {
                double fit = sums.Sums[1 + t][row] / total;
                double error = sample.Payload.Columns[t][row] - fit;
                value += factors[t] * error * error;
                reached &= double.IsFinite((sample.Payload.Centers[t] + fit) * sample.Payload.Scales[t]);
            }

            if (!reached)
            {
                unreached++;
                value = LossByOthers(row);
            }

            loss += sample.Weights is null ? value : sample.Weights[row] * value;
        }

        return loss;
    }

    /// <summary>e₋ᵢ² of a row that no other reaches.</summary>
    private double LossByOthers(int row)
    {
        double value = 0;
        for (int t = 0; t < factors.Length; t++)
        {
            double error = sample.Payload.Columns[t][row] - meanOfOthers(row, t);
            value += factors[t] * error * error;
        }

        return value;
    }

    /// <summary>f = N/D: ∂f/∂N = 1/D and ∂f/∂D = −f/D.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Adjoin(Moments sums, int row, Span<double> adjoint)
    {
        if (!Steady.At(sums, sample.Payload, row, stability))
        {
            return;
        }

        double total = sums.Weight(row);
        for (int t = 0; t < factors.Length; t++)
        {
            if (factors[t] != 0)
            {
                double fit = sums.Target(row, t) / total;
                double slope = -2 * sample.Weight(row) * factors[t] * (sample.Payload.Columns[t][row] - fit) / total;
                adjoint[1 + t] = slope;
                adjoint[0] -= slope * fit;
            }
        }
    }
}
