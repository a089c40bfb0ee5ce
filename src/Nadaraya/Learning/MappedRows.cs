using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Rows under a linear map A, z = A x̂: what is pooled, and the way back from the mapped rows to the map, ∂L/∂A = Σ ∂L/∂zᵢ x̂ᵢ'.</summary>
internal sealed class MappedRows
{
    private readonly TrainingRows rows;
    private readonly double[][] x; // of the keys
    private readonly double[][] xq; // of the queries; the same object where these are the keys

    /// <param name="coordinates">x̂.</param>
    /// <param name="map">A, row by row.</param>
    /// <param name="rows">Who is predicted from whom.</param>
    /// <param name="options">How the sums are taken.</param>
    /// <param name="run">Threads.</param>
    public MappedRows(Coordinates coordinates, double[] map, TrainingRows rows, FitOptions options, Run run)
    {
        this.rows = rows;
        int directions = map.Length / coordinates.Count;
        x = coordinates.Map(rows.Keys.Columns, rows.Keys.Count, run);
        xq = rows.IsWhole ? x : coordinates.Map(rows.Queries.Columns, rows.Queries.Count, run);
        Points keys = Points.Keys(MappedKeys.Map(x, map, directions, rows.Keys.Count, run), rows.Keys.Count);
        Queries = Points.Queries(rows.IsWhole ? keys.Columns : MappedKeys.Map(xq, map, directions, rows.Queries.Count, run), rows.Queries.Count);
        Request = new MappedKeys(coordinates, map).Request(keys, rows.Keys, options);
    }

    /// <summary>What is pooled.</summary>
    public PoolingRequest Request { get; }

    /// <summary>The mapped queries.</summary>
    public Points Queries { get; }

    /// <summary>gradient += ∂L/∂A.</summary>
    /// <param name="engine">What gave the sums.</param>
    /// <param name="moments">The sums.</param>
    /// <param name="adjoints">∂L/∂M.</param>
    /// <param name="gradient">Gets it.</param>
    /// <param name="run">Threads and cancellation.</param>
    public void Pull(PreparedEngine engine, Moments moments, double[][] adjoints, Span<double> gradient, Run run)
    {
        (double[][] ofQueries, double[][] ofKeys) = new PointPull(engine, Queries, rows.Leave, moments, adjoints).Evaluate(run);
        Chain(ofKeys, x, rows.Keys.Count, gradient);
        if (!rows.IsWhole)
        {
            Chain(ofQueries, xq, rows.Queries.Count, gradient);
        }
    }

    private static void Chain(double[][] ofPoints, double[][] x, int count, Span<double> gradient)
    {
        for (int k = 0; k < ofPoints.Length; k++)
        {
            for (int c = 0; c < x.Length; c++)
            {
                double sum = 0;
                for (int i = 0; i < count; i++)
                {
                    sum += ofPoints[k][i] * x[c][i];
                }

                gradient[(k * x.Length) + c] += sum;
            }
        }
    }
}
