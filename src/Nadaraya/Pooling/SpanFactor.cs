using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya.Pooling;

/// <summary>Several columns under one kernel of their whole distance, ‖(q − x)/s‖ over the distance to the k-th nearest key: loess's neighbourhood.</summary>
/// <remarks>A key at the query counts as the first. Source: Cleveland &amp; Devlin (1988).</remarks>
/// <param name="kernel">The kernel.</param>
/// <param name="keys">The keys, of these columns alone; they are the first columns of the queries.</param>
/// <param name="units">s, what a column is measured in.</param>
/// <param name="neighbours">k, from 1.</param>
/// <param name="stretch">What the distance is multiplied by: more than 1 for a span over 1.</param>
internal sealed class SpanFactor<TKernel>(TKernel kernel, Points keys, double[] units, int neighbours, double stretch) : Factor
    where TKernel : struct, IKernel
{
    private readonly KernelConstants constants = kernel.Constants;
    private readonly double[] scales = [.. units.Select(s => 1 / s)];
    private readonly bool isOrdinary = units.All(s => double.IsNormal(1 / s));
    private readonly ConditionalWeakTable<Points, double[]> radii = [];

    public override bool Signed => constants.Signed;

    public override double LogWeightAtZero => kernel.LogWeight(0);

    public override void Multiply(Points queries, int query, int start, Span<double> weights)
    {
        Span<double> u = stackalloc double[weights.Length];
        Lengths(queries, query, start, Radius(queries, query), u);
        TKernel k = kernel;
        ReadOnlySpan<Vector512<double>> from = MemoryMarshal.Cast<double, Vector512<double>>(u);
        Span<Vector512<double>> to = MemoryMarshal.Cast<double, Vector512<double>>(weights);
        for (int i = 0; i < to.Length; i++)
        {
            to[i] *= k.Weight(from[i]);
        }
    }

    public override void AddLogRatio(Points queries, int query, int start, int reference, Span<double> log)
    {
        double radius = Radius(queries, query);
        double ofReference = kernel.LogWeight(At(queries, query, reference, radius));
        Span<double> u = stackalloc double[log.Length];
        Lengths(queries, query, start, radius, u);
        for (int i = 0; i < log.Length; i++)
        {
            double own = kernel.LogWeight(u[i]);
            log[i] += own == ofReference ? 0 : own - ofReference;
        }
    }

    public override double LogScore(Points queries, int query, int key) => kernel.LogWeight(At(queries, query, key, Radius(queries, query)));

    public override bool Reaches(Points queries, int query, int key) => !double.IsNegativeInfinity(LogScore(queries, query, key));

    public override void ApplySign(Points queries, int query, int start, Span<double> weights)
    {
        Span<double> u = stackalloc double[weights.Length];
        Lengths(queries, query, start, Radius(queries, query), u);
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= kernel.Sign(u[i]);
        }
    }

    public override void AddSlopes(Points queries, int query, int start, int column, Span<double> slopes)
    {
        if (column >= keys.Dimensions)
        {
            return;
        }

        double radius = Radius(queries, query);
        Span<double> lengths = stackalloc double[slopes.Length];
        Lengths(queries, query, start, radius, lengths);
        for (int i = 0; i < slopes.Length; i++)
        {
            double u = lengths[i];
            double apart = (queries.Columns[column][query] - keys.Columns[column][start + i]) / units[column];
            double slope = u > 0 && double.IsFinite(u) ? kernel.LogDerivative(u) * apart / (u * radius * radius * units[column]) : 0;
            slopes[i] += double.IsFinite(slope) ? slope : 0;
        }
    }

    /// <summary>The radius at a query, found once for all its tiles and kept with the queries.</summary>
    private double Radius(Points queries, int query)
    {
        double[] known = radii.GetValue(queries, q => new double[q.Count]);
        if (known[query] > 0)
        {
            return known[query];
        }

        // The square root keeps the order: one is enough.
        double[] squares = new double[keys.Columns[0].Length];
        Squares(queries, query, 0, squares);
        double radius = Math.Sqrt(Selection.Smallest(squares.AsSpan(0, keys.Count), Math.Min(neighbours, keys.Count) - 1)) * stretch;
        if (radius == 0)
        {
            radius = Math.Sqrt(squares.Take(keys.Count).Where(s => s > 0).DefaultIfEmpty(1).Min());
        }

        known[query] = radius; // two threads that find it at once find the same
        return radius;
    }

    /// <summary>u of a key; beyond a compact kernel's reach +∞.</summary>
    private double At(Points queries, int query, int key, double radius)
    {
        Span<double> u = stackalloc double[Vector512<double>.Count];
        int block = key / u.Length * u.Length;
        Lengths(queries, query, block, radius, u);
        return u[key - block];
    }

    /// <summary>u of the keys from start on; beyond a compact kernel's reach +∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Lengths(Points queries, int query, int start, double radius, Span<double> u)
    {
        Squares(queries, query, start, u);
        Vector512<double> reach = Vector512.Create(constants.Support * radius), whole = Vector512.Create(radius), rim = Vector512.Create(constants.Support);
        foreach (ref Vector512<double> square in MemoryMarshal.Cast<double, Vector512<double>>(u))
        {
            Vector512<double> distance = Vector512.Sqrt(square);
            Vector512<double> length = distance / whole;
            if (constants.Compact)
            {
                Vector512<double> inside = constants.Closed ? Vector512.LessThanOrEqual(distance, reach) : Vector512.LessThan(distance, reach);
                length = Vector512.ConditionalSelect(inside, Vector512.Min(length, rim), Vector512.Create(double.PositiveInfinity));
            }

            square = length;
        }
    }

    /// <summary>‖(q − x)/s‖² of the keys from start on.</summary>
    private void Squares(Points queries, int query, int start, Span<double> squares)
    {
        Span<double> q = stackalloc double[scales.Length];
        for (int j = 0; j < q.Length; j++)
        {
            q[j] = queries.Columns[j][query];
        }

        if (isOrdinary)
        {
            TileKernels.Squares(keys.Columns, start, q, scales, squares);
            return;
        }

        // 1/s is no ordinary number: divide instead.
        for (int i = 0; i < squares.Length; i++)
        {
            squares[i] = 0;
            for (int j = 0; j < q.Length; j++)
            {
                double apart = (q[j] - keys.Columns[j][start + i]) / units[j];
                squares[i] += apart * apart;
            }
        }
    }
}
