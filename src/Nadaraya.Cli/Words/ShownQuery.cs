namespace Nadaraya.Cli;

/// <summary>A query with the texts it was asked by.</summary>
/// <param name="Values">One value a feature, in the order of the model: a number, or the index of a level.</param>
/// <param name="Levels">The text of each level; null for numbers.</param>
internal sealed record ShownQuery(double[] Values, string?[] Levels)
{
    /// <summary>A training row of a model.</summary>
    public static ShownQuery OfRow(KernelRegression model, int row)
    {
        double[] values = [.. model.Features.Select((_, j) => model.Data.Feature(j)[row])];
        return new(values, [.. model.Features.Select((f, j) => f.Type.IsDiscrete ? f.Type.Levels[(int)values[j]] : null)]);
    }

    /// <summary>The value of a feature as text.</summary>
    /// <param name="feature">The feature, from 0.</param>
    /// <param name="number">How numbers are written.</param>
    public string Text(int feature, Func<double, string> number) => Levels[feature] is string level ? OneLine.Of(level) : number(Values[feature]);
}
