using System.Text;

namespace Nadaraya.Data;

/// <summary>Puts the levels that were read in order, and gives their feature its type.</summary>
internal static class LevelOrder
{
    /// <summary>The column of a discrete feature: of levels that were not given those alone that a row has.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">The feature.</param>
    /// <param name="kind">Ordered or not.</param>
    /// <param name="read">What was read.</param>
    /// <param name="values">Indexes by first appearance, of the rows that are kept; changed in place to those of the order.</param>
    public static Column Arrange(Table table, string name, FeatureKind kind, LevelReader read, double[] values)
    {
        int[] order = [.. Enumerable.Range(0, read.Levels.Count)];
        double[]? numbers = Numbers(table, read.Levels);
        if (!read.IsGiven)
        {
            bool[] isUsed = new bool[order.Length];
            foreach (double value in values)
            {
                isUsed[(int)value] = true;
            }

            // By number where all that are left are numbers: the base must not depend on the order of the rows.
            int[] used = [.. order.Where(index => isUsed[index])];
            numbers = Numbers(table, [.. used.Select(index => read.Levels[index])]);
            order = [.. used.Select((index, at) => (index, key: numbers?[at] ?? 0)).OrderBy(p => p.key).ThenBy(p => read.Levels[p.index], StringComparer.Ordinal).Select(p => p.index)];
            numbers = numbers is null ? null : [.. numbers.Order()];
            int[] place = new int[read.Levels.Count];
            for (int at = 0; at < order.Length; at++)
            {
                place[order[at]] = at;
            }

            for (int i = 0; i < values.Length; i++)
            {
                values[i] = place[(int)values[i]];
            }
        }

        string[] levels = [.. order.Select(index => read.Levels[index])];
        bool ascend = numbers is not null && numbers.Zip(numbers.Skip(1)).All(p => p.First < p.Second);
        return new(name, values)
        {
            Type = kind == FeatureKind.Ordered
                ? FeatureType.Ordered(levels, ascend ? numbers : [.. levels.Select((_, at) => (double)at)])
                : FeatureType.Unordered(levels),
        };
    }

    /// <summary>The numbers that all levels are, or null.</summary>
    private static double[]? Numbers(Table table, IReadOnlyList<string> levels)
    {
        double[] numbers = new double[levels.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (LevelReader.Number(table, Encoding.UTF8.GetBytes(levels[i]), out numbers[i]) != NumberFault.None)
            {
                return null;
            }
        }

        return numbers;
    }
}
