using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <content>Derivatives.</content>
public sealed partial class KernelRegression
{
    /// <summary>Derivatives at many queries: of numbers ∂ᵞm/∂xᵞ, of levels the contrast with the first level (unordered) or the level before (ordered; the first: the second less the first).</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="order">γ: 1, or up to the degree of the local polynomial in a feature; contrasts have order 1 alone.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>One array a target and feature, [target][feature][query]; NaN where there is no value, no such order, or the feature has no say over levels that are not there.</returns>
    public double[][][] DerivativesAt(Queries queries, int order = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        int m = queries.Count;
        double[][][] all = [.. Data.TargetNames.Select(_ => Features.Select(_ => new double[m]).ToArray())];
        double[,]? map = MapSlopes();
        Run run = new(Options.Threads, cancellation);
        Points points = Fitted.QueryPoints(queries.Columns, m);
        Moments moments = Fitted.Sum(points, Leave.Nobody, run, Wanted.Nearest);
        run.ForBlocks(m, Block, (from, to) =>
        {
            LocalFit fit = Fitted.LocalFit(points, Leave.Nobody, moments);
            LocalSlopes slopes = new(Fitted.Engine, points, Leave.Nobody, moments);
            Span<double> derivatives = stackalloc double[all.Length];
            for (int q = from; q < to; q++)
            {
                bool supported = Verdict(fit, moments, queries, q) == SupportReason.Supported;
                for (int j = 0; j < Features.Count; j++)
                {
                    int column = Fitted.ColumnOf(j);
                    derivatives.Fill(column < 0 ? 0 : double.NaN);
                    if (supported && map is not null)
                    {
                        Along(slopes, map, fit, q, j, order, derivatives);
                    }
                    else if (supported && column >= 0 && !Features[j].Type.IsDiscrete)
                    {
                        slopes.At(fit, q, column, order, derivatives);
                    }

                    for (int t = 0; t < all.Length; t++)
                    {
                        all[t][j][q] = supported ? derivatives[t] * Fitted.Sample.Payload.Scales[t] : double.NaN;
                    }
                }
            }
        });
        foreach (LevelContrast contrast in order == 1 ? LevelContrast.Of(this, queries) : [])
        {
            Predictions at = PredictMany(contrast.Above, null, cancellation), from = PredictMany(contrast.Below, null, cancellation);
            for (int t = 0; t < all.Length; t++)
            {
                for (int q = 0; q < m; q++)
                {
                    bool isKnown = queries.Columns[contrast.Feature][q] >= 0;
                    all[t][contrast.Feature][q] = isKnown && at.Value(q, t) is double high && from.Value(q, t) is double low ? high - low : double.NaN;
                }
            }
        }

        return all;
    }

    /// <summary>By the chain rule through a learned map: Σ ∂m/∂z_k ∂z_k/∂x.</summary>
    private static void Along(LocalSlopes slopes, double[,] map, LocalFit fit, int query, int feature, int order, Span<double> derivatives)
    {
        Span<double> own = stackalloc double[derivatives.Length];
        for (int k = 0; k < map.GetLength(0) && feature < map.GetLength(1); k++)
        {
            if (map[k, feature] == 0)
            {
                continue;
            }

            slopes.At(fit, query, k, 1, own);
            for (int t = 0; t < own.Length; t++)
            {
                derivatives[t] += order == 1 ? own[t] * map[k, feature] : double.NaN;
            }
        }
    }
}
