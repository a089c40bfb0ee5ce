using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Fills, at one query, the hat row of its value and the rows of what is tested there; rows come cleared. False where the query has none.</summary>
internal delegate bool RowFiller(int query, double[] value, double[][] tested);

/// <summary>
/// T = Σ v (a·y)²/‖a‖² over the tested rows a and the queries, over the residual variance Σ v (y − ℓ·y)²/Σ v: a mean squared t. For many y at once; rows are made once and never kept.
/// </summary>
/// <param name="keys">What the queries are: indexes of keys.</param>
/// <param name="weights">v of the queries.</param>
/// <param name="tested">How many rows are tested at a query.</param>
/// <param name="width">The length of a row, in whole vectors.</param>
/// <param name="inverseCounts">1/count of keys that stand for several rows; null where each is one.</param>
/// <param name="pivotal">Whether squares are divided by their variance; else T = Σ v (a·y)²/Σ v.</param>
internal sealed class DrawnStatistics(int[] keys, double[] weights, int tested, int width, double[]? inverseCounts, bool pivotal)
{
    private const int Block = 4;

    /// <summary>The statistic of every sample, and the mean squared leave-one-out residual there.</summary>
    /// <param name="open">Opens a filler for a thread.</param>
    /// <param name="samples">y, one array a sample, of the width.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public (double[] Statistics, double[] Errors) Of(Func<RowFiller> open, double[][] samples, Run run)
    {
        int blocks = (keys.Length + Block - 1) / Block;
        double[][] squares = new double[blocks][];
        double[][] residuals = new double[blocks][];
        double[][] left = new double[blocks][];
        using ThreadLocal<Work> work = new(() => new(open(), tested, width));
        run.For(blocks, block =>
        {
            squares[block] = new double[samples.Length];
            residuals[block] = new double[samples.Length];
            left[block] = new double[samples.Length];
            Sum(work.Value!, block * Block, Math.Min(keys.Length, (block + 1) * Block), samples, squares[block], residuals[block], left[block]);
        });
        double total = weights.Sum();
        double[] statistics = new double[samples.Length];
        double[] errors = new double[samples.Length];
        for (int b = 0; b < samples.Length; b++)
        {
            (double square, double residual, double loo) = (0, 0, 0);
            for (int k = 0; k < blocks; k++)
            {
                square += squares[k][b];
                residual += residuals[k][b];
                loo += left[k][b];
            }

            statistics[b] = !pivotal ? square / total : residual > 0 ? square / tested / residual : 0;
            errors[b] = loo / total;
        }

        return (statistics, errors);
    }

    private void Sum(Work work, int from, int to, double[][] samples, double[] squares, double[] residuals, double[] left)
    {
        work.Clear();
        Span<double> own = stackalloc double[Block];
        Span<bool> there = stackalloc bool[Block];
        for (int q = from; q < to; q++)
        {
            int at = q - from;
            there[at] = work.Fill(q, work.Value, work.Tested);
            own[at] = work.Value[keys[q]];
            work.Value.CopyTo(work.Rows.AsSpan(at * width));
            for (int t = 0; t < tested; t++)
            {
                double[] row = work.Tested[t];
                double norm = 0;
                for (int i = 0; i < row.Length; i++)
                {
                    norm += row[i] * row[i] * (inverseCounts is null || i >= inverseCounts.Length ? 1 : inverseCounts[i]);
                }

                work.Factors[(t * Block) + at] = !there[at] ? 0 : !pivotal ? 1 : norm > 0 ? 1 / norm : 0;
                row.CopyTo(work.Rows.AsSpan((((t + 1) * Block) + at) * width));
            }

            work.ClearRows();
        }

        Span<double> products = stackalloc double[Block];
        for (int b = 0; b < samples.Length; b++)
        {
            double[] y = samples[b];
            RowProducts.Four(work.Rows.AsSpan(0, Block * width), y, products);
            for (int at = 0; at < to - from; at++)
            {
                double error = there[at] ? y[keys[from + at]] - products[at] : y[keys[from + at]];
                double v = weights[from + at];
                residuals[b] += v * error * error;
                double loo = own[at] < 1 - 1e-9 ? error / (1 - own[at]) : y[keys[from + at]];
                left[b] += v * loo * loo;
            }

            for (int t = 0; t < tested; t++)
            {
                RowProducts.Four(work.Rows.AsSpan((t + 1) * Block * width, Block * width), y, products);
                for (int at = 0; at < to - from; at++)
                {
                    squares[b] += weights[from + at] * work.Factors[(t * Block) + at] * products[at] * products[at];
                }
            }
        }
    }

    /// <summary>What a thread works in.</summary>
    private sealed class Work(RowFiller fill, int tested, int width)
    {
        public RowFiller Fill => fill;

        public double[] Value { get; } = new double[width];

        public double[][] Tested { get; } = [.. Enumerable.Range(0, tested).Select(_ => new double[width])];

        public double[] Rows { get; } = new double[(tested + 1) * Block * width];

        public double[] Factors { get; } = new double[tested * Block];

        public void Clear()
        {
            Rows.AsSpan().Clear();
            Factors.AsSpan().Clear();
            ClearRows();
        }

        public void ClearRows()
        {
            Value.AsSpan().Clear();
            foreach (double[] row in Tested)
            {
                row.AsSpan().Clear();
            }
        }
    }
}
