using System.Globalization;

namespace Nadaraya.Cli;

/// <summary>The rows of a table in the terms of a model: numbers as they are, levels by their exact text.</summary>
/// <param name="Table">The table.</param>
/// <param name="Features">One column a feature of the model; of levels, their indexes.</param>
/// <param name="Others">The other columns of numbers asked for.</param>
/// <param name="RowNumbers">The data row of every row kept, from 1.</param>
internal sealed record ModelRows(Table Table, double[][] Features, double[][] Others, int[] RowNumbers)
{
    /// <summary>How many rows were left out, on request, for a missing value.</summary>
    public int Dropped => Table.Rows - RowNumbers.Length;

    /// <summary>Takes a table apart.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The table.</param>
    /// <param name="others">Other columns of numbers.</param>
    /// <param name="reading">What to do with missing values.</param>
    /// <param name="cancellation">Stops it.</param>
    public static ModelRows Of(KernelRegression model, Table table, IReadOnlyList<string> others, TableOptions reading, CancellationToken cancellation)
    {
        string[] numbers = [.. model.Features.Where(f => !f.Type.IsDiscrete).Select(f => f.Name)];
        FeatureFit[] discrete = [.. model.Features.Where(f => f.Type.IsDiscrete)];
        int[] columns = [.. discrete.Select(f => table.IndexOf(f.Name))];
        TableQueries read = table.ToQueries([.. numbers, .. others], null, cancellation);
        List<int> kept = [];
        List<double>[] levels = [.. discrete.Select(_ => new List<double>())];
        for (int i = 0; i < read.RowNumbers.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            double[]? own = Levels(table, read.RowNumbers[i], discrete, columns, reading);
            if (own is not null)
            {
                kept.Add(i);
                for (int k = 0; k < own.Length; k++)
                {
                    levels[k].Add(own[k]);
                }
            }
        }

        double[][] taken = [.. read.Columns.Select(c => kept.Select(i => c[i]).ToArray())];
        double[][] features = [.. model.Features.Select(f => f.Type.IsDiscrete
            ? levels[Array.IndexOf(discrete, f)].ToArray()
            : taken[Array.IndexOf(numbers, f.Name)])];
        return new(table, features, taken[numbers.Length..], [.. kept.Select(i => read.RowNumbers[i])]);
    }

    /// <summary>The rows as a dataset with targets and row weights, which stand among the other columns in this order.</summary>
    public Dataset ToDataset(KernelRegression model, string? weights, WeightMeaning meaning)
    {
        int targets = model.Data.TargetNames.Count;
        return RowNumbers.Length == 0
            ? throw new DataException($"{Table.Source}: no row is left; expected at least one.")
            : new(
                [.. model.Features.Select((f, j) => new Column(f.Name, Features[j]) { Type = f.Type })],
                [.. model.Data.TargetNames.Select((name, t) => new Column(name, Others[t]))],
                weights is null ? null : new RowWeights(weights, Others[targets], meaning),
                null,
                RowNumbers,
                Dropped);
    }

    /// <summary>The levels of a row; null where one is missing and such rows are left out.</summary>
    private static double[]? Levels(Table table, int number, FeatureFit[] features, int[] columns, TableOptions reading)
    {
        double[] own = new double[features.Length];
        for (int k = 0; k < own.Length; k++)
        {
            if (table.IsMissing(number - 1, columns[k]))
            {
                return reading.Missing == MissingValues.Drop
                    ? null
                    : throw new DataException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{table.Source}, line {table.LineNumber(number - 1)}, row {number}, column '{features[k].Name}': the value is missing; expected one of the model's levels; fill it in, or drop such rows with --missing drop."));
            }

            string text = table.Text(number - 1, columns[k]);
            own[k] = features[k].Type.IndexOf(text);
            if (own[k] < 0)
            {
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{table.Source}, line {table.LineNumber(number - 1)}, row {number}, column '{features[k].Name}': {OneLine.Quote(text)} is none of the model's levels; expected one of {string.Join(", ", features[k].Type.Levels.Take(20))}; leave the row out, or fit the model with that level."));
            }
        }

        return own;
    }
}
