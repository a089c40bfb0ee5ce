using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>What a call asks for beside the values: standard errors, intervals, derivatives.</summary>
internal static class MeanInference
{
    /// <summary>All that was asked for, at queries that have been predicted.</summary>
    /// <param name="model">The model.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="values">Predicts at them by a model: its values, one array a target, NaN where there is none.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public static Inferred Of(KernelRegression model, Queries queries, Func<KernelRegression, double[][]> values, PredictOptions options, Run run)
    {
        StandardErrorKind kind = options.StandardError ?? StandardErrorKind.Robust;
        bool errorsOfSlopes = options.Derivatives && options.StandardError is not null;
        bool constant = options.Confidence is null || model.Errors.Debiased is null; // without intervals nobody asks, and a published model could not say
        MeanErrors? own = options.StandardError is not null || (options.Confidence is not null && constant) ? new(model, kind, run with { Progress = null }) : null;
        (double[][] OfMeans, double[][][]? OfDerivatives, double[] Freedom)? errors = own?.At(queries, errorsOfSlopes, unridged: false, run.Part(0, 0.4));
        (double[][] Lower, double[][] Upper)? ends = null;
        if (options.Confidence is double confidence)
        {
            KernelRegression centre = model.Errors.Debiased ?? model;
            MeanErrors around = constant ? own! : new(centre, kind, run with { Progress = null });
            (double[][] widths, _, double[] freedom) = constant ? errors!.Value : around.At(queries, derivatives: false, unridged: true, run.Part(0.4, 0.6));
            double overall = centre.Errors.FreedomOf(kind);
            double[] critical = Critical(centre, around, queries, widths, options, confidence, overall, run.Part(0.6, 0.9));
            ends = Ends(values(centre), widths, (t, q) => double.IsInfinity(overall) ? InStudents(critical[t], freedom[q]) : critical[t]);
        }

        return new(
            options.StandardError is null ? null : errors!.Value.OfMeans,
            ends?.Lower,
            ends?.Upper,
            constant ? IntervalSubject.ForTheExpectation : IntervalSubject.ForTheMean,
            options.Derivatives ? model.DerivativesAt(queries, 1, run.Cancellation) : null,
            errors?.OfDerivatives);
    }

    private static double[] Critical(
        KernelRegression centre, MeanErrors errors, Queries queries, double[][] widths, PredictOptions options, double confidence, double freedom, Run run)
    {
        double level = 1 - confidence;
        double pointwise = errors.Exist ? StudentT.Quantile(1 - (level / 2), freedom) : double.NaN;
        return !errors.Exist ? [.. widths.Select(_ => pointwise)] : options.Band switch
        {
            BandKind.Bonferroni => [.. widths.Select(w => StudentT.Quantile(1 - (level / (2 * Math.Max(1, w.Count(double.IsFinite)))), freedom))],
            BandKind.Simultaneous => MaximalDeviation.Critical(centre, errors, queries, options, pointwise, run),
            BandKind.Tube => TubeFormula.Critical(centre, errors, confidence, freedom, run),
            _ => [.. widths.Select(_ => pointwise)],
        };
    }

    /// <summary>What a t exceeds as often as a normal number exceeds a critical value.</summary>
    private static double InStudents(double critical, double freedom) => double.IsInfinity(freedom) || double.IsNaN(critical)
        ? critical
        : -StudentT.Quantile(NormalDistribution.Cdf(-critical), freedom);

    private static (double[][] Lower, double[][] Upper) Ends(double[][] centres, double[][] widths, Func<int, int, double> critical) => (
        [.. centres.Select((c, t) => c.Select((value, q) => value - (critical(t, q) * widths[t][q])).ToArray())],
        [.. centres.Select((c, t) => c.Select((value, q) => value + (critical(t, q) * widths[t][q])).ToArray())]);
}
