using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>R np's errors: s²(x) = Σwy²/Σw − (Σwy/Σw)² spread by R^q/S where the fit is a local constant, by Σ ℓ² where it is a polynomial.</summary>
/// <remarks>
/// S = Σ Π k(uⱼ) of normalised kernels, the discrete ones as they are but unordered Li–Racine over 1 + (c − 1)λ. In general, of row weights vᵢ and bandwidths hᵢ of the rows,
/// R^q/S stands for R^q Σ vᵢ² κᵢ/hᵢ / (Σ vᵢ κᵢ)², which is R^q/S where all are alike. A derivative of a local constant has 2(R − ∫k(z−½)k(z+½))/(R h²) times that.
/// </remarks>
internal sealed class AsymptoticErrors
{
    /// <summary>np's overlap of its Epanechnikov over ∫k²: of the parabola from −√5 to √5, not cut where a factor leaves its support, which would give 0.8053.</summary>
    private const double OverlapOfNp = 0.7546875;

    private readonly KernelRegression model;
    private readonly Sample sample;
    private readonly double norm; // (R·mass)^q Π (1 + (c − 1)λ)
    private readonly double steepness; // of derivatives
    private readonly double[] inverseBandwidths; // over their geometric mean; empty where rows share one

    /// <param name="model">The model.</param>
    /// <exception cref="DataException">The kernel has no mass or roughness.</exception>
    public AsymptoticErrors(KernelRegression model)
    {
        model.CheckBandwidths("asymptotic errors");
        this.model = model;
        sample = model.Fitted.Sample;
        int[] features = [.. Enumerable.Range(0, model.Features.Count).Where(j => model.Features[j].Bandwidth is not null)];
        KernelConstants constants = model.Kernel.Constants;
        int numbers = features.Count(j => !model.Features[j].Type.IsDiscrete);
        if (numbers > 0 && (constants.Mass is null || constants.Roughness is null))
        {
            throw new DataException($"Kernel '{model.Kernel.Name}' has no finite mass or roughness, from which asymptotic errors are made: ask for robust ones.");
        }

        double roughness = constants.Roughness ?? 1;
        norm = Math.Pow(roughness * (constants.Mass ?? 1), numbers);
        foreach (int j in features)
        {
            FeatureType type = model.Features[j].Type;
            if (type.Kind == FeatureKind.Unordered && sample.KernelOf(model.Options, j) == DiscreteKernel.LiRacine)
            {
                norm *= 1 + ((type.Levels.Count - 1) * model.Features[j].Bandwidth!.Value);
            }
        }

        steepness = numbers == 0 ? double.NaN : 2 * (1 - (model.Kernel.Name == Kernel.EpanechnikovNp.Name ? OverlapOfNp : KernelOverlap.Of(model.Kernel) / roughness ?? double.NaN));
        inverseBandwidths = model.Options.BandwidthType == BandwidthType.Adaptive && numbers > 0 ? Inverses() : [];
    }

    /// <summary>The variance of a mean over s², at the query whose row was taken last.</summary>
    public double Share(QueryRow row, Moments moments, int query)
    {
        if (!model.Options.Estimator.IsConstant)
        {
            return SumOfSquares(row.Hat);
        }

        (double sum, double total) = (0, 0);
        for (int i = 0; i < sample.Count; i++)
        {
            double w = row.Weights[i];
            sum += w * sample.Weight(i) * (sample.InverseCounts?[i] ?? 1) * (inverseBandwidths.Length == 0 ? 1 : inverseBandwidths[i]);
            total += w;
        }

        // Where weights are relative to a key's, S is theirs times e^r.
        return norm * sum / total / total * Math.Exp(-moments.Shift(query));
    }

    /// <summary>The variance of a derivative over s².</summary>
    public double ShareOfDerivative(QueryRow row, Queries queries, Moments moments, int query, int feature)
    {
        if (!model.Options.Estimator.IsConstant)
        {
            return SumOfSquares(row.Slope);
        }

        double h = model.Options.BandwidthType switch
        {
            BandwidthType.Nearest when model.Features[feature].Type.Kind == FeatureKind.Continuous => Radius(queries.Column(feature)[query], feature),
            BandwidthType.Adaptive or BandwidthType.Span when model.Features[feature].Type.Kind == FeatureKind.Continuous => double.NaN,
            _ => model.Features[feature].Bandwidth!.Value,
        };
        return Share(row, moments, query) * steepness / (h * h);
    }

    /// <summary>s² of a target over its squared scale.</summary>
    public double Variance(QueryRow row, int target)
    {
        double[] c = sample.Payload.Columns[target];
        (double total, double mean) = (0, 0);
        for (int i = 0; i < sample.Count; i++)
        {
            total += row.Weights[i];
            mean += row.Weights[i] * c[i];
        }

        mean /= total;
        double squares = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            squares += row.Weights[i] * (c[i] - mean) * (c[i] - mean);
        }

        double variance = squares / total;
        return variance >= 0 ? variance : double.NaN; // signed weights may leave nothing
    }

    private double SumOfSquares(double[] row)
    {
        double sum = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            sum += row[i] * row[i] * (sample.InverseCounts?[i] ?? 1);
        }

        return sum;
    }

    private double Radius(double at, int feature)
    {
        int k = Math.Clamp((int)model.Features[feature].Bandwidth!.Value, 1, sample.Count);
        double radius = NearestDistance.At(sample.AscendingOf(feature), at, k);
        return radius > 0 ? radius : 1;
    }

    private double[] Inverses()
    {
        double[] factors = new double[Points.PaddedLength(sample.Count)];
        factors.AsSpan().Fill(1);
        foreach (Factor factor in model.Fitted.Engine.Request.Score.Factors)
        {
            _ = factor.Accept(new Scaling(factors));
        }

        return factors;
    }

    /// <summary>Multiplies by what the geometry of a factor multiplies weights by.</summary>
    private sealed class Scaling(double[] factors) : IContinuousVisitor<Scaling>
    {
        public Scaling? Visit<TKernel>(TKernel kernel, Geometry geometry)
            where TKernel : struct, IKernel
        {
            geometry.Scale(0, 0, factors);
            return this;
        }
    }
}
