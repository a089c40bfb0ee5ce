using System.Globalization;

namespace Nadaraya;

/// <summary>A dataset in the terms of a model: columns by name, levels by text.</summary>
internal static class Alignment
{
    /// <summary>The rows of a dataset as queries of a model.</summary>
    /// <exception cref="DataException">A feature is not there, of another kind, or has a level that the model does not know.</exception>
    public static Queries Queries(KernelRegression model, Dataset data) => Nadaraya.Queries.FromColumns([.. model.Features.Select(f => Column(f, data))]);

    /// <summary>The values of a model's target in a dataset.</summary>
    /// <exception cref="DataException">There is no such target.</exception>
    public static double[] Target(string name, Dataset data)
    {
        int at = IndexOf(data.TargetNames, name);
        return at >= 0 ? data.Target(at).ToArray() : throw new DataException($"The data have no target '{name}': a model is measured on the target that it predicts.");
    }

    /// <summary>The row weights of a dataset, 1 where it has none.</summary>
    public static double[] Weights(Dataset data)
    {
        double[] weights = new double[data.Rows];
        weights.AsSpan().Fill(1);
        data.Weights.CopyTo(weights);
        return weights;
    }

    private static double[] Column(FeatureFit feature, Dataset data)
    {
        int at = IndexOf(data.FeatureNames, feature.Name);
        if (at < 0)
        {
            throw new DataException($"The data have no feature '{feature.Name}': the model predicts from it.");
        }

        FeatureType type = data.FeatureTypes[at];
        double[] values = data.Feature(at).ToArray();
        if (type.Kind != feature.Type.Kind)
        {
            throw new DataException($"Feature '{feature.Name}' is {Word(type.Kind)} in the data but {Word(feature.Type.Kind)} in the model: read it as the model has it.");
        }

        if (!type.IsDiscrete)
        {
            return values;
        }

        int[] indexes = [.. type.Levels.Select(feature.Type.IndexOf)];
        for (int i = 0; i < values.Length; i++)
        {
            int index = indexes[(int)values[i]];
            values[i] = index >= 0
                ? index
                : throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{feature.Name} is '{type.Levels[(int)values[i]]}' in row {data.RowNumber(i)}, which is none of the model's levels {string.Join(", ", feature.Type.Levels.Take(20))}: leave the row out, or fit the model with that level."));
        }

        return values;
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (int k = 0; k < names.Count; k++)
        {
            if (names[k] == name)
            {
                return k;
            }
        }

        return -1;
    }

    private static string Word(FeatureKind kind) => kind.ToString().ToLowerInvariant();
}
