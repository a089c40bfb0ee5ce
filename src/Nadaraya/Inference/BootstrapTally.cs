namespace Nadaraya;

/// <summary>Keeps what the draws at each query come to.</summary>
internal sealed class BootstrapTally(KernelRegression model, int queries, BootstrapOptions options)
{
    private readonly double[][] errors = Columns(model, queries);
    private readonly double[][] lows = Columns(model, queries);
    private readonly double[][] highs = Columns(model, queries);
    private readonly int[] usable = new int[queries];

    /// <summary>Takes the draws of a target at a query, m* − m_pilot in its unit.</summary>
    public void Take(int target, int query, double[] draws)
    {
        Replicates drawn = Replicates.Of(draws, options.Confidence);
        (errors[target][query], lows[target][query], highs[target][query], usable[query]) = drawn;
    }

    /// <summary>All of it.</summary>
    /// <param name="fits">m̂ at the queries, one array a target.</param>
    /// <param name="blockLength">The length of blocks that was used.</param>
    public BootstrapResult Result(double[][] fits, double? blockLength) => new(options, blockLength, fits, errors, lows, highs, usable);

    private static double[][] Columns(KernelRegression model, int queries) => [.. model.Data.TargetNames.Select(_ => new double[queries])];
}
