using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya.Pooling;

/// <summary>One fixed bandwidth per column; its parameters are θ_j = ln h_j.</summary>
internal sealed class FixedGeometry(double[] bandwidths) : Geometry
{
    /// <inheritdoc/>
    public override double[] Bandwidths => bandwidths;

    public override int Parameters => bandwidths.Length;

    public override double? SharedBandwidth(int query, int column) => bandwidths[column];

    public override void Distances(
        Points queries, Points keys, int query, int column, int start, KernelConstants kernel, Span<double> u)
    {
        Spread(
            queries.Columns[column][query],
            keys.Columns[column].AsSpan(start, u.Length),
            bandwidths[column],
            kernel,
            u);
    }

    public override void Squares(Points queries, Points keys, int query, int start, KernelConstants kernel, Span<double> squares)
    {
        Span<double> q = stackalloc double[bandwidths.Length], scales = stackalloc double[bandwidths.Length];
        for (int column = 0; column < bandwidths.Length; column++)
        {
            q[column] = queries.Columns[column][query];
            scales[column] = 1 / bandwidths[column];
            if (!double.IsNormal(scales[column]))
            {
                base.Squares(queries, keys, query, start, kernel, squares);
                return;
            }
        }

        TileKernels.Squares(keys.Columns, start, q, scales, squares);
    }

    public override void Pull(int query, int column, int start, ReadOnlySpan<double> g, Span<double> gradient)
    {
        ReadOnlySpan<Vector512<double>> vectors = MemoryMarshal.Cast<double, Vector512<double>>(g);
        Vector512<double> sum = Vector512<double>.Zero;
        foreach (Vector512<double> v in vectors)
        {
            sum += v;
        }

        gradient[column] += TileSums.Total(sum);
    }

    /// <summary>u = (q − x)/h with membership, and who is on the rim, decided on the doubles themselves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Spread(double query, ReadOnlySpan<double> keys, double bandwidth, KernelConstants kernel, Span<double> u)
    {
        Vector512<double> q = Vector512.Create(query);
        ReadOnlySpan<Vector512<double>> x = MemoryMarshal.Cast<double, Vector512<double>>(keys);
        Span<Vector512<double>> to = MemoryMarshal.Cast<double, Vector512<double>>(u);
        double reciprocal = 1 / bandwidth;
        if (!double.IsNormal(reciprocal))
        {
            // 1/h is no ordinary number for h under 6e-309 or over 4e307: divide instead.
            Vector512<double> h = Vector512.Create(bandwidth);
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = (q - x[i]) / h;
            }
        }
        else
        {
            Vector512<double> r = Vector512.Create(reciprocal);
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = (q - x[i]) * r;
            }
        }

        if (kernel.Compact)
        {
            Vector512<double> reach = Vector512.Create(kernel.Support * bandwidth);
            Vector512<double> rim = Vector512.Create(kernel.Support);
            Vector512<double> last = Vector512.Create(Math.BitDecrement(kernel.Support));
            for (int i = 0; i < to.Length; i++)
            {
                Vector512<double> apart = Vector512.Abs(q - x[i]);
                Vector512<double> inside = kernel.Closed
                    ? Vector512.LessThanOrEqual(apart, reach)
                    : Vector512.LessThan(apart, reach);

                // On the rim u is the support to the last bit, and nowhere else.
                Vector512<double> clamped = Vector512.Max(Vector512.Min(to[i], last), -last);
                clamped = Vector512.ConditionalSelect(Vector512.Equals(apart, reach), Vector512.CopySign(rim, to[i]), clamped);
                to[i] = Vector512.ConditionalSelect(inside, clamped, Vector512.Create(double.PositiveInfinity));
            }
        }
    }
}
