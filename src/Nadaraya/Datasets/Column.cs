namespace Nadaraya;

/// <summary>A named column: a feature or a target. A discrete feature's values are the indexes of its levels.</summary>
/// <param name="Name">The name, unique within its dataset.</param>
/// <param name="Values">One value a row.</param>
public sealed record Column(string Name, ReadOnlyMemory<double> Values)
{
    /// <summary>What the values are; default <see cref="FeatureType.Continuous"/>. Targets are continuous.</summary>
    public FeatureType Type { get; init; } = FeatureType.Continuous;

    /// <summary>Levels without an order.</summary>
    /// <param name="name">The name.</param>
    /// <param name="texts">One level a row.</param>
    /// <param name="levels">Every level, the base first; null for those of the rows, as they first appear.</param>
    /// <exception cref="DataException">A text that is no level.</exception>
    public static Column Unordered(string name, IReadOnlyList<string> texts, IEnumerable<string>? levels = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return OfLevels(name, texts, FeatureType.Unordered(levels ?? texts.Distinct(StringComparer.Ordinal)));
    }

    /// <summary>Levels in an order.</summary>
    /// <param name="name">The name.</param>
    /// <param name="texts">One level a row.</param>
    /// <param name="levels">Every level, the lowest first; null for those of the rows in numeric order.</param>
    /// <exception cref="DataException">A text that is no level, or levels that are no numbers and whose order is not given.</exception>
    public static Column Ordered(string name, IReadOnlyList<string> texts, IEnumerable<string>? levels = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        IEnumerable<string> order = levels ?? FeatureType.NumericOrder(texts)
            ?? throw new DataException($"The levels of {name} are no distinct numbers, so their order is unknown: give the levels in order.");
        return OfLevels(name, texts, FeatureType.Ordered(order));
    }

    /// <summary>Numbers on a circle.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">One number a row.</param>
    /// <param name="period">The length of the circle, in the unit of the feature.</param>
    public static Column Periodic(string name, ReadOnlyMemory<double> values, double period) =>
        new(name, values) { Type = FeatureType.Periodic(period) };

    /// <summary>Texts as the indexes of their levels.</summary>
    /// <param name="name">The name.</param>
    /// <param name="texts">One level a row.</param>
    /// <param name="type">The levels.</param>
    /// <exception cref="DataException">A text that is no level.</exception>
    public static Column OfLevels(string name, IReadOnlyList<string> texts, FeatureType type)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(type);
        double[] values = new double[texts.Count];
        for (int i = 0; i < values.Length; i++)
        {
            int index = type.IndexOf(texts[i]);
            values[i] = index >= 0
                ? index
                : throw new DataException($"{name} is '{texts[i]}' in row {i + 1}, which is none of its levels {string.Join(", ", type.Levels.Take(20))}: mend the row, or add the level.");
        }

        return new(name, values) { Type = type };
    }
}
