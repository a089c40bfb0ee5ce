namespace Nadaraya;

/// <summary>How fast the best bandwidths shrink with the number of rows, by the theory of the criterion: h ∝ n^(−rate).</summary>
/// <remarks>
/// A number whose window has a bias of h^s, and q of them, weigh Σ h^(2s) against 1/(n Π h): all h^(2s) shrink alike, and h by (1/2s)/(1 + Σ 1/2s), which is 1/(2s + q) where all s are equal. s is the kernel's
/// order for a constant; for degree p it is at least p + 1 for odd p and p + 2 for even p, in the inside of the data (Fan &amp; Gijbels 1996, ch. 3). λ has a bias of λ itself, so it shrinks as h^s does
/// (Hall, Li &amp; Racine 2007); where no number is searched it shrinks by 1/n (Ouyang, Li &amp; Racine 2009).
/// </remarks>
/// <param name="options">Kernel and degrees.</param>
/// <param name="data">What the features are.</param>
/// <param name="features">The features that are searched and have a say; a given bandwidth does not shrink.</param>
internal sealed class ShrinkingRates(FitOptions options, Dataset data, int[] features)
{
    private readonly double sum = features.Where(j => !data.FeatureTypes[j].IsDiscrete).Sum(j => 0.5 / OrderOf(options, data, j));

    /// <summary>The rate of a feature's bandwidth.</summary>
    public double Of(int feature) => !data.FeatureTypes[feature].IsDiscrete ? 0.5 / OrderOf(options, data, feature) / (1 + sum)
        : sum > 0 ? 0.5 / (1 + sum)
        : 1;

    private static int OrderOf(FitOptions options, Dataset data, int feature)
    {
        int degree = options.Estimator.DegreeOf(data.FeatureNames[feature]);
        return Math.Max(options.Kernel.Constants.Order, degree + (degree % 2 == 1 ? 1 : 2));
    }
}
