using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>σ̂²(x) = Σ αᵢ(x) e₋ᵢ²: squared leave-one-out residuals smoothed as a local constant by the model's kernel and bandwidths, so that it can't be negative.</summary>
/// <remarks>As efficient as if the mean were known. Source: Fan &amp; Yao (1998), who smooth by lines, which can.</remarks>
internal sealed class VarianceFunction
{
    private readonly PreparedEngine engine;
    private readonly double stability;

    /// <param name="fitted">The model's rows and engine.</param>
    /// <param name="options">The model's options.</param>
    /// <param name="residuals">e₋ᵢ of each target, over the target's scale.</param>
    public VarianceFunction(Fitted fitted, FitOptions options, double[][] residuals)
    {
        Sample sample = fitted.Sample;
        Payload squares = Payload.Of([.. residuals.Select(e => e.Select(r => r * r).ToArray())], sample.Weights);
        PoolingRequest request = fitted.Engine.Request with { Payload = squares, Basis = Basis.Constant };
        engine = options.Engine is null
            ? Planner.Shipped.For(request, sample.Count).Prepare()
            : Planner.Shipped.Prefer(request, sample.Count, options.Engine, default);
        stability = options.Support.Stability;
    }

    /// <summary>σ̂² at queries over the squared scale, one array a target; NaN where no row has weight or signed weights give nothing positive.</summary>
    public double[][] At(Points queries, Run run)
    {
        Moments moments = engine.Sum(queries, Leave.Nobody, run);
        Payload payload = engine.Request.Payload;
        double[][] variances = [.. payload.Columns.Select(_ => new double[queries.Count])];
        for (int t = 0; t < variances.Length; t++)
        {
            for (int q = 0; q < queries.Count; q++)
            {
                bool steady = Steady.At(moments, payload, q, stability);
                double variance = steady ? payload.Restore(t, moments.Target(q, t) / moments.Weight(q)) : double.NaN;

                // A mean of squares that are all 0 may come out as −1e-20: rounding of the centre.
                variances[t][q] = variance >= 0 ? variance : engine.Request.Score.Signed || !steady ? double.NaN : 0;
            }
        }

        return variances;
    }
}
