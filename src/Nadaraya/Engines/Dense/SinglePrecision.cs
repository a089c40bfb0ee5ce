using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>What Gaussian sums in single precision are off by, told by what they came out as (docs/numerics.md).</summary>
/// <remarks>
/// A weight 2⁻ˢ is off by some units, by units times s and by units times √s·|q′|. Σ w s is at most D log₂(V/D) where D = Σ w is a share D/V of all row weights, and so
/// for √s, since the curve is concave: a query whose total is no tiny share has small errors whatever its keys. The same holds of Σ w|c|, which is no less than |Σ w c|.
/// </remarks>
internal sealed class SinglePrecision
{
    private const double Least = 1e-5; // of a tolerance: rounding alone is more than a tenth of that
    private const double Unit = 1.0 / (1 << 24);
    private const double OfAWeight = 8; // polynomial, its rounding, target, row weight, their product
    private const double SecondOrder = 1.1;
    private const double MostShare = 60; // in powers of two: far from where singles underflow
    private const double LeastRowWeight = 1e-12;

    private readonly PoolingRequest request;
    private readonly GaussianScaling scaling;
    private readonly int additions;
    private readonly double weight;
    private readonly double[] spread;

    private SinglePrecision(PoolingRequest request, GaussianScaling scaling, int additions)
    {
        this.request = request;
        this.scaling = scaling;
        this.additions = additions;
        double[]? v = request.Score.RowWeights;
        int n = request.Keys.Count;
        weight = v is null ? n : v.AsSpan(0, n).ToArray().Sum();
        spread = [.. request.Payload.Columns.Select(c => Enumerable.Range(0, n).Sum(i => Math.Abs(c[i]) * (v?[i] ?? 1)))];
    }

    /// <summary>The errors of a request's sums; null where singles can't keep its tolerance, or only in luck.</summary>
    /// <param name="request">The request.</param>
    /// <param name="scaling">Its scaling.</param>
    /// <param name="additions">The most additions in single precision that lead to a sum, one after the other.</param>
    public static SinglePrecision? For(PoolingRequest request, GaussianScaling scaling, int additions)
    {
        if (request.Tolerance < Least || !scaling.IsScaled || request.Score.RowWeights is double[] weights && !weights.All(v => v is 0 or >= LeastRowWeight))
        {
            return null;
        }

        // As it will be where a thousandth of the keys is near and the targets there are a thousandth of their spread.
        SinglePrecision all = new(request, scaling, additions);
        double half = Math.Sqrt(Enumerable.Range(0, request.Keys.Dimensions).Sum(j => Math.Pow(request.Keys.Range(j) / 4 * scaling.Scales[j], 2)));
        return all.Share(10, half) + all.Share(20, half) <= request.Tolerance ? all : null;
    }

    /// <summary>Whether every fitted target of a query keeps the tolerance; what it may be off by then counts among the errors.</summary>
    public bool Keeps(Points queries, int query, Moments moments)
    {
        double error = At(queries, query, moments);
        bool keeps = error <= request.Tolerance;
        moments.Bound(keeps ? error : 0);
        return keeps;
    }

    /// <summary>At most what any fitted target of a query is off by, as a share of the weighted mean of |y − ȳ| there; infinite where nothing can be said.</summary>
    private double At(Points queries, int query, Moments moments)
    {
        double total = moments.Weight(query);
        double size = 0;
        for (int j = 0; j < queries.Dimensions; j++)
        {
            double q = scaling.Place(j, queries.Columns[j][query]);
            size += q * q;
        }

        size = Math.Sqrt(size);
        double ofWeights = Share(Logarithm(weight, total), size);
        double worst = 0;
        for (int t = 0; t < spread.Length; t++)
        {
            double sum = Math.Abs(moments.Target(query, t));
            worst = Math.Max(worst, spread[t] == 0 ? 0 : Share(Logarithm(spread[t], sum), size));
        }

        return ofWeights < 0.5 ? (worst + ofWeights) / (1 - ofWeights) : double.PositiveInfinity;
    }

    /// <summary>Whether a query's weights are large enough for singles to hold.</summary>
    public bool Holds(Moments moments, int query) => Logarithm(weight, moments.Weight(query)) < MostShare;

    /// <summary>What a sum of 2^−share of all is off by, as a share of itself.</summary>
    private double Share(double share, double size) => share > MostShare
        ? double.PositiveInfinity
        : SecondOrder * Unit * (OfAWeight + additions + (Math.Log(2) * (((request.Keys.Dimensions + 5) * share) + (4 * size * Math.Sqrt(share)))));

    private static double Logarithm(double all, double sum) => sum > 0 ? Math.Max(Math.Log2(all / sum), 0) + 0.01 : double.PositiveInfinity;
}
