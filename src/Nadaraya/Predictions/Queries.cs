using System.Globalization;

namespace Nadaraya;

/// <summary>Queries as columns: one value a query in every feature of the model, in the model's order.</summary>
/// <remarks>A discrete feature's value is the index of its level in <see cref="FeatureFit.Type"/>, or −1 for a level that the model has never seen: unlike all.</remarks>
public sealed class Queries
{
    private readonly double[][] columns;

    private Queries(double[][] columns, int count)
    {
        this.columns = columns;
        Count = count;
    }

    /// <summary>The number of queries.</summary>
    public int Count { get; }

    /// <summary>The number of features.</summary>
    public int Dimensions => columns.Length;

    /// <summary>The queries' values in a feature.</summary>
    /// <param name="feature">The feature, from 0.</param>
    public ReadOnlySpan<double> Column(int feature) => columns[feature].AsSpan(0, Count);

    /// <summary>Takes columns, one a feature; they are not copied and must not change while in use.</summary>
    /// <param name="columns">d arrays of m values.</param>
    /// <exception cref="ArgumentException">Columns of different length.</exception>
    /// <exception cref="DataException">A NaN or infinite value.</exception>
    public static Queries FromColumns(params double[][] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        int count = columns.Length == 0 ? 0 : columns[0].Length;
        for (int j = 0; j < columns.Length; j++)
        {
            if (columns[j].Length != count)
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"Query column {j + 1} has {columns[j].Length} values but column 1 has {count}: every column needs one value a query."),
                    nameof(columns));
            }

            for (int i = 0; i < count; i++)
            {
                if (!double.IsFinite(columns[j][i]))
                {
                    throw new DataException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"Query {i + 1} is {columns[j][i]} in feature {j + 1}: a query needs finite numbers; leave it out or mend it."));
                }
            }
        }

        return new(columns, count);
    }

    /// <summary>Queries in one feature.</summary>
    /// <param name="values">m values.</param>
    public static Queries From(ReadOnlySpan<double> values) => FromColumns(values.ToArray());

    /// <summary>A query matrix.</summary>
    /// <param name="rows">m × d, one row a query.</param>
    public static Queries From(double[,] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        double[][] columns = new double[rows.GetLength(1)][];
        for (int j = 0; j < columns.Length; j++)
        {
            columns[j] = new double[rows.GetLength(0)];
            for (int i = 0; i < columns[j].Length; i++)
            {
                columns[j][i] = rows[i, j];
            }
        }

        return FromColumns(columns);
    }

    /// <summary>The training rows of a dataset as queries.</summary>
    /// <param name="data">The dataset.</param>
    public static Queries Of(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        double[][] columns = new double[data.FeatureNames.Count][];
        for (int j = 0; j < columns.Length; j++)
        {
            columns[j] = data.Feature(j).ToArray();
        }

        return new(columns, data.Rows);
    }

    /// <summary>Some of the queries, one after the other.</summary>
    internal Queries Part(int from, int count) => new([.. columns.Select(c => c[from..(from + count)])], count);

    /// <summary>The columns themselves.</summary>
    internal double[][] Columns => columns;

    /// <summary>Refuses values of discrete features that are no index of a level, nor −1.</summary>
    internal void CheckLevels(IReadOnlyList<FeatureFit> features)
    {
        for (int j = 0; j < columns.Length; j++)
        {
            if (!features[j].Type.IsDiscrete)
            {
                continue;
            }

            int levels = features[j].Type.Levels.Count;
            for (int i = 0; i < Count; i++)
            {
                double value = columns[j][i];
                if (!(value >= -1) || value >= levels || value != Math.Floor(value))
                {
                    throw new DataException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"Query {i + 1} is {value} in '{features[j].Name}': expected the index of one of its {levels} levels, from 0, or -1 for one never seen; look it up with Type.IndexOf, or set the level by name."));
                }
            }
        }
    }
}
