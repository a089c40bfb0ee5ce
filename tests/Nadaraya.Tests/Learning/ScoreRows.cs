using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya.Tests;

/// <summary>Rows that scores are trained on in tests, and the scores over them.</summary>
internal static class ScoreRows
{
    private const int Count = 41; // no whole number of vectors

    /// <summary>Rows of a kind: whole, part, clusters, weights, frequencies, mixed or far.</summary>
    public static Dataset Data(string kind, int seed = 5)
    {
        SplitMix64 random = new((ulong)seed);
        double[] x = [.. Enumerable.Range(0, Count).Select(_ => 4 * random.NextUniform())];
        double[] z = [.. Enumerable.Range(0, Count).Select(_ => random.NextNormal())];
        double[] hour = [.. Enumerable.Range(0, Count).Select(_ => 24 * random.NextUniform())];
        string[] colour = [.. Enumerable.Range(0, Count).Select(_ => "rgb"[random.NextBelow(3)].ToString())];
        string[] grade = [.. Enumerable.Range(0, Count).Select(_ => "1234"[random.NextBelow(4)].ToString())];
        if (kind == "far")
        {
            (x[7], z[20]) = (100, -50);
        }

        double[] y = [.. Enumerable.Range(0, Count).Select(i => Math.Sin(2 * x[i]) + (0.4 * Math.Min(z[i] * z[i], 4)) + (colour[i] == "r" ? 1 : 0) + (0.3 * random.NextNormal()))];
        Column[] numbers = [new("x", x), new("z", z)];
        Column[] features = kind == "mixed"
            ? [new("x", x), Column.Unordered("colour", colour, ["r", "g", "b"]), Column.Ordered("grade", grade), Column.Periodic("hour", hour, 24)]
            : numbers;
        RowWeights? weights = kind switch
        {
            "weights" => new("v", Enumerable.Range(0, Count).Select(i => i == 3 ? 0 : 0.2 + (3 * random.NextUniform())).ToArray()),
            "frequencies" => new("n", Enumerable.Range(0, Count).Select(_ => 1.0 + random.NextBelow(3)).ToArray(), WeightMeaning.Frequency),
            _ => null,
        };
        RowGroups? clusters = kind == "clusters" ? new("firm", [.. Enumerable.Range(0, Count).Select(i => (i % 7).ToString(System.Globalization.CultureInfo.InvariantCulture))]) : null;
        return new(features, [new("y", y)], weights, clusters: clusters);
    }

    /// <summary>Who is predicted from whom: in parts where the kind says so, else everybody from all others.</summary>
    public static TrainingRows Rows(string kind, Sample sample) => kind == "part"
        ? TrainingRows.Part(sample, [.. Enumerable.Range(0, 19).Select(i => 2 * i)], [.. Enumerable.Range(0, 30).Select(i => i + 3)])
        : TrainingRows.Whole(sample);

    /// <summary>A score of a name over rows; "own" for a user's.</summary>
    public static TrainableScore Score(string name, Sample sample, string estimator = "constant")
    {
        LearnableScore learnable = name == "own" ? LearnableScore.Own(new SmoothLaplace()) : LearnableScore.Parse(name);
        FitOptions options = new() { Tolerance = 0, Estimator = Estimator.Parse(estimator), Learning = new() { Score = learnable } };
        return TrainableScore.Of(Coordinates.Of(sample), sample.Data.FeatureTypes, sample.Data.FeatureNames, options);
    }

    /// <summary>Where training would start: bandwidths that a rule might choose.</summary>
    public static TrainingStart Start(TrainingRows rows) => new(rows, [.. rows.Keys.Data.FeatureTypes.Select(type => (double?)(type.Kind switch
    {
        FeatureKind.Continuous => 0.8,
        FeatureKind.Periodic => 4,
        _ => 0.3,
    }))], null, 1, new Run(1, default));
}
