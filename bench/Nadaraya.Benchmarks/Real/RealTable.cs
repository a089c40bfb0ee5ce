using System.Globalization;

namespace Nadaraya.Benchmarks;

/// <summary>A table of bench/real/tables.py: y, features, and which rows each split predicts.</summary>
internal sealed class RealTable
{
    private readonly double[][] columns;
    private readonly string[] names;
    private readonly FeatureType[] types;

    private RealTable(double[][] columns, string[] names, FeatureType[] types, int[][] splits)
    {
        this.columns = columns;
        this.names = names;
        this.types = types;
        Splits = splits;
    }

    /// <summary>The rows that each split predicts.</summary>
    public int[][] Splits { get; }

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">What bench/real/tables.py wrote.</param>
    /// <param name="levels">Whether ordered features are levels, or numbers.</param>
    public static RealTable Read(string folder, bool levels)
    {
        double[][] rows = [.. File.ReadLines(Path.Combine(folder, "data.csv")).Skip(1).Select(line => line.Split(',').Select(s => double.Parse(s, CultureInfo.InvariantCulture)).ToArray())];
        string[][] features = [.. File.ReadLines(Path.Combine(folder, "columns.txt")).Select(line => line.Split(' '))];
        double[][] columns = [.. Enumerable.Range(0, features.Length + 1).Select(j => rows.Select(r => r[j]).ToArray())];
        FeatureType[] types = [.. features.Select((f, j) => f[1] == "number" || (f[1] == "ordered" && !levels) ? FeatureType.Continuous : Levels(columns[j + 1], f[1] == "ordered"))];
        for (int j = 0; j < types.Length; j++)
        {
            // A level is the index of its number among the table's.
            columns[j + 1] = types[j].IsDiscrete ? [.. columns[j + 1].Select(v => (double)types[j].IndexOf(Text(v)))] : columns[j + 1];
        }

        int[][] splits = [.. File.ReadLines(Path.Combine(folder, "splits.csv")).Select(line => line.Split(',').Select(s => int.Parse(s, CultureInfo.InvariantCulture)).ToArray())];
        return new(columns, [.. features.Select(f => f[0])], types, splits);
    }

    /// <summary>The rows that a split fits to.</summary>
    public Dataset Without(int[] held)
    {
        HashSet<int> left = [.. held];
        int[] kept = [.. Enumerable.Range(0, columns[0].Length).Where(i => !left.Contains(i))];
        return new(
            [.. types.Select((type, j) => new Column(names[j], Take(j + 1, kept)) { Type = type })],
            [new("y", Take(0, kept))]);
    }

    /// <summary>The rows that a split predicts.</summary>
    public Queries QueriesOf(int[] held) => Queries.FromColumns([.. types.Select((_, j) => Take(j + 1, held))]);

    private static FeatureType Levels(double[] values, bool isOrdered)
    {
        double[] distinct = [.. values.Distinct().Order()];
        return isOrdered ? FeatureType.Ordered(distinct.Select(Text), distinct) : FeatureType.Unordered(distinct.Select(Text));
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private double[] Take(int column, int[] rows) => [.. rows.Select(i => columns[column][i])];
}
