namespace Nadaraya.Benchmarks;

/// <summary>Ways to choose a bandwidth, and estimators, by name.</summary>
internal static class Choices
{
    /// <summary>Those that search.</summary>
    public static IReadOnlyList<(string Name, Bandwidth Rule)> Criteria { get; } =
    [
        ("cv", Bandwidth.LeaveOneOut),
        ("aicc", Bandwidth.Aicc),
        ("gcv", Bandwidth.Gcv),
        ("cp", Bandwidth.Cp),
        ("k-fold:5", Bandwidth.KFold(5)),
    ];

    /// <summary>Those, and the rules.</summary>
    public static IReadOnlyList<(string Name, Bandwidth Rule)> All { get; } =
        [.. Criteria, ("plug-in", Bandwidth.PlugIn), ("silverman", Bandwidth.Silverman), ("scott", Bandwidth.Scott)];

    public static IReadOnlyList<(string Name, Estimator Estimator)> Estimators { get; } = [("constant", Estimator.Constant), ("linear", Estimator.Linear)];

    /// <summary>A fit on one thread without statistics.</summary>
    public static KernelRegression Fit(Dataset data, Estimator estimator, Bandwidth rule) =>
        KernelRegression.Fit(data, new() { Estimator = estimator, Bandwidth = rule, Threads = 1, SummaryRows = 0 });
}
