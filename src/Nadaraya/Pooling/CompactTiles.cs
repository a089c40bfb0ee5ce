using Nadaraya.Numerics;

namespace Nadaraya.Pooling;

/// <summary>The loops of a compact kernel over tiles of keys, right at the rim: where the choice of a kernel becomes a shape, once.</summary>
internal abstract class CompactTiles
{
    /// <summary>The loops of a kernel; null where it is known by its u alone, or 1/(support·h) of a column is no ordinary number.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="bandwidths">h, one a column.</param>
    public static CompactTiles? For(IKernel kernel, double[] bandwidths)
    {
        CompactTiles? tiles = kernel switch
        {
            Uniform => new Of<CompactShapes.Flat>(),
            Triangular => new Of<CompactShapes.Tent>(),
            Epanechnikov => new Of<CompactShapes.Parabola>(),
            EpanechnikovNp => new Of<CompactShapes.WideParabola>(),
            Biweight => new Of<CompactShapes.Square>(),
            Triweight => new Of<CompactShapes.Cube>(),
            Tricube => new Of<CompactShapes.Tricube>(),
            Cosine => new Of<CompactShapes.Arch>(),
            _ => null,
        };
        return tiles is not null && bandwidths.All(h => double.IsNormal(1 / (kernel.Constants.Support * h))) ? tiles : null;
    }

    /// <summary>w[i] = k, or w[i] *= k after the first column.</summary>
    /// <param name="x">Keys.</param>
    /// <param name="query">q.</param>
    /// <param name="bandwidth">h.</param>
    /// <param name="first">Whether this is the first column.</param>
    /// <param name="w">Where to; a multiple of eight.</param>
    public abstract void Weights(ReadOnlySpan<double> x, double query, double bandwidth, bool first, Span<double> w);

    /// <summary>Σ c·∂ln k/∂ln h.</summary>
    /// <param name="c">Coefficients, a multiple of eight; 0 where a key is out of reach.</param>
    /// <param name="x">Keys.</param>
    /// <param name="query">q.</param>
    /// <param name="bandwidth">h.</param>
    public abstract double Slope(ReadOnlySpan<double> c, ReadOnlySpan<double> x, double query, double bandwidth);

    private sealed class Of<TShape> : CompactTiles
        where TShape : struct, ICompactShape
    {
        public override void Weights(ReadOnlySpan<double> x, double query, double bandwidth, bool first, Span<double> w) =>
            TileKernels.Compact<TShape>(x, query, bandwidth, first, w);

        public override double Slope(ReadOnlySpan<double> c, ReadOnlySpan<double> x, double query, double bandwidth) =>
            TileSlopes.Compact<TShape>(c, x, query, bandwidth);
    }
}
