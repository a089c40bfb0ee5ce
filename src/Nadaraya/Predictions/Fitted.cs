using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>A sample with its bandwidths in place and an engine prepared for it.</summary>
internal sealed class Fitted
{
    private readonly int[] features;

    public Fitted(Sample sample, Kernel kernel, int[] features, double[] bandwidths)
    {
        Sample = sample;
        this.features = features;
        PoolingRequest request = sample.Request(kernel, features, bandwidths);
        Choice = EngineChoice.Shipped.For(request);
        Engine = Choice.Prepare(request);
    }

    public Sample Sample { get; }

    /// <summary>The engine that was chosen.</summary>
    public Engine Choice { get; }

    /// <summary>The engine with the keys in place.</summary>
    public PreparedEngine Engine { get; }

    /// <summary>Queries in all features as the engine sees them: in the features that have a say.</summary>
    public Points QueryPoints(double[][] columns, int count) => Points.Queries([.. features.Select(j => columns[j])], count);
}
