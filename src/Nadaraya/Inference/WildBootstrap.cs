using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>y* = m_g(xᵢ) + e₋ᵢ vᵢ, fitted again by the same hat rows: m*(q) = Σ ℓᵢ m_g(xᵢ) + Σ ℓᵢ e₋ᵢ vᵢ. One product of rows and draws.</summary>
internal static class WildBootstrap
{
    /// <summary>Draws.</summary>
    public static BootstrapResult Of(KernelRegression model, Queries queries, BootstrapOptions options, Func<KernelRegression, Queries, double[][]> values, Run run)
    {
        int targets = model.Data.TargetNames.Count;
        Sample sample = model.Fitted.Sample;
        MeanErrors errors = new(model, StandardErrorKind.Robust, run with { Progress = null });
        if (!errors.Exist)
        {
            throw new DataException("A bootstrap needs at least two rows, and two clusters where rows come in clusters: there is only one.");
        }

        KernelRegression pilot = options.Oversmoothed ? Pilot(model) : model;
        double[][] fits = values(model, queries);
        double[][] pilots = options.Oversmoothed ? values(pilot, queries) : fits;
        double[][] pilotOfRows = values(pilot, Queries.FromColumns([.. sample.Columns.Select(c => c[..sample.Count])]));
        int units = errors.Units;
        bool clustered = model.Errors.HasClusters;
        RowDraws matrix = new(units, options.Replications, WildDraws.By(options.Weights ?? WildDraws.Of(clustered, units), options.Seed));

        BootstrapTally tally = new(model, queries.Count, options);
        int tile = matrix.GroupsOfTile(targets);
        for (int start = 0; start < queries.Count; start += tile)
        {
            int length = Math.Min(tile, queries.Count - start);
            int first = start;
            Queries part = queries.Part(first, length);
            double[][] rows = [.. Enumerable.Range(0, targets * length).Select(_ => matrix.Row())];
            double[][] products = [.. rows.Select(_ => new double[options.Replications])];
            double[] centres = new double[rows.Length];
            centres.AsSpan().Fill(double.NaN);
            QueryRow.Visit(model, part, run with { Progress = null }, (fit, row, _, q) =>
            {
                row.Take(fit, q);
                for (int t = 0; t < targets; t++)
                {
                    int r = (t * length) + q;
                    errors.Parts(row.Hat, t, rows[r].AsSpan(0, units));

                    // Σ ℓᵢ (m_g(xᵢ) − m_g(q)), the bias that the pilot sees: as a difference, since Σ ℓ = 1.
                    double centre = 0;
                    for (int i = 0; i < sample.Count; i++)
                    {
                        double at = pilotOfRows[t][i];
                        centre += row.Hat[i] == 0 || !double.IsFinite(at) ? 0 : row.Hat[i] * (at - pilots[t][first + q]);
                    }

                    centres[r] = centre;
                }
            });
            matrix.Multiply(rows, products, run with { Progress = null });
            for (int r = 0; r < rows.Length; r++)
            {
                double scale = sample.Payload.Scales[r / length];
                for (int b = 0; b < products[r].Length; b++)
                {
                    products[r][b] = (products[r][b] * scale) + centres[r];
                }

                tally.Take(r / length, first + (r % length), products[r]);
            }

            run.Progress?.Report((double)(start + length) / queries.Count);
        }

        return tally.Result(fits, null);
    }

    /// <summary>The same model at h·n^(1/5 − 1/9); k of nearest neighbours likewise, at most all rows; λ stays.</summary>
    private static KernelRegression Pilot(KernelRegression model)
    {
        double wider = Math.Pow(model.Fitted.Sample.Size, (1 / 5.0) - (1 / 9.0));
        if (model.IsMapped)
        {
            LearnedModel learned = model.Result.Learned!;
            return new(model.Result.Over(model.Data) with
            {
                Learned = learned with { Keys = learned.Keys!.Wider(wider) ?? throw model.NotOf("wild bootstrap", "a distance in mapped rows") },
                Options = model.Options with { Engine = null },
            });
        }

        return new(model.Result with
        {
            Features = [.. model.Features.Select(f => f.Bandwidth is not double h || f.Type.IsDiscrete ? f
                : f with { Bandwidth = f.Type.Kind == FeatureKind.Continuous && model.Options.BandwidthType is BandwidthType.Nearest or BandwidthType.Adaptive ? Math.Min(Math.Round(h * wider), model.Fitted.Sample.Count - 1) : h * wider })],
            Options = model.Options with { Engine = null },
            LeaveOneOut = null,
            Summaries = [],
            Fitted = null!,
        });
    }
}
