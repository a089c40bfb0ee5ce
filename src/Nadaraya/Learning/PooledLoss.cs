using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Σ vᵢ ρ(ŷᵢ − yᵢ) over sums, with ∂L/∂M: the one loss that all scores are trained by.</summary>
/// <remarks>A row that no key reaches, or where signed weights cancel, is predicted by the mean of the keys and has no slope.</remarks>
/// <param name="rows">Who is predicted from whom.</param>
/// <param name="loss">ρ, of errors in the unit of the target.</param>
/// <param name="stability">Where signed weights count as cancelled.</param>
internal sealed class PooledLoss(TrainingRows rows, PointLoss loss, double stability)
{
    private const int Block = 1024;
    private const double MostCancelled = 1e9; // 1e-16 of it, in target scales, is what a slope may be off by

    private readonly double[] losses = new double[rows.Queries.Count];
    private readonly double scale = rows.Keys.Payload.Scales[0];

    /// <summary>L, once every row was looked at; added in their order.</summary>
    public double Total => losses.Sum();

    /// <summary>The loss of a row's value and ∂L/∂ŷ, ŷ centred and over the target's scale.</summary>
    /// <param name="query">The row.</param>
    /// <param name="fit">ŷ; null where there is none.</param>
    public double Slope(int query, double? fit)
    {
        double error = ((fit ?? 0) - rows.Truth(query)) * scale;
        double v = rows.Weight(query);
        losses[query] = v * loss.Value(error);
        return fit is null ? 0 : v * loss.Slope(error) * scale;
    }

    /// <summary>∂L/∂M of a weighted average, f = N/D: ∂f/∂N = 1/D and ∂f/∂D = −f/D.</summary>
    /// <param name="moments">The sums.</param>
    /// <param name="query">The row.</param>
    /// <param name="adjoint">Gets it.</param>
    public void Adjoin(Moments moments, int query, Span<double> adjoint)
    {
        bool steady = Steady.At(moments, rows.Keys.Payload, query, stability);
        double total = moments.Weight(query);
        double fit = steady ? moments.Target(query, 0) / total : 0;
        double slope = Slope(query, steady ? fit : null);
        if (steady)
        {
            adjoint[1] = slope / total;
            adjoint[0] = -slope / total * fit;
        }
    }

    /// <summary>∂L/∂M of every row, one column a moment.</summary>
    /// <param name="engine">What gave the sums.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="moments">The sums.</param>
    /// <param name="run">Threads.</param>
    public double[][] Adjoints(PreparedEngine engine, Points queries, Moments moments, Run run)
    {
        double[][] adjoints = [.. moments.Sums.Select(_ => new double[queries.Count])];
        (run with { Progress = null }).ForBlocks(queries.Count, Block, (from, to) =>
        {
            LocalFit fit = new(engine, queries, rows.Leave, moments, stability, isSearch: true);
            Span<double> adjoint = stackalloc double[adjoints.Length];
            double[] coefficients = new double[engine.Request.Basis.TargetTerms];
            for (int query = from; query < to; query++)
            {
                adjoint.Clear();
                if (coefficients.Length == 1)
                {
                    Adjoin(moments, query, adjoint);
                }
                else
                {
                    bool solved = fit.At(query);
                    double slope = Slope(query, solved ? fit.Coefficients[0, 0] : null);
                    for (int a = 0; a < coefficients.Length; a++)
                    {
                        coefficients[a] = fit.Coefficients[0, a];
                    }

                    if (solved)
                    {
                        fit.Adjoin(fit.Row, coefficients, [slope], 0, adjoint);
                        if (!IsTrusted(moments, query, slope, adjoint))
                        {
                            adjoint.Clear();
                        }
                    }
                }

                for (int k = 0; k < adjoint.Length; k++)
                {
                    adjoints[k][query] = adjoint[k];
                }
            }
        });
        return adjoints;
    }

    /// <summary>
    /// Whether what ∂L/∂M adds up to is more than rounding. Where the rows around a query leave its line all but open, as those of a row that is far from all others, terms of any size cancel, and
    /// what would be left of them is noise: such a row counts for the loss and has no slope.
    /// </summary>
    private static bool IsTrusted(Moments moments, int query, double slope, ReadOnlySpan<double> adjoint)
    {
        double size = 0;
        for (int k = 0; k < adjoint.Length; k++)
        {
            size += Math.Abs(adjoint[k] * moments.Sums[k][query]);
        }

        return size <= MostCancelled * Math.Abs(slope);
    }
}
