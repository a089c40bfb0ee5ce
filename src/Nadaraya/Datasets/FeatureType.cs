using System.Collections.Frozen;
using System.Globalization;

namespace Nadaraya;

/// <summary>The type of a feature: continuous, periodic, or levels with or without an order. Immutable.</summary>
/// <remarks>
/// A discrete value is the index of its level, from 0. Levels belong to the model, not to a batch of rows: a level that a fold or a query lacks still counts.
/// </remarks>
public sealed class FeatureType : IEquatable<FeatureType>
{
    private readonly FrozenDictionary<string, int> indexes;

    private FeatureType(FeatureKind kind, IReadOnlyList<string> levels, IReadOnlyList<double> scores, double period)
    {
        Kind = kind;
        Levels = levels;
        Scores = scores;
        Period = period;
        indexes = levels.Select((level, index) => KeyValuePair.Create(level, index)).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>A number on a line.</summary>
    public static FeatureType Continuous { get; } = new(FeatureKind.Continuous, [], [], 0);

    /// <summary>What the values are.</summary>
    public FeatureKind Kind { get; }

    /// <summary>The levels of a discrete feature, in their order; empty for numbers.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <summary>Where each level of an ordered feature stands, ascending; empty for other kinds.</summary>
    public IReadOnlyList<double> Scores { get; }

    /// <summary>The length of a periodic feature's circle, in its unit; 0 for other kinds.</summary>
    public double Period { get; }

    /// <summary>Whether values are levels.</summary>
    public bool IsDiscrete => Kind is FeatureKind.Unordered or FeatureKind.Ordered;

    /// <summary>A number on a circle.</summary>
    /// <param name="period">Its length, positive and finite, in the unit of the feature: 24 for hours, 360 for degrees.</param>
    public static FeatureType Periodic(double period) => period > 0 && double.IsFinite(period)
        ? new(FeatureKind.Periodic, [], [], period)
        : throw new ArgumentOutOfRangeException(
            nameof(period), string.Create(CultureInfo.InvariantCulture, $"The period is {period}: it must be a positive finite number in the unit of the feature, such as 24 for hours."));

    /// <summary>Levels without an order.</summary>
    /// <param name="levels">Every level once; the first is the base that contrasts are taken from.</param>
    public static FeatureType Unordered(IEnumerable<string> levels) => new(FeatureKind.Unordered, Distinct(levels), [], 0);

    /// <summary>Levels in an order.</summary>
    /// <param name="levels">Every level once, the lowest first.</param>
    /// <param name="scores">Where each stands, ascending; null for the numbers that the levels are, or 0, 1, 2, … where one is no number.</param>
    /// <exception cref="DataException">A level twice, or scores that do not ascend.</exception>
    public static FeatureType Ordered(IEnumerable<string> levels, IEnumerable<double>? scores = null)
    {
        string[] distinct = Distinct(levels);
        double[]? places = scores is null ? Numbers(distinct) : [.. scores];
        places ??= [.. distinct.Select((_, index) => (double)index)];
        if (places.Length != distinct.Length)
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"There are {places.Length} scores for {distinct.Length} levels: give each level one."));
        }

        for (int i = 0; i < places.Length; i++)
        {
            if (!double.IsFinite(places[i]) || (i > 0 && !(places[i] > places[i - 1])))
            {
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture, $"The score of level '{distinct[i]}' is {places[i]}: scores are finite and ascend with the levels; put the levels in order, or give other scores."));
            }
        }

        return new(FeatureKind.Ordered, distinct, places, 0);
    }

    /// <summary>The levels that texts hold, in the order that <see cref="Ordered"/> wants: of numbers where all are, else null.</summary>
    /// <param name="texts">Texts, repeated as often as they like.</param>
    public static IReadOnlyList<string>? NumericOrder(IEnumerable<string> texts)
    {
        string[] distinct = [.. texts.Distinct(StringComparer.Ordinal)];
        return Parsed(distinct) is double[] numbers && numbers.Distinct().Count() == numbers.Length
            ? [.. distinct.Zip(numbers).OrderBy(p => p.Second).Select(p => p.First)]
            : null;
    }

    /// <summary>The index of a level, or −1 where there is no such level.</summary>
    /// <param name="level">The exact text.</param>
    public int IndexOf(string level) => indexes.GetValueOrDefault(level, -1);

    /// <summary>The same kind, levels, scores and period.</summary>
    /// <param name="other">The other type.</param>
    public bool Equals(FeatureType? other) => other is not null && Kind == other.Kind && Period == other.Period
        && Levels.SequenceEqual(other.Levels, StringComparer.Ordinal) && Scores.SequenceEqual(other.Scores);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeatureType);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Period, Levels.Count);

    private static string[] Distinct(IEnumerable<string> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        string[] all = [.. levels];
        HashSet<string> seen = new(StringComparer.Ordinal);
        string? twice = Array.Find(all, level => !seen.Add(level));
        return twice is not null ? throw new DataException($"Level '{twice}' is named twice: name every level once.")
            : all.Length == 0 ? throw new DataException("A discrete feature has no level: name at least one.")
            : all;
    }

    /// <summary>The numbers that ascending levels are, or null.</summary>
    private static double[]? Numbers(string[] levels) =>
        Parsed(levels) is double[] numbers && numbers.Zip(numbers.Skip(1)).All(p => p.First < p.Second) ? numbers : null;

    private static double[]? Parsed(string[] levels)
    {
        double[] numbers = new double[levels.Length];
        for (int i = 0; i < levels.Length; i++)
        {
            // The platform reads words such as Infinity, and past a trailing NUL.
            bool digits = levels[i].All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '.' or 'e' or 'E');
            if (!digits || !double.TryParse(levels[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
            {
                return null;
            }
        }

        return numbers;
    }
}
