namespace Nadaraya;

/// <summary>Weighted least squares over all rows in the place of a prediction: of degree 0 their mean, of degree 1 a line in the numbers, a wave of each circle and a step a level.</summary>
/// <remarks>
/// A new observation has the variance s²(1 + h(q)), s² = Σ u e²/(n − p) and h(q) = q′(X′UX)⁻¹q, which grows with the distance from the rows; its t has n − p degrees of freedom. Weights u are frequencies as they
/// are, and importance over its mean, so that n = Σu either way. Source: Draper &amp; Smith (1998), ch. 3 and 9.
/// </remarks>
internal sealed class OverallFit : Substitute
{
    // A column of a level or a number is kept for every row: 1 GiB.
    private const long MostValues = 1L << 27;

    private readonly Sample sample;
    private readonly ParametricFit fit;
    private readonly double[][] coefficients;
    private readonly double[] variances; // s², over the squared scale
    private readonly double unit; // of u, in the weights of the sample
    private readonly double freedom;

    /// <param name="model">The model.</param>
    /// <param name="degree">0 or 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="LimitException">More columns times rows than are kept.</exception>
    public OverallFit(KernelRegression model, int degree, CancellationToken cancellation)
    {
        sample = model.Fitted.Sample;
        int[] features = [.. Enumerable.Range(0, model.Features.Count).Where(j => model.IsMapped ? model.Features[j].Lowest < model.Features[j].Highest : model.Features[j].Bandwidth is not null)];
        long columns = degree == 0 ? 1 : 1 + features.Sum(j => Math.Max(2L, model.Features[j].Type.Levels.Count));
        if (columns * sample.Count > MostValues)
        {
            throw new LimitException(
                $"A line over all rows has {columns} columns of {sample.Count} rows, more than the {MostValues} numbers that are kept: take the mean or the nearest row where there is no prediction.");
        }

        fit = new(sample, features, degree, cancellation);
        freedom = sample.Size - fit.Parameters;
        unit = Enumerable.Range(0, sample.Count).Sum(sample.Weight) / sample.Size;
        coefficients = [.. sample.Payload.Columns.Select(c => fit.Coefficients(c.AsSpan(0, sample.Count)))];
        variances = [.. sample.Payload.Columns.Select(Variance)];
    }

    /// <inheritdoc/>
    public override void At(Queries queries, int query, Span<double> values)
    {
        double[] at = fit.At(queries, query);
        for (int t = 0; t < values.Length; t++)
        {
            double sum = 0;
            for (int k = 0; k < at.Length; k++)
            {
                sum += coefficients[t][k] * at[k];
            }

            values[t] = sample.Payload.Restore(t, sum);
        }
    }

    /// <inheritdoc/>
    public override (double Deviation, double Freedom)? Spread(Queries queries, int query, int target)
    {
        double leverage = unit * fit.At(queries, query).Sum(q => q * q);
        double deviation = Math.Sqrt(variances[target]) * Math.Sqrt(1 + leverage) * sample.Payload.Scales[target];
        return freedom > 0 && double.IsFinite(deviation) ? (deviation, freedom) : null;
    }

    private double Variance(double[] target)
    {
        double[] e = target[..sample.Count];
        fit.Residuals(e);
        double sum = 0;
        for (int i = 0; i < e.Length; i++)
        {
            sum += sample.Weight(i) * e[i] * e[i];
        }

        return sum / unit / freedom;
    }
}
