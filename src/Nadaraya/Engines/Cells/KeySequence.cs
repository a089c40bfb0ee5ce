using System.Runtime.CompilerServices;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Keys in some order with what is summed over them: c₀ = v and c_t = v·(y_t − ȳ_t).</summary>
/// <param name="Keys">The keys.</param>
/// <param name="Columns">c_b; an empty one stands for ones.</param>
/// <param name="Squares">v², or v²/count of frequencies; empty for ones.</param>
/// <param name="Count">The number of keys.</param>
/// <param name="Rows">The row that each key is; null where key i is row i.</param>
internal sealed record KeySequence(double[] Keys, double[][] Columns, double[] Squares, int Count, int[]? Rows)
{
    /// <summary>Products with row weights, kept with their payload: a search asks for the same rows at many bandwidths.</summary>
    private static readonly ConditionalWeakTable<Payload, Weighted> Kept = [];

    /// <summary>The rows as they come.</summary>
    public static KeySequence AsTheyCome(PoolingRequest request)
    {
        double[][] columns = [[], .. request.Payload.Columns];
        double[] squares = [];
        if (request.Score.RowWeights is double[] v)
        {
            Weighted weighted = Kept.GetValue(request.Payload, p => new(v, p));
            weighted = weighted.V == v ? weighted : new(v, request.Payload);
            columns = weighted.Columns;
            squares = Product(v, v);
            squares = request.Score.InverseCounts is double[] each ? Product(squares, each) : squares;
        }

        return new(request.Keys.Columns[0], columns, squares, request.Keys.Count, null);
    }

    /// <summary>The keys from the smallest to the largest.</summary>
    public static KeySequence InOrder(AscendingKeys keys) => new(keys.Keys, keys.Columns, keys.Squares, keys.Count, keys.Rows);

    private static double[] Product(double[] a, double[] b)
    {
        double[] product = new double[a.Length];
        a.CopyTo(product, 0);
        TileSums.Multiply(product, b.AsSpan(0, a.Length));
        return product;
    }

    private sealed class Weighted(double[] v, Payload payload)
    {
        public double[] V => v;

        public double[][] Columns { get; } = [v, .. payload.Columns.Select(c => Product(c, v))];
    }
}
