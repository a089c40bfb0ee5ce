using Nadaraya.Engines;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Derivatives of a local fit: γ!·the coefficient of the monomial where there is one, else what the weights' own slopes make of the value.</summary>
/// <remarks>Without the feature in the polynomial, ∂m/∂q = Σ ℓᵢ (∂ln wᵢ/∂q)(yᵢ − b'β): of a weighted average the derivative of the ratio. O(n) a query there, else free.</remarks>
/// <param name="engine">What gave the moments.</param>
/// <param name="queries">The queries.</param>
/// <param name="leave">Who is left out.</param>
/// <param name="moments">Their sums.</param>
internal sealed class LocalSlopes(PreparedEngine engine, Points queries, Leave leave, Moments moments)
{
    private readonly HatRows rows = new(engine, queries, leave, moments);

    /// <summary>The derivative of a target in one column, in the target's scaled unit over the column's; NaN where the polynomial has no such term and the order is over 1.</summary>
    /// <param name="fit">The local fit, solved at the query.</param>
    /// <param name="query">The query.</param>
    /// <param name="column">The column of the points.</param>
    /// <param name="order">γ, from 1.</param>
    /// <param name="derivatives">One a target.</param>
    public void At(LocalFit fit, int query, int column, int order, Span<double> derivatives)
    {
        Basis basis = engine.Request.Basis;
        int term = Term(basis, column, order);
        if (term < 0 && order == 1)
        {
            ByWeights(fit, query, column, derivatives);
            return;
        }

        double factorial = 1;
        for (int k = 2; k <= order; k++)
        {
            factorial *= k;
        }

        for (int t = 0; t < derivatives.Length; t++)
        {
            derivatives[t] = term < 0 ? double.NaN : factorial * fit.Coefficients[t, term] / Math.Pow(basis.Scale(column), order);
        }
    }

    /// <summary>Which monomial is the power of one column alone; −1 where there is none.</summary>
    public static int Term(Basis basis, int column, int order)
    {
        for (int term = 0; term < basis.TargetTerms; term++)
        {
            IReadOnlyList<int> exponents = basis.Exponents(term);
            if (column < exponents.Count && exponents[column] == order && exponents.Sum() == order)
            {
                return term;
            }
        }

        return -1;
    }

    private void ByWeights(LocalFit fit, int query, int column, Span<double> derivatives)
    {
        PoolingRequest request = engine.Request;
        double[] sums = new double[derivatives.Length];
        double[] slopes = [];
        double[] term = [];
        double[] predicted = [];
        rows.Visit(fit, query, (start, ell) =>
        {
            int padded = Points.PaddedLength(ell.Length);
            if (slopes.Length < padded)
            {
                (slopes, term, predicted) = (new double[padded], new double[padded], new double[padded]);
            }

            request.Score.Slopes(queries, query, start, column, slopes.AsSpan(0, padded));
            for (int t = 0; t < sums.Length; t++)
            {
                predicted.AsSpan(0, padded).Fill(fit.Coefficients[t, 0]);
                for (int a = 1; a < request.Basis.TargetTerms; a++)
                {
                    request.Basis.Evaluate(a, queries, request.Keys, query, start, term.AsSpan(0, padded));
                    TileSums.MultiplyAdd(predicted.AsSpan(0, padded), term.AsSpan(0, padded), fit.Coefficients[t, a]);
                }

                double[] c = request.Payload.Columns[t];
                for (int i = 0; i < ell.Length; i++)
                {
                    sums[t] += ell[i] * slopes[i] * (c[start + i] - predicted[i]);
                }
            }
        });
        sums.CopyTo(derivatives);
    }
}
