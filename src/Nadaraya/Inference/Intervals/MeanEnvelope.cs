using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>l = u = m̂: the score is |y − m̂|, or over σ̂(x) where intervals are to be as wide as noise is.</summary>
/// <param name="model">The fit to one half.</param>
/// <param name="isScaled">Whether the unit is σ̂(x), squared leave-one-out residuals smoothed by the model's own kernel and bandwidths.</param>
internal sealed class MeanEnvelope(KernelRegression model, bool isScaled) : IEnvelope
{
    private const double Least = 0.01; // of the deviation over all rows: where smoothed residuals vanish, noise hardly does

    /// <inheritdoc/>
    public Envelopes At(Queries queries, Run run)
    {
        double[][] means = IntervalFolds.Values(model, queries, run);
        return new(means, means, isScaled ? Deviations(queries, run) : Envelopes.Units(means.Length, queries.Count));
    }

    private double[][] Deviations(Queries queries, Run run)
    {
        Sample sample = model.Fitted.Sample;
        double[][]? residuals = model.Errors.RowResiduals(run with { Progress = null });
        return [.. model.DeviationsAt(queries, run with { Progress = null }).Select((deviation, t) =>
        {
            double scale = sample.Payload.Scales[t];
            double overall = residuals is null ? 0 : scale * Math.Sqrt(residuals[t].Sum(e => e * e) / residuals[t].Length);
            overall = overall > 0 ? overall : scale;
            return deviation.Select(d => double.IsNaN(d) ? overall : Math.Max(d, Least * overall)).ToArray();
        })];
    }
}
