using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>Features as numbers that a score can multiply: what a learned map is a map of. Fixed when learned, and kept with the model.</summary>
/// <remarks>
/// A number, and the score of an ordered level, is (x − centre)/unit, its mean and standard deviation; a number on a circle is cos and sin of its angle; a level without
/// an order is one coordinate a level, 1/√2 for its own and 0 for the others, so that two levels are 1 apart. A level never seen has 0 in all: as far from each.
/// </remarks>
internal sealed class Coordinates
{
    private static readonly double Own = Math.Sqrt(0.5);

    private readonly FeatureType[] types;
    private readonly int[] features; // of each coordinate
    private readonly int[] parts; // of each coordinate: the level, 0 or 1 of a circle, −1 of a number

    private Coordinates(IReadOnlyList<string> names, FeatureType[] types, int[] features, int[] parts, double[] centres, double[] units)
    {
        (this.types, this.features, this.parts, Centres, Units) = (types, features, parts, centres, units);
        Names = [.. features.Select((j, c) => NameOf(names[j], types[j], parts[c]))];
    }

    /// <summary>How many there are.</summary>
    public int Count => features.Length;

    /// <summary>How many features the data have, those without a coordinate among them.</summary>
    public int FeatureCount => types.Length;

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What is 0.</summary>
    public double[] Centres { get; }

    /// <summary>What is 1, positive.</summary>
    public double[] Units { get; }

    /// <summary>The feature of each.</summary>
    public IReadOnlyList<int> Features => features;

    /// <summary>The coordinates of a sample's features; constant ones have none.</summary>
    public static Coordinates Of(Sample sample)
    {
        FeatureType[] types = [.. sample.Data.FeatureTypes];
        List<(int Feature, int Part, double Centre, double Unit)> all = [];
        for (int j = 0; j < types.Length; j++)
        {
            (double low, double high) = sample.Range(j);
            if (low == high)
            {
                continue;
            }

            switch (types[j].Kind)
            {
                case FeatureKind.Unordered:
                    all.AddRange(Enumerable.Range(0, types[j].Levels.Count).Select(level => (j, level, 0.0, 1.0)));
                    break;
                case FeatureKind.Periodic:
                    all.Add((j, 0, 0, 1));
                    all.Add((j, 1, 0, 1));
                    break;
                default:
                    (double centre, double unit) = Spread(sample, j);
                    all.Add((j, -1, centre, unit));
                    break;
            }
        }

        return new(sample.Data.FeatureNames, types, [.. all.Select(a => a.Feature)], [.. all.Select(a => a.Part)], [.. all.Select(a => a.Centre)], [.. all.Select(a => a.Unit)]);
    }

    /// <summary>The coordinates that a model was learned with.</summary>
    /// <param name="names">The features.</param>
    /// <param name="types">Their types.</param>
    /// <param name="features">The feature of each coordinate.</param>
    /// <param name="parts">Its part.</param>
    /// <param name="centres">Its 0.</param>
    /// <param name="units">Its 1.</param>
    /// <exception cref="FormatException">They make no sense.</exception>
    public static Coordinates Restore(IReadOnlyList<string> names, IReadOnlyList<FeatureType> types, int[] features, int[] parts, double[] centres, double[] units)
    {
        bool fits = features.Length == parts.Length && features.Length == centres.Length && features.Length == units.Length
            && features.All(j => j >= 0 && j < types.Count) && units.All(u => u > 0 && double.IsFinite(u)) && centres.All(double.IsFinite)
            && features.Zip(parts).All(p => types[p.First].Kind switch
            {
                FeatureKind.Unordered => p.Second >= 0 && p.Second < types[p.First].Levels.Count,
                FeatureKind.Periodic => p.Second is 0 or 1,
                _ => p.Second == -1,
            });
        return fits ? new(names, [.. types], features, parts, centres, units) : throw new FormatException("coordinates of no feature");
    }

    /// <summary>The part of each: the level, 0 and 1 of a circle, −1 of a number.</summary>
    public IReadOnlyList<int> Parts => parts;

    /// <summary>Whether a coordinate is of a number on a circle.</summary>
    /// <param name="coordinate">Which.</param>
    public bool IsOnCircle(int coordinate) => types[features[coordinate]].Kind == FeatureKind.Periodic;

    /// <summary>Whether a coordinate is of a feature of levels.</summary>
    /// <param name="coordinate">Which.</param>
    public bool IsOfLevels(int coordinate) => types[features[coordinate]].IsDiscrete;

    /// <summary>Whether a coordinate is a level without an order.</summary>
    /// <param name="coordinate">Which.</param>
    public bool IsLevel(int coordinate) => types[features[coordinate]].Kind == FeatureKind.Unordered;

    /// <summary>Columns of features as columns of coordinates.</summary>
    /// <param name="columns">One a feature.</param>
    /// <param name="count">How many values of each.</param>
    /// <param name="run">Threads.</param>
    public double[][] Map(double[][] columns, int count, Run run)
    {
        double[][] mapped = [.. features.Select(_ => new double[count])];
        (run with { Progress = null }).For(features.Length, c =>
        {
            double[] from = columns[features[c]], to = mapped[c];
            FeatureType type = types[features[c]];
            for (int i = 0; i < count; i++)
            {
                to[i] = At(type, c, from[i]);
            }
        });
        return mapped;
    }

    private static (double Centre, double Unit) Spread(Sample sample, int feature)
    {
        FeatureType type = sample.Data.FeatureTypes[feature];
        double[] column = sample.Columns[feature];
        double first = Value(type, column[0]), total = 0, sum = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            total += sample.Weight(i);
            sum += sample.Weight(i) * (Value(type, column[i]) - first);
        }

        double centre = first + (sum / total), squares = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            double apart = Value(type, column[i]) - centre;
            squares += sample.Weight(i) * apart * apart;
        }

        double unit = Math.Sqrt(squares / total);

        // Squares of numbers under 1e-154 or over 1e154 are lost: the range says as much.
        return (centre, double.IsNormal(unit) ? unit : (sample.Range(feature).Highest / 4) - (sample.Range(feature).Lowest / 4));
    }

    private static double Value(FeatureType type, double x) => type.Kind == FeatureKind.Ordered ? type.Scores[(int)x] : x;

    private static string NameOf(string feature, FeatureType type, int part) => type.Kind switch
    {
        FeatureKind.Unordered => $"{feature}={type.Levels[part]}",
        FeatureKind.Periodic => part == 0 ? $"cos({feature})" : $"sin({feature})",
        _ => feature,
    };

    private double At(FeatureType type, int coordinate, double x) => type.Kind switch
    {
        FeatureKind.Unordered => x == parts[coordinate] ? Own : 0,
        FeatureKind.Periodic => Turn(x / type.Period, parts[coordinate]),
        FeatureKind.Ordered => x < 0 ? 0 : (type.Scores[(int)x] - Centres[coordinate]) / Units[coordinate],
        _ => (x - Centres[coordinate]) / Units[coordinate],
    };

    /// <summary>cos or sin of a share of a turn; whole turns are taken off first.</summary>
    private static double Turn(double turns, int part)
    {
        double angle = 2 * Math.PI * (turns - Math.Floor(turns));
        return part == 0 ? Math.Cos(angle) : Math.Sin(angle);
    }
}
