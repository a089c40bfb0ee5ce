using System.Runtime.CompilerServices;
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
    private readonly ConditionalWeakTable<Points, double[]> radii = [];

    public override bool Signed => constants.Signed;

    public override double LogWeightAtZero => kernel.LogWeight(0);

    public override void Multiply(Points queries, int query, int start, Span<double> weights)
    {
        double radius = Radius(queries, query);
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= kernel.Weight(At(queries, query, start + i, radius));
        }
    }

    public override void AddLogRatio(Points queries, int query, int start, int reference, Span<double> log)
    {
        double radius = Radius(queries, query);
        double ofReference = kernel.LogWeight(At(queries, query, reference, radius));
        for (int i = 0; i < log.Length; i++)
        {
            double own = kernel.LogWeight(At(queries, query, start + i, radius));
            log[i] += own == ofReference ? 0 : own - ofReference;
        }
    }

    public override double LogScore(Points queries, int query, int key) => kernel.LogWeight(At(queries, query, key, Radius(queries, query)));

    public override bool Reaches(Points queries, int query, int key) => !double.IsNegativeInfinity(LogScore(queries, query, key));

    public override void ApplySign(Points queries, int query, int start, Span<double> weights)
    {
        double radius = Radius(queries, query);
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= kernel.Sign(At(queries, query, start + i, radius));
        }
    }

    public override void AddSlopes(Points queries, int query, int start, int column, Span<double> slopes)
    {
        if (column >= keys.Dimensions)
        {
            return;
        }

        double radius = Radius(queries, query);
        for (int i = 0; i < slopes.Length; i++)
        {
            double u = At(queries, query, start + i, radius);
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

        double[] distances = new double[keys.Count];
        for (int i = 0; i < distances.Length; i++)
        {
            distances[i] = Distance(queries, query, i);
        }

        double radius = Selection.Smallest(distances, Math.Min(neighbours, distances.Length) - 1) * stretch;
        if (radius == 0)
        {
            radius = distances.Where(d => d > 0).DefaultIfEmpty(1).Min();
        }

        known[query] = radius; // two threads that find it at once find the same
        return radius;
    }

    /// <summary>u of a key; beyond a compact kernel's reach +∞.</summary>
    private double At(Points queries, int query, int key, double radius)
    {
        double distance = Distance(queries, query, key);
        double reach = constants.Support * radius;
        bool inside = !constants.Compact || (constants.Closed ? distance <= reach : distance < reach);
        return inside ? Math.Min(distance / radius, constants.Support) : double.PositiveInfinity;
    }

    private double Distance(Points queries, int query, int key)
    {
        double squares = 0;
        for (int j = 0; j < units.Length; j++)
        {
            double apart = (queries.Columns[j][query] - keys.Columns[j][key]) / units[j];
            squares += apart * apart;
        }

        return Math.Sqrt(squares);
    }
}
