namespace Nadaraya;

/// <summary>What a bandwidth search tried, what it found, and why it stopped.</summary>
/// <param name="Features">The features of the bandwidths below, those that were held fixed among them.</param>
/// <param name="Steps">Every evaluation, in order.</param>
/// <param name="Minima">The local minima found, the lowest first.</param>
/// <param name="Stopped">Why it stopped.</param>
/// <param name="RowsWithoutNeighbours">At the chosen bandwidths, how many rows no other row reaches; they are predicted by the mean of all other rows.</param>
public sealed record SearchTrace(
    IReadOnlyList<string> Features,
    IReadOnlyList<SearchStep> Steps,
    IReadOnlyList<SearchStep> Minima,
    SearchStop Stopped,
    int RowsWithoutNeighbours)
{
    /// <summary>What the searches in bags found, where there were any: then the steps are those on all rows, at most one.</summary>
    public BagTrace? Bags { get; init; }
}

/// <summary>One evaluation of the criterion.</summary>
/// <param name="Bandwidths">One a feature of the trace.</param>
/// <param name="Criterion">The raw criterion: mean squared leave-one-out error; over several targets, the sum of each divided by its variance.</param>
public sealed record SearchStep(IReadOnlyList<double> Bandwidths, double Criterion);

/// <summary>Why a search stopped.</summary>
public enum SearchStop
{
    /// <summary>It converged.</summary>
    Converged,

    /// <summary>The time limit was reached; the best so far is used.</summary>
    Time,

    /// <summary>The criterion is the same everywhere: the data can't decide, and the rule of thumb is used.</summary>
    Flat,
}
