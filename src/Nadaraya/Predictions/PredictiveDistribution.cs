using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>
/// What a new observation at a query may be, as the rows around it say: F(y) = Σ αᵢ 1{yᵢ⁽ˣ⁾ ≤ y}, with the kernel weights αᵢ = wᵢ/Σw, which are never negative and sum to one, and yᵢ⁽ˣ⁾ the row's
/// value carried to the query along the local fit, m̂(x) + (yᵢ − b(xᵢ − x)′β(x)). Its mean is the prediction.
/// </summary>
/// <remarks>
/// For the local constant yᵢ⁽ˣ⁾ is yᵢ itself: a row speaks as it stands, and F is the estimator of Stone (1977) and Hall, Wolff &amp; Yao (1999). A local polynomial takes the slope between row and query out, so
/// that a steep mean does not look like noise; the hat row, which can be negative, is no distribution. Smoothing widens F by the curvature that is left within a bandwidth. Nothing here is an interval with a guarantee.
/// </remarks>
public sealed class PredictiveDistribution
{
    private readonly double[] values;
    private readonly double[] weights;
    private readonly double[] upTo;
    private readonly int[] rows;

    internal PredictiveDistribution(double[] values, double[] weights, double[] upTo, int[] rows, double effectiveSampleSize)
    {
        this.values = values;
        this.weights = weights;
        this.upTo = upTo;
        this.rows = rows;
        EffectiveSampleSize = effectiveSampleSize;
        KeptSum sum = default, squares = default;
        for (int i = 0; i < values.Length; i++)
        {
            sum.Add(weights[i] * values[i]);
        }

        Mean = Math.Clamp(sum.Total, values[0], values[^1]);

        // Over the largest distance from the mean, so that squares of any double stay finite.
        double most = Math.Max(Math.Abs(Half(0)), Math.Abs(Half(values.Length - 1)));
        for (int i = 0; i < values.Length && most > 0; i++)
        {
            double apart = Half(i) / most;
            squares.Add(weights[i] * apart * apart);
        }

        StandardDeviation = Math.Min(2 * most * Math.Sqrt(squares.Total), double.MaxValue);
    }

    /// <summary>The carried values of the rows that have weight, ascending, in the unit of the target.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>α of each of <see cref="Values"/>; they sum to one.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>The training row of each of <see cref="Values"/>: its number in its source, from 1.</summary>
    public ReadOnlySpan<int> Rows => rows;

    /// <summary>1/Σα², as the prediction has it.</summary>
    public double EffectiveSampleSize { get; }

    /// <summary>Σ αᵢ yᵢ⁽ˣ⁾: the prediction, to rounding and the tolerance of the model.</summary>
    public double Mean { get; }

    /// <summary>sqrt(Σ αᵢ (yᵢ⁽ˣ⁾ − mean)²), in the unit of the target; 0 where all weight is on one value.</summary>
    public double StandardDeviation { get; }

    /// <summary>
    /// The width of <see cref="Density"/>: 0.9·min(s, IQR/1.34)·n^(−1/5) with s the standard deviation, the interquartile range of the weighted sample (s alone where that is 0) and n the effective sample size; null where s is 0.
    /// </summary>
    /// <remarks>A rule of thumb for a smooth density of one peak. Source: Silverman (1986), eq. 3.31, on the weighted sample.</remarks>
    public double? DensityBandwidth
    {
        get
        {
            double range = Math.Min(Quantile(0.75) - Quantile(0.25), double.MaxValue) / 1.34;
            double spread = range > 0 ? Math.Min(StandardDeviation, range) : StandardDeviation;
            double width = 0.9 * spread * Math.Pow(EffectiveSampleSize, -0.2);
            return width > 0 ? width : null;
        }
    }

    /// <summary>The smallest value v with F(v) ≥ p; a step within 1e-12 of p reaches it. Of p = 0 the smallest value that has weight, of 1 the largest.</summary>
    /// <remarks>The inverse of F, type 1 of Hyndman &amp; Fan (1996), with weights: always one of <see cref="Values"/>. O(log n).</remarks>
    /// <param name="probability">p, from 0 to 1.</param>
    public double Quantile(double probability)
    {
        Scores.Probability(probability, nameof(probability));
        return WeightedSteps.Quantile(values, upTo, probability);
    }

    /// <summary>F(y), the weight of the values up to and with y. O(log n).</summary>
    /// <param name="value">y, in the unit of the target.</param>
    public double Cdf(double value) => WeightedSteps.Cdf(values, upTo, value);

    /// <summary>Σ αᵢ φ((y − yᵢ⁽ˣ⁾)/h)/h with h the <see cref="DensityBandwidth"/> and φ the normal density, per unit of the target; null where all weight is on one value. O(n).</summary>
    /// <param name="value">y, in the unit of the target.</param>
    public double? Density(double value)
    {
        if (DensityBandwidth is not double width)
        {
            return null;
        }

        KeptSum sum = default;
        for (int i = 0; i < values.Length; i++)
        {
            sum.Add(weights[i] * NormalDistribution.Density((value - values[i]) / width));
        }

        return Math.Min(sum.Total / width, double.MaxValue);
    }

    /// <summary>Σ αᵢ|yᵢ⁽ˣ⁾ − y| − ½ΣΣ αᵢαⱼ|yᵢ⁽ˣ⁾ − yⱼ⁽ˣ⁾| = ∫(F(z) − 1{y ≤ z})² dz, the continuous ranked probability score: how far the distribution is from what came, in the unit of the target. O(n).</summary>
    /// <remarks>Summed as the integral, gap by gap, in which nothing cancels. Source: Gneiting &amp; Raftery (2007), eq. 20, 21.</remarks>
    /// <param name="value">y, what came.</param>
    public double Crps(double value) => WeightedSteps.Crps(values, upTo, value);

    /// <summary>Half of a value's distance from the mean, finite for any doubles.</summary>
    private double Half(int index) => (values[index] / 2) - (Mean / 2);
}
