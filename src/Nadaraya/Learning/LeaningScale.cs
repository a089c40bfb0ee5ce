using System.Globalization;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>
/// Leaning attention: the query looks at its keys twice. f(q) = Σ softmax(−(q + ℓ(q) − kᵢ)²w²/2) vᵢ, where the query first leans away from the
/// centre of the keys that it sees, ℓ(q) = (q − μ)/(w²σ² + ¼), μ and σ² the mean and variance of the keys under plain attention.
/// </summary>
/// <remarks>
/// <para>Plain attention is pulled towards the side where keys are denser: at the end of the data, where all keys lie on one side, by a whole
/// order of the bandwidth. Multiplying Gaussian weights by e^{t(k−q)} is the same as moving the query by t/w², and t = (q − μ)/σ² moves their
/// mean back onto q to first order. What is averaged stays a non-negative weighting of the values, unlike a local line.</para>
/// <para>The quarter keeps the lean finite where few keys are seen and σ² vanishes: it is at most four times the pull that it answers.</para>
/// <para>There is one learned number, w, as in the chapter. A learned strength of the lean was tried and left out: its own variance cost more
/// than it won. Rows count alike; one feature; O(n) time a query and O(n) memory. Our own design; the idea of moving the mean of the weights
/// onto the query is that of Hall, Wolff &amp; Yao (1999), and local linear regression reaches it with signed weights.</para>
/// </remarks>
public static class LeaningScale
{
    /// <summary>What is added to w²σ², which is near 1 for plain attention inside dense data.</summary>
    internal const double SpreadFloor = 0.25;

    private const int GridSteps = 48;

    /// <summary>Trains w: the lowest summed squared leave-one-out error, each row predicted from all others.</summary>
    /// <param name="data">The rows; one feature, one target, no row weights.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The lowest minimum between a bandwidth of three ranges and a quarter of the mean spacing; no randomness.</returns>
    /// <exception cref="DataException">Fewer than three rows, a constant feature, several features or targets, or row weights.</exception>
    /// <remarks>A grid in ln w finds the valleys, the slope's change of sign their floors. About 60 passes of O(n²).</remarks>
    public static LeaningTraining Train(Dataset data, CancellationToken cancellation = default)
    {
        LeaningLoss loss = LossOf(data);
        ReadOnlySpan<double> x = data.Feature(0);
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double key in x)
        {
            (low, high) = (Math.Min(low, key), Math.Max(high, key));
        }

        double range = high - low;
        (double first, double last) = (Math.Log(1 / (3 * range)), Math.Log(4 * (x.Length - 1) / range));
        double step = (last - first) / GridSteps;
        (double Value, double Slope)[] grid = new (double, double)[GridSteps + 1];
        for (int k = 0; k < grid.Length; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            grid[k] = loss.Evaluate(Math.Exp(first + (k * step)));
        }

        int lowest = Enumerable.Range(0, grid.Length).MinBy(k => grid[k].Value);
        LeaningTraining best = new(Math.Exp(first + (lowest * step)), grid[lowest].Value);
        for (int k = 0; k < GridSteps; k++)
        {
            if (!(grid[k].Slope < 0 && grid[k + 1].Slope > 0))
            {
                continue;
            }

            double theta = LineSearch.BySlope(
                t => loss.Evaluate(Math.Exp(t)).Slope,
                first + (k * step),
                first + ((k + 0.5) * step),
                first + ((k + 1) * step),
                1e-10 * grid[lowest].Value)!.Value;
            LeaningTraining found = new(Math.Exp(theta), loss.Evaluate(Math.Exp(theta)).Value);
            best = found.Loss < best.Loss ? found : best;
        }

        return best;
    }

    /// <summary>L(w) at several scales, the summed squared leave-one-out error.</summary>
    /// <param name="data">The rows; one feature, one target, no row weights.</param>
    /// <param name="scales">The scales, positive and finite.</param>
    /// <exception cref="DataException">As for <see cref="Train"/>.</exception>
    public static double[] Losses(Dataset data, ReadOnlySpan<double> scales)
    {
        LeaningLoss loss = LossOf(data);
        double[] losses = new double[scales.Length];
        for (int i = 0; i < losses.Length; i++)
        {
            losses[i] = loss.Evaluate(Checked(scales[i])).Value;
        }

        return losses;
    }

    /// <summary>Pools values at scalar queries.</summary>
    /// <param name="queries">m queries.</param>
    /// <param name="keys">n keys.</param>
    /// <param name="values">n values.</param>
    /// <param name="scale">w, positive and finite: 1/bandwidth.</param>
    /// <returns>m values.</returns>
    /// <exception cref="DataException">No key, lengths that differ, or a number that is not finite.</exception>
    public static double[] Pool(ReadOnlySpan<double> queries, ReadOnlySpan<double> keys, ReadOnlySpan<double> values, double scale) =>
        [.. AttentionPooling.Pool(Lean(queries, keys, scale), keys, values, Kernel.Gaussian, 1 / scale).Select(v => v!.Value)];

    /// <summary>The attention matrix, m × n: row i holds the weights of query i over the keys, non-negative and of sum one.</summary>
    /// <param name="queries">m queries.</param>
    /// <param name="keys">n keys.</param>
    /// <param name="scale">w, positive and finite: 1/bandwidth.</param>
    /// <exception cref="DataException">No key, or a number that is not finite.</exception>
    public static double[,] Weights(ReadOnlySpan<double> queries, ReadOnlySpan<double> keys, double scale) =>
        AttentionPooling.Weights(Lean(queries, keys, scale), keys, Kernel.Gaussian, 1 / scale);

    /// <summary>Where the queries lean to, q + ℓ(q).</summary>
    /// <param name="queries">m queries.</param>
    /// <param name="keys">n keys.</param>
    /// <param name="scale">w, positive and finite.</param>
    public static double[] Lean(ReadOnlySpan<double> queries, ReadOnlySpan<double> keys, double scale)
    {
        Checked(scale);
        LeaningLoss attention = new(keys.ToArray(), []);
        double[] leaning = new double[queries.Length];
        for (int i = 0; i < leaning.Length; i++)
        {
            leaning[i] = keys.IsEmpty ? queries[i] : queries[i] + (attention.Lean(queries[i], scale) / scale);
        }

        return leaning;
    }

    private static double Checked(double scale) => scale > 0 && double.IsFinite(scale)
        ? scale
        : throw new ArgumentOutOfRangeException(
            nameof(scale), string.Create(CultureInfo.InvariantCulture, $"The scale is {scale}: it must be a positive finite number, 1/bandwidth."));

    private static LeaningLoss LossOf(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.FeatureNames.Count != 1 || data.TargetNames.Count != 1)
        {
            throw new DataException(
                $"The data have {data.FeatureNames.Count} features and {data.TargetNames.Count} targets: leaning attention takes one of each; choose them.");
        }

        if (data.HasWeights)
        {
            throw new DataException($"The data have row weights in {data.WeightsName}: leaning attention counts every row alike; leave the weights out.");
        }

        if (data.Rows < 3)
        {
            throw new DataException($"The data have {data.Rows} rows: leaning attention leaves each row out and looks at the others, which needs at least three.");
        }

        double first = data.Feature(0)[0];
        if (!data.Feature(0).ContainsAnyExcept(first))
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture, $"{data.FeatureNames[0]} is {first} in every row: a scale is learned from keys that differ; choose another feature."));
        }

        return new(data.Feature(0).ToArray(), data.Target().ToArray());
    }
}
