using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya.Pooling;

/// <summary>Continuous columns under one kernel: Π_j k(u_j), compiled for the kernel's own type.</summary>
internal sealed class ContinuousFactor<TKernel>(TKernel kernel, Points keys, Geometry geometry) : Factor
    where TKernel : struct, IKernel
{
    private readonly KernelConstants constants = kernel.Constants;
    private readonly CompactTiles? compact = geometry.Bandwidths is double[] h ? CompactTiles.For(kernel, h) : null;

    public override bool Signed => constants.Signed;

    public override double LogWeightAtZero => keys.Dimensions * kernel.LogWeight(0);

    public override int Parameters => geometry.Parameters;

    public override TResult? Accept<TResult>(IContinuousVisitor<TResult> visitor)
        where TResult : class => visitor.Visit(kernel, geometry);

    public override void Fill(Points queries, int query, int start, Span<double> weights)
    {
        if (typeof(TKernel) != typeof(Gaussian))
        {
            if (compact is null || keys.Dimensions == 0)
            {
                base.Fill(queries, query, start, weights);
                return;
            }

            for (int column = 0; column < keys.Dimensions; column++)
            {
                Weights(queries, query, column, start, column == 0, weights);
            }

            return;
        }

        // A product of Gaussians is one Gaussian of the squared length: one exponential for all columns.
        geometry.Squares(queries, keys, query, start, constants, weights);
        TileSums.Gaussian(weights);
        geometry.Scale(query, start, weights);
    }

    public override void Multiply(Points queries, int query, int start, Span<double> weights)
    {
        Span<double> tile = stackalloc double[weights.Length];
        if (typeof(TKernel) == typeof(Gaussian))
        {
            Fill(queries, query, start, tile);
            TileSums.Multiply(weights, tile);
            return;
        }

        for (int column = 0; column < keys.Dimensions; column++)
        {
            if (compact is not null)
            {
                Weights(queries, query, column, start, first: false, weights);
                continue;
            }

            geometry.Distances(queries, keys, query, column, start, constants, tile);
            MultiplyKernel(tile, weights);
        }

        geometry.Scale(query, start, weights);
    }

    public override void AddLogRatio(Points queries, int query, int start, int reference, Span<double> log)
    {
        Span<double> u = stackalloc double[log.Length];
        Span<double> own = stackalloc double[Vector512<double>.Count];
        for (int column = 0; column < keys.Dimensions; column++)
        {
            ReadOnlySpan<double> x = keys.Columns[column].AsSpan(start, log.Length);
            double q = queries.Columns[column][query];
            if (!constants.Compact && geometry.SharedBandwidth(query, column) is double h)
            {
                kernel.AddLogRatio(q, x, keys.Columns[column][reference], h, log);
                continue;
            }

            // The block of eight that holds the reference gives the reference's own distance.
            int block = reference / own.Length * own.Length;
            LogWeights(queries, query, column, block, own);
            double logOfReference = own[reference - block];
            LogWeights(queries, query, column, start, u);
            for (int i = 0; i < log.Length; i++)
            {
                log[i] += u[i] - logOfReference;
            }
        }

        if (geometry.IsScaled)
        {
            int block = reference / own.Length * own.Length;
            own.Clear();
            geometry.AddLogScale(query, block, own);
            double ofReference = own[reference - block];
            geometry.AddLogScale(query, start, log);
            for (int i = 0; i < log.Length; i++)
            {
                log[i] -= ofReference;
            }
        }
    }

    public override double LogScore(Points queries, int query, int key)
    {
        Span<double> own = stackalloc double[Vector512<double>.Count];
        int block = key / own.Length * own.Length;
        double sum = 0;
        for (int column = 0; column < keys.Dimensions; column++)
        {
            LogWeights(queries, query, column, block, own);
            sum += own[key - block];
        }

        own.Clear();
        geometry.AddLogScale(query, block, own);
        return sum + own[key - block];
    }

    public override void AddSlopes(Points queries, int query, int start, int column, Span<double> slopes)
    {
        int own = geometry.OwnColumn(column, keys.Dimensions);
        if (own < 0)
        {
            return;
        }

        Span<double> u = stackalloc double[slopes.Length];
        geometry.Distances(queries, keys, query, own, start, constants, u);
        for (int i = 0; i < u.Length; i++)
        {
            double slope = double.IsFinite(u[i]) ? kernel.LogDerivative(u[i]) * geometry.Steepness(queries, keys, query, own, start + i, u[i]) : 0;
            slopes[i] += double.IsFinite(slope) ? slope : 0; // at the rim, where the weight is 0
        }
    }

    public override double LogWeightAt(int key)
    {
        if (!geometry.IsScaled)
        {
            return LogWeightAtZero;
        }

        Span<double> own = stackalloc double[Vector512<double>.Count];
        own.Clear();
        int block = key / own.Length * own.Length;
        geometry.AddLogScale(0, block, own);
        return LogWeightAtZero + own[key - block];
    }

    public override void PullAt(int key, int reference, Points queries, int query, double coefficient, Span<double> gradient)
    {
        if (reference < 0)
        {
            return; // k(0) knows no bandwidth
        }

        Span<double> own = stackalloc double[Vector512<double>.Count];
        int block = reference / own.Length * own.Length;
        own.Clear();
        own[reference - block] = -coefficient;
        Pull(queries, query, block, -1, own, gradient);
    }

    public override bool Reaches(Points queries, int query, int key) =>
        !(constants.Compact || constants.Signed) || !double.IsNegativeInfinity(LogScore(queries, query, key));

    public override void ApplySign(Points queries, int query, int start, Span<double> weights)
    {
        Span<double> u = stackalloc double[weights.Length];
        for (int column = 0; column < keys.Dimensions; column++)
        {
            geometry.Distances(queries, keys, query, column, start, constants, u);
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] *= kernel.Sign(u[i]);
            }
        }
    }

    public override void Pull(
        Points queries, int query, int start, int reference, ReadOnlySpan<double> coefficients, Span<double> gradient)
    {
        Span<double> u = stackalloc double[coefficients.Length];
        for (int column = 0; column < keys.Dimensions; column++)
        {
            if (compact is not null)
            {
                double slope = compact.Slope(
                    coefficients, keys.Columns[column].AsSpan(start, coefficients.Length), queries.Columns[column][query], geometry.Bandwidths![column]);
                double common = reference < 0 ? 0 : SlopeOf(queries, query, reference, column) * TileSums.Total(TileSums.Sum(coefficients));
                gradient[column] += slope - common;
                continue;
            }

            if (reference < 0 && typeof(TKernel) == typeof(Gaussian) && geometry.Bandwidths is double[] bandwidths && double.IsNormal(1 / bandwidths[column]))
            {
                gradient[column] += TileSlopes.Gaussian(coefficients, keys.Columns[column].AsSpan(start, coefficients.Length), queries.Columns[column][query], 1 / bandwidths[column]);
                continue;
            }

            if (reference >= 0 && typeof(TKernel) == typeof(Gaussian) && geometry.SharedBandwidth(query, column) is double h)
            {
                // u² − u² of the reference, factorised: far from all keys the two have all their digits in common.
                u.Clear();
                kernel.AddLogRatio(queries.Columns[column][query], keys.Columns[column].AsSpan(start, u.Length), keys.Columns[column][reference], h, u);
                for (int i = 0; i < u.Length; i++)
                {
                    u[i] = coefficients[i] == 0 ? 0 : -2 * coefficients[i] * u[i];
                }
            }
            else
            {
                geometry.Distances(queries, keys, query, column, start, constants, u);
                PullKernel(u, coefficients, SlopeOf(queries, query, reference, column));
            }

            geometry.Pull(query, column, start, u, gradient);
        }
    }

    /// <summary>∂ln k/∂ln h of a key in a column; 0 for none.</summary>
    private double SlopeOf(Points queries, int query, int key, int column)
    {
        if (key < 0)
        {
            return 0;
        }

        Span<double> own = stackalloc double[Vector512<double>.Count];
        int block = key / own.Length * own.Length;
        if (compact is not null)
        {
            own.Clear();
            own[key - block] = 1;
            double weighted = compact.Slope(own, keys.Columns[column].AsSpan(block, own.Length), queries.Columns[column][query], geometry.Bandwidths![column]);
            return double.IsFinite(weighted) ? weighted : 0;
        }

        geometry.Distances(queries, keys, query, column, block, constants, own);
        double u = own[key - block];
        return -u * kernel.LogDerivative(u);
    }

    /// <summary>The weights of one column, of a compact kernel whose gaps are known.</summary>
    private void Weights(Points queries, int query, int column, int start, bool first, Span<double> w) => compact!.Weights(
        keys.Columns[column].AsSpan(start, w.Length), queries.Columns[column][query], geometry.Bandwidths![column], first, w);

    /// <summary>ln k of one column.</summary>
    private void LogWeights(Points queries, int query, int column, int start, Span<double> log)
    {
        if (compact is null)
        {
            geometry.Distances(queries, keys, query, column, start, constants, log);
        }
        else
        {
            Weights(queries, query, column, start, first: true, log);
        }

        for (int i = 0; i < log.Length; i++)
        {
            log[i] = compact is null ? kernel.LogWeight(log[i]) : Math.Log(log[i]);
        }
    }

    /// <summary>weights *= k(u).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyKernel(ReadOnlySpan<double> u, Span<double> weights)
    {
        TKernel k = kernel;
        ReadOnlySpan<Vector512<double>> from = MemoryMarshal.Cast<double, Vector512<double>>(u);
        Span<Vector512<double>> to = MemoryMarshal.Cast<double, Vector512<double>>(weights);
        for (int i = 0; i < to.Length; i++)
        {
            to[i] *= k.Weight(from[i]);
        }
    }

    /// <summary>u = coefficients · (∂ln k/∂ln h − that of the reference) with ∂ln k/∂ln h = −u·(ln k)′(u), 0 where a coefficient is 0.</summary>
    private void PullKernel(Span<double> u, ReadOnlySpan<double> coefficients, double ofReference)
    {
        TKernel k = kernel;
        Vector512<double> common = Vector512.Create(ofReference);
        ReadOnlySpan<Vector512<double>> c = MemoryMarshal.Cast<double, Vector512<double>>(coefficients);
        Span<Vector512<double>> to = MemoryMarshal.Cast<double, Vector512<double>>(u);
        for (int i = 0; i < to.Length; i++)
        {
            Vector512<double> slope = c[i] * ((-to[i] * k.LogDerivative(to[i])) - common);
            to[i] = Vector512.ConditionalSelect(
                Vector512.Equals(c[i], Vector512<double>.Zero), Vector512<double>.Zero, slope);
        }
    }
}
