using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>l and u are the α/2 and 1 − α/2 quantiles of the attention weights: asymmetric noise gets asymmetric intervals.</summary>
/// <param name="model">The fit to one half.</param>
/// <param name="coverage">1 − α.</param>
internal sealed class QuantileEnvelope(KernelRegression model, double coverage) : IEnvelope
{
    private readonly double[] probabilities = [(1 - coverage) / 2, (1 + coverage) / 2];

    /// <inheritdoc/>
    public Envelopes At(Queries queries, Run run)
    {
        double[][][] quantiles = model.QuantilesAt(queries, probabilities, run.Progress, run.Cancellation);
        return new([.. quantiles.Select((q, t) => Filled(q[0], t))], [.. quantiles.Select((q, t) => Filled(q[1], t))], Envelopes.Units(quantiles.Length, queries.Count));
    }

    /// <summary>The mean of all rows where no row has weight, so that there is always something.</summary>
    private double[] Filled(double[] values, int target)
    {
        double mean = model.Fitted.Sample.Payload.Restore(target, 0);
        return [.. values.Select(v => double.IsNaN(v) ? mean : v)];
    }
}
