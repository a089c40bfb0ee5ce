using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>What is known of the noise around a model, computed when first asked for and kept: residuals without a row, their scale, their variance from place to place.</summary>
/// <remarks>Everything is over the target's scale, a power of two. Safe for any number of threads; a cancelled computation keeps nothing.</remarks>
/// <param name="model">The model.</param>
internal sealed class ModelErrors(KernelRegression model)
{
    private readonly Lock computing = new();
    private readonly Sample sample = model.Fitted.Sample;
    private double[][]? residuals;
    private double[][]? apart;
    private double[]? scales;
    private VarianceFunction? variance;
    private double[][]? varianceOfRows;
    private KernelRegression? debiased;

    /// <summary>Whether rows come in clusters.</summary>
    public bool HasClusters => !model.Data.ClusterOfRow.IsEmpty;

    /// <summary>The cluster of every key, from 0; every key its own where there are none.</summary>
    public int[] ClusterOfKey => field ??= sample.ClusterOfKey();

    /// <summary>How many clusters there are.</summary>
    public int Clusters => HasClusters ? ClusterOfKey.Max() + 1 : sample.Count;

    /// <summary>The degrees of freedom of a t: G − 1 of G clusters, else none to speak of.</summary>
    public double FreedomOf(StandardErrorKind kind) => kind == StandardErrorKind.Robust && HasClusters ? Clusters - 1 : double.PositiveInfinity;

    /// <summary>The model of one degree more at the same bandwidths: what intervals are centred on; null for a local constant, and where there is no such degree.</summary>
    public KernelRegression? Debiased
    {
        get
        {
            Estimator own = model.Options.Estimator;
            bool fits = !own.IsConstant && own.Degree < Estimator.MostDegree && own.Degrees.Values.All(d => d < Estimator.MostDegree);
            lock (computing)
            {
                return !fits ? null : debiased ??= new(model.Result with
                {
                    Options = model.Options with
                    {
                        Estimator = Estimator.Polynomial(own.Degree + 1) with { Degrees = own.Degrees.ToDictionary(d => d.Key, d => d.Value + 1), Terms = own.Terms },
                        Engine = null,
                    },
                    LeaveOneOut = null,
                    Summaries = [],
                    Fitted = null!, // built for the new degree when first needed
                });
            }
        }
    }

    /// <summary>e₋ᵢ, one array a target: each row left out, or its whole cluster where rows come in clusters; null for a single row or cluster.</summary>
    public double[][]? Residuals(Run run)
    {
        if (!HasClusters)
        {
            return RowResiduals(run);
        }

        lock (computing)
        {
            return apart ??= Clusters < 2 ? null : Centred(Criterion((Bandwidth.Searched)Bandwidth.LeaveOneClusterOut, run));
        }
    }

    /// <summary>e₋ᵢ with the row alone left out.</summary>
    public double[][]? RowResiduals(Run run)
    {
        lock (computing)
        {
            return residuals ??= sample.Size <= 1 ? null : Centred(model.Result.LeaveOneOut ?? Criterion(null, run));
        }
    }

    /// <summary>σ̂ of each target, with RSS/(n − 2 tr H + tr HH'); NaN where no degree of freedom is left.</summary>
    public double[] Scales(Run run)
    {
        lock (computing)
        {
            return scales ??= [.. (model.Summaries.Count > 0 ? model.Summaries : FitStatistics.Of(model.Fitted, null, run))
                .Select((summary, t) => (summary.Sigma ?? double.NaN) / sample.Payload.Scales[t])];
        }
    }

    /// <summary>The variance function; null for a single row.</summary>
    public VarianceFunction? Variance(Run run)
    {
        if (RowResiduals(run) is not double[][] errors)
        {
            return null;
        }

        lock (computing)
        {
            return variance ??= new(model.Fitted, model.Options, errors);
        }
    }

    /// <summary>
    /// aᵢ of each target, in whole vectors, with Var Σ ℓᵢ yᵢ = Σ (ℓᵢ aᵢ)²: e₋ᵢ, σ̂ or σ̂(xᵢ); over √v of a key that is v rows. Null where there is none; asymptotic errors have 1.
    /// </summary>
    public double[][]? Spread(StandardErrorKind kind, Run run)
    {
        double[][]? own = kind switch
        {
            StandardErrorKind.Robust => Residuals(run),
            StandardErrorKind.Homoskedastic => [.. Scales(run).Select(s => Filled(s))],
            StandardErrorKind.Local => RowDeviations(run),
            _ => [.. sample.Targets.Select(_ => Filled(1))],
        };
        return own is null ? null : [.. own.Select(a => Padded(a, kind))];
    }

    private double[][]? RowDeviations(Run run)
    {
        if (Variance(run) is not VarianceFunction function)
        {
            return null;
        }

        lock (computing)
        {
            varianceOfRows ??= function.At(Points.Queries(model.Fitted.Engine.Request.Keys.Columns, sample.Count), run);
            return [.. varianceOfRows.Select(v => v.Select(Math.Sqrt).ToArray())];
        }
    }

    private double[] Filled(double value)
    {
        double[] all = new double[sample.Count];
        all.AsSpan().Fill(value);
        return all;
    }

    private double[] Padded(double[] values, StandardErrorKind kind)
    {
        double[] padded = new double[Points.PaddedLength(values.Length)];
        bool together = kind == StandardErrorKind.Robust && HasClusters; // all rows of a key are in one cluster, and err together
        for (int i = 0; i < values.Length; i++)
        {
            padded[i] = values[i] * (together || sample.InverseCounts is null ? 1 : Math.Sqrt(sample.InverseCounts[i]));
        }

        return padded;
    }

    private double[][] Criterion(Bandwidth.Searched? rule, Run run)
    {
        Fitted fitted = model.Fitted;
        return new Criterion(sample, model.Options, fitted.Features, run, rule).Predict(fitted.Bandwidths, run).Predictions;
    }

    /// <summary>y − ŷ₋ over the scale, from predictions in the target's unit.</summary>
    private double[][] Centred(double[][] predictions) => [.. predictions.Select((fits, t) =>
    {
        Payload payload = sample.Payload;
        double[] errors = new double[fits.Length];
        for (int i = 0; i < errors.Length; i++)
        {
            errors[i] = payload.Columns[t][i] - ((fits[i] / payload.Scales[t]) - payload.Centers[t]);
        }

        return errors;
    })];
}
