using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>Standard errors of means, derivatives and contrasts of levels at queries: sqrt(Σ (ℓᵢ aᵢ)²) over the hat row. O(n) a query, each by itself; nothing n × m is kept.</summary>
internal sealed class MeanErrors
{
    private const int Block = 64;

    private readonly KernelRegression model;
    private readonly StandardErrorKind kind;
    private readonly double[][]? spread;
    private readonly int[]? clusterOfKey;
    private readonly AsymptoticErrors? asymptotic;

    /// <param name="model">The model.</param>
    /// <param name="kind">Which error.</param>
    /// <param name="run">Threads and cancellation of what is computed once.</param>
    public MeanErrors(KernelRegression model, StandardErrorKind kind, Run run)
    {
        this.model = model;
        this.kind = kind;
        if (kind == StandardErrorKind.Asymptotic)
        {
            asymptotic = new(model);
            return;
        }

        spread = model.Errors.Spread(kind, run);
        clusterOfKey = kind == StandardErrorKind.Robust && model.Errors.HasClusters ? model.Errors.ClusterOfKey : null;
    }

    private int Targets => model.Data.TargetNames.Count;

    /// <summary>Whether there are errors at all: a single row, or a single cluster, has none.</summary>
    public bool Exist => asymptotic is null ? spread is not null : model.Fitted.Sample.Size > 1;

    /// <summary>The errors at queries, one array a target in its unit, NaN where there is none; and the degrees of freedom of each query's t.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="derivatives">Whether those of derivatives are wanted too.</param>
    /// <param name="unridged">Whether there is none where rows do not determine the polynomial.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public (double[][] OfMeans, double[][][]? OfDerivatives, double[] Freedom) At(Queries queries, bool derivatives, bool unridged, Run run)
    {
        int m = queries.Count;
        double[][] means = [.. Enumerable.Range(0, Targets).Select(_ => Nothing(m))];
        double[][][]? slopes = derivatives ? [.. means.Select(_ => model.Features.Select(_ => Nothing(m)).ToArray())] : null;
        double[] freedom = new double[m];
        freedom.AsSpan().Fill(double.PositiveInfinity);
        if (!Exist)
        {
            return (means, slopes, freedom);
        }

        double[,]? map = slopes is null ? null : model.MapSlopes();
        QueryRow.Visit(model, queries, run, (fit, row, moments, q) =>
        {
            if (unridged && fit.Ridge > 0)
            {
                return;
            }

            row.Take(fit, q);
            double[] variances = asymptotic is null ? [] : [.. means.Select((_, t) => asymptotic.Variance(row, t))];
            double share = asymptotic?.Share(row, moments, q) ?? 0;
            freedom[q] = Freedom(row.Hat);
            for (int t = 0; t < Targets; t++)
            {
                means[t][q] = model.Fitted.Sample.Payload.Scales[t] * Math.Sqrt(asymptotic is null ? VarianceOf(row.Hat, t) : share * variances[t]);
            }

            for (int j = 0; slopes is not null && j < model.Features.Count; j++)
            {
                int column = model.Fitted.ColumnOf(j);
                if ((column < 0 && map is null) || model.Features[j].Type.IsDiscrete)
                {
                    continue;
                }

                if (map is null)
                {
                    row.TakeSlope(fit, q, column);
                }
                else
                {
                    row.TakeSlope(fit, q, map, j);
                }

                double shareOfSlope = asymptotic?.ShareOfDerivative(row, queries, moments, q, j) ?? 0;
                for (int t = 0; t < Targets; t++)
                {
                    slopes[t][j][q] = model.Fitted.Sample.Payload.Scales[t] * Math.Sqrt(asymptotic is null ? VarianceOf(row.Slope, t) : shareOfSlope * variances[t]);
                }
            }
        });
        foreach (LevelContrast contrast in slopes is null ? [] : LevelContrast.Of(model, queries))
        {
            Contrasts(contrast, [.. slopes!.Select(s => s[contrast.Feature])], run with { Progress = null });
        }

        return (means, slopes, freedom);
    }

    /// <summary>Errors of contrasts: by the difference of the two hat rows; asymptotically the variances add up, as if the two means were not of the same rows.</summary>
    private void Contrasts(LevelContrast contrast, double[][] errors, Run run)
    {
        if (asymptotic is not null)
        {
            (double[][] above, _, _) = At(contrast.Above, derivatives: false, unridged: false, run);
            (double[][] below, _, _) = At(contrast.Below, derivatives: false, unridged: false, run);
            for (int t = 0; t < errors.Length; t++)
            {
                for (int q = 0; q < errors[t].Length; q++)
                {
                    // A level less itself, or of a feature without a say, is 0 for sure.
                    bool isSure = model.Fitted.ColumnOf(contrast.Feature) < 0 || contrast.Above.Columns[contrast.Feature][q] == contrast.Below.Columns[contrast.Feature][q];
                    double variance = (above[t][q] * above[t][q]) + (below[t][q] * below[t][q]);
                    errors[t][q] = isSure && double.IsFinite(variance) ? 0 : Math.Sqrt(variance);
                }
            }

            return;
        }

        SmootherRows high = new(model.Fitted, model.Options, contrast.Above.Columns, run), low = new(model.Fitted, model.Options, contrast.Below.Columns, run);
        run.ForBlocks(high.Count, Block, (from, to) =>
        {
            SmootherRows.Reader up = high.Open(), down = low.Open();
            double[] difference = new double[high.Width];
            for (int q = from; q < to; q++)
            {
                if (!up.At(q) || !down.At(q))
                {
                    continue;
                }

                difference.AsSpan().Clear();
                up.AddValue(q, 1, difference);
                down.AddValue(q, -1, difference);
                for (int t = 0; t < errors.Length; t++)
                {
                    errors[t][q] = model.Fitted.Sample.Payload.Scales[t] * Math.Sqrt(VarianceOf(difference, t));
                }
            }
        });
    }

    /// <summary>Whether rows of a cluster err together.</summary>
    public bool Clustered => clusterOfKey is not null;

    /// <summary>How many independent parts a mean's error has: rows, or clusters.</summary>
    public int Units => clusterOfKey is null ? model.Fitted.Sample.Count : model.Errors.Clusters;

    /// <summary>The independent parts ℓᵢ aᵢ of a mean's error, those of a cluster together; their squares add up to the variance over the squared scale.</summary>
    /// <param name="hat">ℓ.</param>
    /// <param name="target">The target.</param>
    /// <param name="parts">Takes <see cref="Units"/> numbers.</param>
    public void Parts(ReadOnlySpan<double> hat, int target, Span<double> parts)
    {
        Sample sample = model.Fitted.Sample;
        parts.Clear();
        if (clusterOfKey is not null)
        {
            double factor = Math.Sqrt((model.Errors.Clusters - 1.0) / model.Errors.Clusters);
            for (int i = 0; i < sample.Count; i++)
            {
                parts[clusterOfKey[i]] += hat[i] == 0 ? 0 : factor * hat[i] * spread![target][i];
            }

            return;
        }

        for (int i = 0; i < sample.Count; i++)
        {
            double a = spread is null ? Math.Sqrt(sample.InverseCounts?[i] ?? 1) : spread[target][i];
            parts[i] = hat[i] == 0 ? 0 : hat[i] * a;
        }
    }

    /// <summary>How well a variance is known from what a hat row weighs: ν = (Σ ℓᵢ²)²/Σ ℓᵢ⁴ + 1 of robust errors, G − 1 of clusters, else ∞.</summary>
    /// <remarks>
    /// The variance of Σ ℓᵢ² e₋ᵢ² against its square, as a χ² has it (Satterthwaite 1946), gives the first term. Of a mean of n rows that is n, and its t is √((n − 1)/n)·t(n − 1): between n = 5 and 10
    /// as wide as that of 6 to 14 degrees, for a residual without its row is too large on average.
    /// </remarks>
    private double Freedom(double[] hat)
    {
        if (kind != StandardErrorKind.Robust || clusterOfKey is not null)
        {
            return model.Errors.FreedomOf(kind);
        }

        (double sum, double squares) = (0, 0);
        for (int i = 0; i < model.Fitted.Sample.Count; i++)
        {
            // A key of frequency v is v rows of ℓ/v.
            double share = model.Fitted.Sample.InverseCounts?[i] ?? 1;
            double part = hat[i] * hat[i] * share;
            sum += part;
            squares += part * part * share;
        }

        return squares > 0 ? (sum * sum / squares) + 1 : double.PositiveInfinity;
    }

    private double VarianceOf(double[] hat, int target)
    {
        double[] a = spread![target];
        double sum = 0;
        if (clusterOfKey is null)
        {
            for (int i = 0; i < model.Fitted.Sample.Count; i++)
            {
                double part = hat[i] == 0 ? 0 : hat[i] * a[i];
                sum += part * part;
            }

            return sum;
        }

        double[] parts = new double[Units];
        Parts(hat, target, parts);
        foreach (double part in parts)
        {
            sum += part * part;
        }

        return sum;
    }

    private static double[] Nothing(int count)
    {
        double[] none = new double[count];
        none.AsSpan().Fill(double.NaN);
        return none;
    }
}
