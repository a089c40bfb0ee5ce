using System.Globalization;

namespace Nadaraya;

/// <summary>A query by feature names: <c>model.Predict(model.Query().Set("educ", 12).Set("married", "yes"))</c>.</summary>
public sealed class Query
{
    private const int MostLevels = 20;

    private readonly IReadOnlyList<FeatureFit> features;
    private readonly UnseenLevels unseen;
    private readonly double[] values;

    internal Query(IReadOnlyList<FeatureFit> features, UnseenLevels unseen)
    {
        this.features = features;
        this.unseen = unseen;
        values = new double[features.Count];
        values.AsSpan().Fill(double.NaN);
    }

    /// <summary>Sets a feature of numbers.</summary>
    /// <param name="feature">Its name.</param>
    /// <param name="value">A finite number, in the unit of the feature.</param>
    /// <exception cref="DataException">No such feature, one of levels, or a number that is not finite.</exception>
    public Query Set(string feature, double value)
    {
        int j = IndexOf(feature);
        if (features[j].Type.IsDiscrete)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture, $"{feature} is set to the number {value} but has levels: expected one of {Levels(features[j].Type)}; set it as a text."));
        }

        values[j] = double.IsFinite(value)
            ? value
            : throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{feature} is {value}: a query needs finite numbers."));
        return this;
    }

    /// <summary>Sets a feature of levels.</summary>
    /// <param name="feature">Its name.</param>
    /// <param name="level">The exact text of a level.</param>
    /// <exception cref="DataException">No such feature, one of numbers, or a level that the model has never seen, unless those are taken as different.</exception>
    public Query Set(string feature, string level)
    {
        ArgumentNullException.ThrowIfNull(level);
        int j = IndexOf(feature);
        FeatureType type = features[j].Type;
        if (!type.IsDiscrete)
        {
            throw new DataException($"{feature} is set to the text '{level}' but has numbers: expected a finite number; set it as one.");
        }

        int index = type.IndexOf(level);
        values[j] = index >= 0 || unseen == UnseenLevels.Different
            ? index
            : throw new DataException($"{feature} is '{level}', a level that the model has never seen: expected one of {Levels(type)}; mend it, or ask with UnseenLevels.Different, which takes it as unlike all.");
        return this;
    }

    /// <summary>All values in the order of the features.</summary>
    /// <exception cref="DataException">A feature that was not set.</exception>
    internal double[] Complete()
    {
        int j = Array.FindIndex(values, double.IsNaN);
        return j < 0 ? values : throw new DataException($"The query has no value for '{features[j].Name}': set every feature of the model.");
    }

    private static string Levels(FeatureType type) =>
        string.Join(", ", type.Levels.Take(MostLevels).Select(level => $"'{level}'"))
        + (type.Levels.Count > MostLevels ? string.Create(CultureInfo.InvariantCulture, $" and {type.Levels.Count - MostLevels} more") : string.Empty);

    private int IndexOf(string feature)
    {
        int j = 0;
        while (j < features.Count && features[j].Name != feature)
        {
            j++;
        }

        return j < features.Count
            ? j
            : throw new DataException($"'{feature}' is no feature of the model: its features are {string.Join(", ", features.Select(f => f.Name))}.");
    }
}
