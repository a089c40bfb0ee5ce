using System.Globalization;

namespace Nadaraya;

/// <summary>The checks at a dataset's door; inner rooms trust what passed.</summary>
internal static class DatasetChecks
{
    public static void Check(
        IReadOnlyList<Column> features,
        IReadOnlyList<Column> targets,
        RowWeights? weights,
        IReadOnlyList<string>? ids,
        IReadOnlyList<int>? rowNumbers,
        RowGroups? clusters)
    {
        if (features.Count == 0)
        {
            throw new DataException("There is no feature: a regression needs at least one column beside the target.");
        }

        if (targets.Count == 0)
        {
            throw new DataException("There is no target: name the column to predict.");
        }

        int rows = features[0].Values.Length;
        if (rows == 0)
        {
            throw new DataException($"Column '{features[0].Name}' has no rows: a regression needs at least one row of data.");
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Column column in features.Concat(targets))
        {
            if (!names.Add(column.Name))
            {
                throw new DataException($"Column '{column.Name}' is named twice: features and targets need names of their own.");
            }

            CheckLength(column.Name, column.Values.Length, features[0].Name, rows);
            CheckFinite(column.Name, column.Values.Span);
            CheckLevels(column);
        }

        if (targets.FirstOrDefault(t => t.Type.Kind != FeatureKind.Continuous) is Column target)
        {
            throw new DataException($"Target '{target.Name}' is no column of numbers: predict a number, such as 0 or 1 for one of two levels.");
        }

        if (clusters is not null)
        {
            CheckLength(clusters.Name, clusters.Labels.Count, features[0].Name, rows);
        }

        if (weights is not null)
        {
            CheckLength(weights.Name, weights.Values.Length, features[0].Name, rows);
            CheckWeights(weights);
        }

        if (ids is not null)
        {
            CheckLength("ids", ids.Count, features[0].Name, rows);
        }

        if (rowNumbers is not null)
        {
            CheckLength("rowNumbers", rowNumbers.Count, features[0].Name, rows);
        }
    }

    private static void CheckLength(string name, int found, string other, int rows)
    {
        if (found != rows)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} has {found} rows but {other} has {rows}: row i of one belongs to row i of the other."));
        }
    }

    private static void CheckFinite(string name, ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} is {values[i]} in row {i + 1}: every value must be a finite number; leave the row out or mend it."));
            }
        }
    }

    private static void CheckLevels(Column column)
    {
        if (!column.Type.IsDiscrete)
        {
            return;
        }

        ReadOnlySpan<double> values = column.Values.Span;
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0) || values[i] >= column.Type.Levels.Count || values[i] != Math.Floor(values[i]))
            {
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{column.Name} is {values[i]} in row {i + 1}: a discrete feature holds the index of one of its {column.Type.Levels.Count} levels, from 0."));
            }
        }
    }

    private static void CheckWeights(RowWeights weights)
    {
        ReadOnlySpan<double> v = weights.Values.Span;
        double largest = 0;
        for (int i = 0; i < v.Length; i++)
        {
            if (!(v[i] >= 0) || !double.IsFinite(v[i]))
            {
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{weights.Name} is {v[i]} in row {i + 1}: a row weight is a finite number that is not negative."));
            }

            if (weights.Meaning == WeightMeaning.Frequency && v[i] != Math.Floor(v[i]))
            {
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{weights.Name} is {v[i]} in row {i + 1}: a frequency counts whole rows; use importance weights for fractions."));
            }

            largest = Math.Max(largest, v[i]);
        }

        if (largest == 0)
        {
            throw new DataException($"{weights.Name} is 0 in every row: at least one row must count.");
        }
    }
}
