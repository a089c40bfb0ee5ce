using System.Globalization;

namespace Nadaraya;

/// <summary>Training rows: n rows of continuous or discrete features, one or more targets, optional row weights, row ids and groups. Immutable.</summary>
/// <remarks>Columns are copied once, so that a later change of the source arrays cannot reach a fitted model.</remarks>
public sealed class Dataset
{
    private readonly double[][] features;
    private readonly double[][] targets;
    private readonly double[]? weights;
    private readonly string[]? ids;
    private readonly int[]? rowNumbers;
    private readonly int[]? groups;

    /// <summary>Checks and copies columns into a dataset.</summary>
    /// <param name="features">The features, at least one, each with n values.</param>
    /// <param name="targets">The targets, at least one, each with n values.</param>
    /// <param name="weights">Row weights, or null where every row counts alike.</param>
    /// <param name="ids">One id a row, or null.</param>
    /// <param name="rowNumbers">The number of each row in its source, from 1, increasing; null for 1 … n.</param>
    /// <param name="rowsDropped">How many rows of the source were left out on request, to be told.</param>
    /// <param name="clusters">Groups of rows that belong together, or null where every row stands for itself.</param>
    /// <exception cref="DataException">No row, lengths that differ, a repeated name, a NaN or infinite value, a bad weight.</exception>
    public Dataset(
        IReadOnlyList<Column> features,
        IReadOnlyList<Column> targets,
        RowWeights? weights = null,
        IReadOnlyList<string>? ids = null,
        IReadOnlyList<int>? rowNumbers = null,
        int rowsDropped = 0,
        RowGroups? clusters = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowsDropped);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        DatasetChecks.Check(features, targets, weights, ids, rowNumbers, clusters);
        RowsDropped = rowsDropped;
        FeatureNames = [.. features.Select(c => c.Name)];
        FeatureTypes = [.. features.Select(c => c.Type)];
        TargetNames = [.. targets.Select(c => c.Name)];
        this.features = [.. features.Select(c => c.Values.ToArray())];
        this.targets = [.. targets.Select(c => c.Values.ToArray())];
        this.weights = weights?.Values.ToArray();
        WeightsName = weights?.Name;
        WeightMeaning = weights?.Meaning ?? WeightMeaning.Importance;
        this.ids = ids is null ? null : [.. ids];
        this.rowNumbers = rowNumbers is null ? null : [.. rowNumbers];
        if (clusters is not null)
        {
            ClusterName = clusters.Name;
            Clusters = [.. clusters.Labels.Distinct(StringComparer.Ordinal)];
            Dictionary<string, int> places = Clusters.Select((label, place) => (label, place)).ToDictionary(p => p.label, p => p.place, StringComparer.Ordinal);
            groups = [.. clusters.Labels.Select(label => places[label])];
        }
    }

    /// <summary>Some of the rows, with their numbers and ids; levels stay those of all.</summary>
    /// <param name="rows">Which, from 0, ascending.</param>
    internal Dataset Of(int[] rows)
    {
        return new(
            [.. FeatureNames.Select((name, j) => new Column(name, Taken(features[j])) { Type = FeatureTypes[j] })],
            [.. TargetNames.Select((name, t) => new Column(name, Taken(targets[t])))],
            weights is null ? null : new(WeightsName!, Taken(weights), WeightMeaning),
            ids is null ? null : [.. rows.Select(row => ids[row])],
            [.. rows.Select(RowNumber)],
            clusters: groups is null ? null : new(ClusterName!, [.. rows.Select(row => Clusters[groups[row]])]));

        double[] Taken(double[] column) => [.. rows.Select(row => column[row])];
    }

    /// <summary>One feature x and one target y.</summary>
    /// <param name="x">n feature values.</param>
    /// <param name="y">n target values.</param>
    public static Dataset From(ReadOnlySpan<double> x, ReadOnlySpan<double> y) =>
        new([new("x", x.ToArray())], [new("y", y.ToArray())]);

    /// <summary>A feature matrix and one target; the features are named x1, x2, ….</summary>
    /// <param name="features">n × d, one row a training row.</param>
    /// <param name="target">n target values.</param>
    public static Dataset From(double[,] features, ReadOnlySpan<double> target)
    {
        ArgumentNullException.ThrowIfNull(features);
        Column[] columns = new Column[features.GetLength(1)];
        for (int j = 0; j < columns.Length; j++)
        {
            double[] values = new double[features.GetLength(0)];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = features[i, j];
            }

            columns[j] = new(string.Create(CultureInfo.InvariantCulture, $"x{j + 1}"), values);
        }

        return new(columns, [new("y", target.ToArray())]);
    }

    /// <summary>The number of rows, n.</summary>
    public int Rows => features[0].Length;

    /// <summary>How many rows of the source were left out on request.</summary>
    public int RowsDropped { get; }

    /// <summary>The names of the features, in column order.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>What the values of each feature are.</summary>
    public IReadOnlyList<FeatureType> FeatureTypes { get; }

    /// <summary>The name of the column that groups rows, or null.</summary>
    public string? ClusterName { get; }

    /// <summary>The labels of the groups, as they first appear; empty where every row stands for itself.</summary>
    public IReadOnlyList<string> Clusters { get; } = [];

    /// <summary>The names of the targets, in column order.</summary>
    public IReadOnlyList<string> TargetNames { get; }

    /// <summary>The name of the column the row weights came from, or null.</summary>
    public string? WeightsName { get; }

    /// <summary>What the row weights mean, where there are any.</summary>
    public WeightMeaning WeightMeaning { get; }

    /// <summary>Whether rows have ids.</summary>
    public bool HasIds => ids is not null;

    /// <summary>Whether rows have weights.</summary>
    public bool HasWeights => weights is not null;

    /// <summary>Which of <see cref="Clusters"/> each row belongs to; empty where every row stands for itself.</summary>
    public ReadOnlySpan<int> ClusterOfRow => groups;

    /// <summary>The n values of a feature: in its own unit, or indexes of its levels.</summary>
    /// <param name="index">The feature, from 0.</param>
    public ReadOnlySpan<double> Feature(int index) => features[index];

    /// <summary>The n values of a target, in its own unit.</summary>
    /// <param name="index">The target, from 0.</param>
    public ReadOnlySpan<double> Target(int index = 0) => targets[index];

    /// <summary>The n row weights; empty where every row counts alike.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>The id of a row, or null where rows have none.</summary>
    /// <param name="row">The row, from 0.</param>
    public string? Id(int row) => ids?[row];

    /// <summary>The number of a row in its source, from 1; rows that were dropped on request keep theirs.</summary>
    /// <param name="row">The row, from 0.</param>
    public int RowNumber(int row) => rowNumbers?[row] ?? row + 1;

    /// <summary>Whether source row numbers differ from 1 … n.</summary>
    public bool HasRowNumbers => rowNumbers is not null;
}
