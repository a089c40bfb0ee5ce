using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>
/// At every key the sums over the keys on one side of it, the key included: A[i] = Σ c_k e^(−|xᵢ−x_k|/h) and T[i] = Σ c_k |xᵢ−x_k|/h e^(−|xᵢ−x_k|/h).
/// </summary>
/// <remarks>
/// A[i] = A[i−1]·e^(−Δ/h) + cᵢ and T[i] = (T[i−1] + Δ/h·A[i−1])·e^(−Δ/h): nothing is ever subtracted. Each run of 256 keys starts from a value that was added up
/// run by run, so that no sum has passed through more than 256 + n/256 steps.
/// </remarks>
internal sealed class OneSidedSums
{
    private const int Length = 256;
    private readonly double[] keys;
    private readonly double[] column;
    private readonly double scale;
    private readonly int count;
    private readonly bool fromBelow;

    /// <param name="keys">Ascending keys.</param>
    /// <param name="count">Their number.</param>
    /// <param name="column">c; empty for ones.</param>
    /// <param name="scale">1/h.</param>
    /// <param name="fromBelow">Whether the smaller keys are summed, else the larger ones.</param>
    /// <param name="run">Threads and cancellation.</param>
    public OneSidedSums(double[] keys, int count, double[] column, double scale, bool fromBelow, Run run)
    {
        (this.keys, this.count, this.column, this.scale, this.fromBelow) = (keys, count, column, scale, fromBelow);
        Sums = new double[count];
        Slopes = new double[count];
        int runs = (count + Length - 1) / Length;
        (double Sum, double Slope)[] ends = new (double, double)[runs];
        run.ForBlocks(runs, 16, (first, end) =>
        {
            for (int r = first; r < end; r++)
            {
                ends[r] = AtEnd(r);
            }
        });
        for (int r = 1; r < runs; r++)
        {
            // One step from the end of the run before to the end of this one.
            double apart = Apart((r * Length) - 1, End(r) - 1);
            double decay = VectorMath.Exp(-apart);
            (double sum, double slope) = ends[r - 1];
            ends[r] = ((sum * decay) + ends[r].Sum, ((slope + (apart * sum)) * decay) + ends[r].Slope);
        }

        run.ForBlocks(runs, 16, (first, end) =>
        {
            for (int r = first; r < end; r++)
            {
                Fill(r, r == 0 ? default : ends[r - 1]);
            }
        });
    }

    /// <summary>A, by key.</summary>
    public double[] Sums { get; }

    /// <summary>T, by key.</summary>
    public double[] Slopes { get; }

    /// <summary>The relative error that any sum may have, of Σ|c|e^(…): steps of an exponential, a product and an addition, and what the exponents carry.</summary>
    /// <param name="count">The number of keys.</param>
    public static double Error(int count) => ((6 * (Length + (count / Length))) + 300) * Math.ScaleB(1, -53);

    /// <summary>The key at a step of the walk.</summary>
    private int Key(int step) => fromBelow ? step : count - 1 - step;

    private double Value(int step) => column.Length == 0 ? 1 : column[Key(step)];

    private double Apart(int step, int other) => Math.Abs(keys[Key(step)] - keys[Key(other)]) * scale;

    private int End(int run) => Math.Min((run + 1) * Length, count);

    /// <summary>What the keys of one run add at its last key.</summary>
    private (double Sum, double Slope) AtEnd(int run)
    {
        (double sum, double slope) = (0, 0);
        int last = End(run) - 1;
        for (int step = run * Length; step <= last; step++)
        {
            double apart = Apart(step, last);
            double part = Value(step) * VectorMath.Exp(-apart);
            sum += part;
            slope += part == 0 ? 0 : part * apart;
        }

        return (sum, slope);
    }

    private void Fill(int run, (double Sum, double Slope) before)
    {
        (double sum, double slope) = before;
        for (int step = run * Length; step < End(run); step++)
        {
            if (step > 0)
            {
                double apart = Apart(step - 1, step);
                double decay = VectorMath.Exp(-apart);
                slope = decay == 0 ? 0 : (slope + (apart * sum)) * decay;
                sum *= decay;
            }

            sum += Value(step);
            Sums[Key(step)] = sum;
            Slopes[Key(step)] = slope;
        }
    }
}
