namespace Nadaraya;

/// <summary>What a test found.</summary>
/// <param name="Name">significance, specification or equal-curves.</param>
/// <param name="Target">The target.</param>
/// <param name="Features">What was tested: features, or what forms the groups.</param>
/// <param name="Statistic">The statistic of the data.</param>
/// <param name="PValue">(1 + #{T* ≥ T})/(B + 1). Source: Davison &amp; Hinkley (1997).</param>
/// <param name="Replications">B, the samples drawn under the null hypothesis.</param>
/// <param name="NullDescription">The null hypothesis and what was fitted under it.</param>
/// <param name="Bootstrap">How samples were drawn.</param>
public sealed record TestResult(
    string Name,
    string Target,
    IReadOnlyList<string> Features,
    double Statistic,
    double PValue,
    int Replications,
    string NullDescription,
    TestBootstrap Bootstrap)
{
    /// <summary>What the statistic is.</summary>
    public required string StatisticDescription { get; init; }

    /// <summary>The bandwidths that the statistic was computed with, by feature; those that the test chose by itself differ from the model's.</summary>
    public IReadOnlyDictionary<string, double> Bandwidths { get; init; } = new Dictionary<string, double>();

    /// <summary>Quantiles of the statistic under the null hypothesis at 0.9, 0.95 and 0.99.</summary>
    public IReadOnlyList<double> CriticalValues { get; init; } = [];

    /// <summary>The seed of the draws.</summary>
    public int Seed { get; init; }
}
