using Nadaraya.Engines;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>The hat row of a query, ℓᵢ = wᵢ·c(q)·b(xᵢ − q): how much of each target value its prediction is. Rows sum to one; O(n p) a query.</summary>
/// <param name="engine">Visits the weights.</param>
/// <param name="queries">The queries.</param>
/// <param name="leave">Who is left out.</param>
/// <param name="moments">Their sums.</param>
internal sealed class HatRows(PreparedEngine engine, Points queries, Leave leave, Moments moments)
{
    private double[] row = [];
    private double[] term = [];

    /// <summary>Visits a hat row, tile by tile in the order of the keys.</summary>
    /// <param name="fit">The local fit at the query, solved.</param>
    /// <param name="query">The query.</param>
    /// <param name="visitor">Gets the first key of a tile and ℓ of its keys.</param>
    public void Visit(LocalFit fit, int query, WeightVisitor visitor)
    {
        if (fit.Hat is double[] known)
        {
            visitor(0, known);
            return;
        }

        double[] c = fit.Row;
        Basis basis = engine.Request.Basis;
        engine.Visit(queries, query, leave, moments, (start, weights) =>
        {
            int padded = Points.PaddedLength(weights.Length);
            if (row.Length < padded)
            {
                row = new double[padded];
                term = new double[padded];
            }

            Span<double> ell = row.AsSpan(0, padded);
            ell.Fill(c[0]);
            for (int a = 1; a < c.Length; a++)
            {
                Span<double> values = term.AsSpan(0, padded);
                basis.Evaluate(a, queries, engine.Request.Keys, query, start, values);
                TileSums.MultiplyAdd(ell, values, c[a]);
            }

            for (int i = 0; i < weights.Length; i++)
            {
                ell[i] = weights[i] == 0 ? 0 : ell[i] * weights[i];
            }

            visitor(start, ell[..weights.Length]);
        });
    }
}
