using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>The influence of every row on the fit at every row, by closed forms: O(n²) time, O(n) memory.</summary>
/// <remarks>Cook's distance (1977) with the trace of the hat matrix for the number of parameters. Sums over rows are taken in fixed parts, so that threads change no bit.</remarks>
internal static class Influences
{
    private const int Parts = 16;

    /// <summary>One a row that counts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="target">The target.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public static RowInfluence[] Of(KernelRegression model, int target, Run run)
    {
        Fitted fitted = model.Fitted;
        Sample sample = fitted.Sample;
        int n = sample.Count;
        Points rows = Points.Queries(fitted.Exact.Request.Keys.Columns, n);
        Moments moments = fitted.Exact.Sum(rows, Leave.Nobody, run.Part(0, 0.3), Wanted.Nearest);
        (double[] leverage, double[] values, double[] without) = (new double[n], new double[n], new double[n]);
        double[][] moved = [.. Enumerable.Range(0, Parts).Select(_ => new double[n])];
        run.Part(0.3, 1).For(Parts, part =>
        {
            LocalFit fit = new(fitted.Exact, rows, Leave.Nobody, moments, model.Options.Support.Stability);
            RowRemoval removal = new(fitted.Exact, null, model.Options.Support.Stability, (_, _) => double.NaN);
            double[] changes = new double[n];
            for (int j = (int)((long)n * part / Parts); j < (int)((long)n * (part + 1) / Parts); j++)
            {
                run.Cancellation.ThrowIfCancellationRequested();
                if (!fit.At(j))
                {
                    (values[j], without[j]) = (double.NaN, double.NaN);
                    continue;
                }

                removal.Turn(rows, moments, j, fit);
                removal.Changes(target, 0, n, changes);
                values[j] = removal.Value(target);
                without[j] = values[j] - changes[j];
                leverage[j] = Math.Exp(fitted.Exact.Request.Score.LogWeightAt(j) - moments.Shift(j)) * fit.Row[0];
                double v = sample.Weight(j);
                for (int i = 0; i < n; i++)
                {
                    moved[part][i] += double.IsNaN(changes[i]) ? 0 : v * changes[i] * changes[i];
                }
            }
        });

        FitSummary summary = (model.Summaries.Count > 0 ? model.Summaries : FitStatistics.Of(fitted, null, run with { Progress = null }))[target];
        double scale = sample.Payload.Scales[target];
        double unit = summary.EffectiveDegreesOfFreedom * Math.Pow((summary.Sigma ?? 0) / scale, 2) * Unit(sample);
        return [.. Enumerable.Range(0, n).Select(i =>
        {
            int row = sample.RowOf(i);
            return new RowInfluence(
                model.Data.RowNumber(row),
                model.Data.Id(row),
                sample.Targets[target][i],
                sample.Payload.Restore(target, values[i]),
                double.IsNaN(without[i]) ? null : sample.Payload.Restore(target, without[i]),
                leverage[i],
                unit > 0 ? moved.Sum(part => part[i]) / unit : null);
        })];
    }

    /// <summary>The weight of one row: the mean of importance weights, which have no scale of their own; that of one of the rows a key stands for.</summary>
    private static double Unit(Sample sample) => sample.Counts is null ? Enumerable.Range(0, sample.Count).Average(sample.Weight) : sample.LeftOut(0);
}
