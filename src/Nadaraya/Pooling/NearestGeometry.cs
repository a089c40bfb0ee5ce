using Nadaraya.Numerics;

namespace Nadaraya.Pooling;

/// <summary>A bandwidth a query and column: the distance to its k-th nearest key in that column, a key at the query counting as the first.</summary>
/// <remarks>Leaving out the row that stands at a query leaves the radius as it is: the k-th with itself is the (k − 1)-th of the others.</remarks>
/// <param name="ascending">The values of each column, ascending.</param>
/// <param name="neighbours">k, one a column.</param>
internal sealed class NearestGeometry(double[][] ascending, int[] neighbours) : Geometry
{
    public override double? SharedBandwidth(int query, int column) => null;

    public override void Distances(
        Points queries, Points keys, int query, int column, int start, KernelConstants kernel, Span<double> u)
    {
        double q = queries.Columns[column][query];
        FixedGeometry.Spread(q, keys.Columns[column].AsSpan(start, u.Length), At(q, column), kernel, u);
    }

    /// <summary>h at a point.</summary>
    public double At(double point, int column)
    {
        double distance = NearestDistance.At(ascending[column], point, neighbours[column]);
        return distance > 0 ? distance : 1; // all keys stand at the query: any bandwidth weighs them alike
    }
}
