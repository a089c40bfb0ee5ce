using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>A score of pairs that is learned: its factor takes ∂L/∂s of every pair and adds it up to ∂L/∂θ, by the dense engine. O(n²) scores an epoch.</summary>
/// <param name="coordinates">The coordinates.</param>
/// <param name="options">The options.</param>
/// <param name="score">The score.</param>
internal sealed class FactorScore(Coordinates coordinates, FitOptions options, TileScore score) : TrainableScore(coordinates, options)
{
    /// <inheritdoc/>
    public override int Count => score.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = score.Names(coordinates.Names);

    /// <inheritdoc/>
    public override bool Decays(int parameter) => score.Decays(parameter);

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(TrainingStart from, int count)
    {
        double[][] x = Coordinates.Map(from.Rows.Keys.Columns, from.Rows.Keys.Count, from.Run);
        double[] scales = from.Scales(Coordinates);
        return [.. Enumerable.Range(0, count).Select(draw => score.Start(from, x, scales, draw))];
    }

    /// <inheritdoc/>
    public override double Evaluate(double[] theta, TrainingRows rows, PointLoss loss, Span<double> gradient, Run run)
    {
        ScoredKeys scored = new(Coordinates, score, theta);
        Points keys = Points.Keys(scored.Map(rows.Keys.Columns, rows.Keys.Count, run), rows.Keys.Count);
        Points queries = Points.Queries(
            rows.IsWhole ? keys.Columns : scored.Map(rows.Queries.Columns, rows.Queries.Count, run), rows.Queries.Count);
        PulledSums sums = Pool(scored.Request(keys, rows.Keys, Options), queries, rows, loss, run);
        if (!gradient.IsEmpty)
        {
            sums.Engine.Pull(queries, rows.Leave, sums.Moments, sums.Adjoints, run).CopyTo(gradient);
        }

        return sums.Loss;
    }

    /// <inheritdoc/>
    public override LearnedKeys Keys(double[] theta) => new ScoredKeys(Coordinates, score, theta);

    /// <inheritdoc/>
    public override double?[] Bandwidths(double[] theta) => new double?[Coordinates.FeatureCount];
}
