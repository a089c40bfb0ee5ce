namespace Nadaraya;

/// <summary>A learned score as a model keeps it: what is told of it, and what makes keys of rows.</summary>
/// <param name="Score">What learning found.</param>
/// <param name="Coordinates">The coordinates that it is a score of.</param>
/// <param name="Keys">How rows become keys; null where the score is bandwidths, which stand with the features.</param>
/// <param name="Arrays">θ, or the arrays of a network, by name: what a file keeps to the last bit.</param>
internal sealed record LearnedModel(
    LearnedScore Score, Coordinates Coordinates, LearnedKeys? Keys, IReadOnlyDictionary<string, double[]> Arrays)
{
    /// <summary>The name of θ among the arrays.</summary>
    public const string Theta = "theta";

    /// <summary>A score with its parameters in place, and what they say of themselves.</summary>
    /// <param name="told">How it was trained.</param>
    /// <param name="score">The score.</param>
    /// <param name="coordinates">What it is of.</param>
    /// <param name="theta">θ.</param>
    public static LearnedModel Of(LearnedScore told, TrainableScore score, Coordinates coordinates, double[] theta)
    {
        double[][]? metric = score.Metric(theta);
        return new(
            told with
            {
                Parameters = score.Canonical(theta),
                ParameterNames = score.Names,
                Metric = metric,
                Importance = metric is null ? [] : ImportanceOf(metric, coordinates),
                HeadWeights = score.HeadWeights(theta),
            },
            coordinates,
            score.Keys(theta),
            new Dictionary<string, double[]>(StringComparer.Ordinal) { [Theta] = theta });
    }

    /// <summary>‖W e‖·unit of each coordinate, over their sum; of levels less what their columns have in common.</summary>
    private static double[] ImportanceOf(double[][] metric, Coordinates coordinates)
    {
        double[][] telling = MetricDirections.Telling(metric, coordinates);
        double[] sizes = [.. Enumerable.Range(0, coordinates.Count).Select(c => Math.Sqrt(telling.Sum(row => row[c] * row[c])))];
        double sum = sizes.Sum();
        return sum > 0 ? [.. sizes.Select(s => s / sum)] : sizes;
    }
}
