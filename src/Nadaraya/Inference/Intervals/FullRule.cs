using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Full conformal intervals at one set of bandwidths: every y for which the row (x, y), added to the others, does not have one of the ⌊α(n + 1)⌋ largest residuals of all n + 1.</summary>
/// <remarks>
/// With the row added, the value at row i is m̂ᵢ + γᵢ(y − b'βᵢ), γᵢ = kᵢ(S⁻¹b)₀/(1 + kᵢ b'S⁻¹b) and b = b(x − xᵢ): every residual is Aᵢ + Bᵢy, so each row accepts one or two ranges of y, and sorting
/// their ends gives the answer, O(n p² + n log n) a query. The interval is the range from the least to the largest accepted y; what it holds may have gaps. Of a weighted average Aᵢ = yᵢ − Nᵢ/(Dᵢ + k).
/// Source: Nouretdinov, Melluish &amp; Vovk (2001), for ridge regression.
/// </remarks>
internal sealed class FullRule : IntervalRule
{
    private readonly KernelRegression model;
    private readonly IntervalGroups groups;
    private readonly RowFits fits;
    private readonly int[] groupOfKey;

    /// <param name="model">The model.</param>
    /// <param name="groups">Rows that are judged by themselves.</param>
    /// <param name="kind">What stands behind it.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    /// <exception cref="DataException">A model whose bandwidths or weights an added row would change.</exception>
    public FullRule(KernelRegression model, IntervalGroups groups, IntervalKind kind, Run run)
    {
        string? obstacle = model.Options.BandwidthType != BandwidthType.Fixed ? $"bandwidths of type {model.Options.BandwidthType.ToString().ToLowerInvariant()} change with a row more"
            : model.Options.RobustIterations > 0 ? "robust weights change with a row more"
            : model.Data is { HasWeights: true, WeightMeaning: WeightMeaning.Importance } ? "a new row has no importance weight"
            : model.Errors.HasClusters ? "rows in clusters can't be exchanged for one another"
            : model.Kernel.Constants.Signed ? "signed kernels can cancel"
            : null;
        if (obstacle is not null)
        {
            throw new DataException($"Full conformal intervals add a row to the model, and {obstacle}; take the method jackknife+ or cv+.");
        }

        (this.model, this.groups, Kind) = (model, groups, kind);
        groupOfKey = groups.OfKeys(model.Fitted.Sample);
        fits = new(model.Fitted, model.Options.Support.Stability, run);
    }

    /// <inheritdoc/>
    public override IntervalKind Kind { get; }

    /// <inheritdoc/>
    public override IntervalEnds At(Queries queries, Predictions plain, double coverage, Run run)
    {
        Sample sample = model.Fitted.Sample;
        IntervalEnds ends = IntervalEnds.None(sample.Targets.Length, queries.Count);
        Points points = model.Fitted.QueryPoints(queries.Columns, queries.Count);
        Moments moments = model.Fitted.Engine.Sum(points, Leave.Nobody, run.Part(0, 0.2), Wanted.Nearest);
        run.Part(0.2, 1).ForBlocks(queries.Count, 8, (from, to) =>
        {
            LocalFit fit = model.Fitted.LocalFit(points, Leave.Nobody, moments);
            double[] influence = new double[sample.Count];
            double[][] carried = [.. sample.Targets.Select(_ => new double[sample.Count])];
            for (int q = from; q < to; q++)
            {
                run.Cancellation.ThrowIfCancellationRequested();
                int group = groups.OfQuery(queries, q);
                if (plain.Supports[q] == Support.None || group < 0 || !fit.At(q))
                {
                    continue;
                }

                if (fit.Ridge > 0)
                {
                    // Rows leave the polynomial open: with one more it would go through that row, whatever its value.
                    for (int t = 0; t < carried.Length; t++)
                    {
                        ends.Set(t, q, double.NegativeInfinity, double.PositiveInfinity);
                    }

                    continue;
                }

                fits.Add(points, q, influence, carried);
                double own = fits.UnitWeight * Math.Exp(fits.LogWeightAtZero - moments.Shift(q)) * fit.Row[0];
                for (int t = 0; t < carried.Length; t++)
                {
                    (double low, double high) = Accepted(t, fit.Coefficients[t, 0], 1 / (1 + own), influence, carried[t], group, coverage);
                    ends.Set(t, q, sample.Payload.Restore(t, low), sample.Payload.Restore(t, high));
                }
            }
        });
        return ends;
    }

    private (double Low, double High) Accepted(int target, double value, double rest, double[] influence, double[] carried, int group, double coverage)
    {
        Sample sample = model.Fitted.Sample;
        double[] y = sample.Payload.Columns[target];
        double size = 0;
        AcceptedValues accepted = new(sample.Count);
        for (int i = 0; i < influence.Length; i++)
        {
            if (groupOfKey[i] == group)
            {
                double count = sample.Counts?[i] ?? 1;
                size += count;

                // |Aᵢ + Bᵢy| ≥ |a + by|, the new row's own residual being (y − m̂)·rest.
                accepted.Add(y[i] - fits.Value(i, target) + (influence[i] * carried[i]), -influence[i], -value * rest, rest, count);
            }
        }

        // ⌊α(n + 1)⌋ rows must accept; with none of them every y does.
        return accepted.Range(size + 1 - RankedScores.Rank(size, coverage), value);
    }
}
