using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>How keys and queries stand before the Gaussian loops: w = exp(−(q − x)²/2h²) = 2^(−((q − x)·κ)²).</summary>
/// <remarks>
/// Relative to the middle of the keys' range and times κ where the tolerance allows what that costs (docs/numerics.md), which saves a product a pair and
/// column; else as they are.
/// </remarks>
internal sealed class GaussianScaling
{
    /// <summary>2δ of a weight per unit of scaled half range: 2·178 u, with the square root of the largest exponent in it.</summary>
    private const double Worst = 4e-14;

    /// <summary>Whatever the tolerance, no more is lost: how near the nearest key is has no tolerance.</summary>
    private const double MostLost = 1e-11;

    private readonly double[] centres;

    private GaussianScaling(PoolingRequest request, double[] scales)
    {
        Scales = scales;
        double size = Math.Sqrt(Enumerable.Range(0, scales.Length).Sum(j => Math.Pow(request.Keys.Range(j) / 2 * scales[j], 2)));
        IsScaled = Worst * size <= Math.Min(request.Tolerance / 100, MostLost);
        ErrorBound = IsScaled ? Worst * size : 0;
        centres = [.. Enumerable.Range(0, scales.Length).Select(request.Keys.Middle)];
    }

    /// <summary>κ of each column.</summary>
    public double[] Scales { get; }

    /// <summary>Whether keys and queries are scaled beforehand.</summary>
    public bool IsScaled { get; }

    /// <summary>What that may cost, as a share of the weighted mean of |y − ȳ|; 0 where they are as they were.</summary>
    public double ErrorBound { get; }

    /// <summary>∂w/∂ln h_j over w·v_j²: u² = 2 ln 2·v² with v = (q − x)·κ.</summary>
    public static double SlopeUnit => 2 * Math.Log(2);

    /// <summary>The scaling of a request; null where it is not a Gaussian with fixed bandwidths and a weighted average.</summary>
    public static GaussianScaling? For(PoolingRequest request)
    {
        bool average = request.Basis.WeightTerms == 1 && request.Payload.Targets > 0;
        if (!average || request.Keys.Dimensions == 0 || request.Score.Single is not { Kernel: Gaussian } single)
        {
            return null;
        }

        double[] scales = [.. single.Bandwidths.Select(h => Math.Sqrt(0.5 / Math.Log(2)) / h)];
        return scales.All(double.IsNormal) && Enumerable.Range(0, scales.Length).All(j => double.IsFinite(request.Keys.Range(j))) ? new(request, scales) : null;
    }

    /// <summary>A coordinate as the loops read it.</summary>
    public double Place(int column, double x) => IsScaled ? (x - centres[column]) * Scales[column] : x;
}
