using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>The critical value of a band over the queries of a call: the quantile of max |Σ ℓᵢ aᵢ vᵢ|/‖ℓa‖ over draws of multipliers v, normal of rows, signs or Webb's of clusters.</summary>
/// <remarks>Never under the pointwise value. Signs would not do for rows: where a few of them carry a query, |Σ ℓᵢ aᵢ vᵢ| can't become large. O(B n) a query, and rows in tiles. Source: Chernozhukov, Chetverikov &amp; Kato (2014), Anti-concentration and honest, adaptive confidence bands.</remarks>
internal static class MaximalDeviation
{
    /// <summary>The critical values, one a target.</summary>
    /// <param name="model">The model.</param>
    /// <param name="errors">Its errors.</param>
    /// <param name="queries">What the band is over.</param>
    /// <param name="options">Confidence, draws, seed.</param>
    /// <param name="pointwise">The value for one query by itself.</param>
    /// <param name="run">Threads and cancellation.</param>
    public static double[] Critical(KernelRegression model, MeanErrors errors, Queries queries, PredictOptions options, double pointwise, Run run)
    {
        int targets = model.Data.TargetNames.Count;
        int draws = options.Replications;
        int units = errors.Units;
        RowDraws matrix = new(units, draws, errors.Clustered ? WildDraws.By(WildDraws.Of(true, units), options.Seed) : WildDraws.Normal(options.Seed));
        double[][] largest = [.. Enumerable.Range(0, targets).Select(_ => new double[draws])];
        int tile = matrix.GroupsOfTile(targets);
        for (int start = 0; start < queries.Count; start += tile)
        {
            int length = Math.Min(tile, queries.Count - start);
            Queries part = queries.Part(start, length);
            double[][] rows = [.. Enumerable.Range(0, targets * length).Select(_ => matrix.Row())];
            double[][] products = [.. rows.Select(_ => new double[draws])];
            QueryRow.Visit(model, part, run with { Progress = null }, (fit, row, _, q) =>
            {
                row.Take(fit, q);
                for (int t = 0; t < targets; t++)
                {
                    double[] own = rows[(t * length) + q];
                    errors.Parts(row.Hat, t, own.AsSpan(0, units));
                    double norm = Math.Sqrt(QueryRow.Dot(own, own));
                    for (int i = 0; i < units; i++)
                    {
                        own[i] = norm > 0 ? own[i] / norm : 0;
                    }
                }
            });
            matrix.Multiply(rows, products, run with { Progress = null });
            for (int t = 0; t < targets; t++)
            {
                for (int q = 0; q < length; q++)
                {
                    double[] own = products[(t * length) + q];
                    for (int b = 0; b < draws; b++)
                    {
                        largest[t][b] = Math.Max(largest[t][b], Math.Abs(own[b]));
                    }
                }
            }

            run.Progress?.Report((double)(start + length) / queries.Count);
        }

        int rank = Math.Min(draws, (int)Math.Ceiling((draws + 1) * options.Confidence!.Value));
        return [.. largest.Select(values => Math.Max(pointwise, values.Order().ElementAt(rank - 1)))];
    }
}
