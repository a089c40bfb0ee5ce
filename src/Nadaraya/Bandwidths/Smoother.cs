namespace Nadaraya;

/// <summary>From the lowest criterion to the smoothest bandwidths within one standard error of it. Source: Breiman, Friedman, Olshen &amp; Stone (1984), ch. 3.</summary>
/// <param name="criterion">What was minimised.</param>
/// <param name="sample">The rows.</param>
/// <param name="features">Its features.</param>
/// <param name="free">Which of them were searched.</param>
/// <param name="options">Kernels and the bandwidth type.</param>
/// <param name="record">Keeps what is tried.</param>
internal sealed class Smoother(Criterion criterion, Sample sample, int[] features, bool[] free, FitOptions options, SearchRecord record)
{
    private const int Halvings = 20;
    private const double Widest = 6; // in ln of a common factor

    /// <summary>All searched bandwidths times the largest common factor that keeps the criterion within one standard error of that at the start.</summary>
    public double[] From(double[] lowest)
    {
        if (record.Within(() => criterion.Evaluate(lowest, gradient: false)) is not CriterionResult best)
        {
            return lowest;
        }

        double limit = best.Value + criterion.StandardErrorOfLast();
        (double low, double high) = (0, Widest);
        for (int k = 0; k < Halvings; k++)
        {
            double middle = (low + high) / 2;
            double[] wider = Times(lowest, middle);
            if (record.Within(() => criterion.Evaluate(wider, gradient: false)) is not CriterionResult result)
            {
                break;
            }

            record.Add(wider, result);
            (low, high) = result.Value <= limit ? (middle, high) : (low, middle);
        }

        return Times(lowest, low);
    }

    private double[] Times(double[] bandwidths, double log) => [.. bandwidths.Select((h, k) =>
    {
        FeatureType type = sample.Data.FeatureTypes[features[k]];
        double wider = h * Math.Exp(log);
        return !free[k] ? h
            : type.Kind == FeatureKind.Continuous && options.BandwidthType != BandwidthType.Fixed ? Math.Clamp(Math.Floor(wider), 1, sample.Count - 1)
            : Math.Min(wider, SearchAxis.LargestOf(sample, options, features[k]));
    })];
}
