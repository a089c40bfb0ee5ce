using System.Globalization;

namespace Nadaraya;

/// <summary>A query by feature names: <c>model.Predict(model.Query().Set("times", 15.2))</c>.</summary>
public sealed class Query
{
    private readonly IReadOnlyList<FeatureFit> features;
    private readonly double[] values;

    internal Query(IReadOnlyList<FeatureFit> features)
    {
        this.features = features;
        values = new double[features.Count];
        values.AsSpan().Fill(double.NaN);
    }

    /// <summary>Sets a feature.</summary>
    /// <param name="feature">Its name.</param>
    /// <param name="value">A finite number, in the unit of the feature.</param>
    /// <exception cref="DataException">No such feature, or a number that is not finite.</exception>
    public Query Set(string feature, double value)
    {
        int j = 0;
        while (j < features.Count && features[j].Name != feature)
        {
            j++;
        }

        if (j == features.Count)
        {
            throw new DataException($"'{feature}' is no feature of the model: its features are {string.Join(", ", features.Select(f => f.Name))}.");
        }

        values[j] = double.IsFinite(value)
            ? value
            : throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{feature} is {value}: a query needs finite numbers."));
        return this;
    }

    /// <summary>All values in the order of the features.</summary>
    /// <exception cref="DataException">A feature that was not set.</exception>
    internal double[] Complete()
    {
        int j = Array.FindIndex(values, double.IsNaN);
        return j < 0 ? values : throw new DataException($"The query has no value for '{features[j].Name}': set every feature of the model.");
    }
}
