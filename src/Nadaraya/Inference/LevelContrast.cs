namespace Nadaraya;

/// <summary>What m gains from one level of a feature to another at every query: an unordered level less the first, an ordered one less the one before (the first: the second less the first).</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Above">The queries at the level.</param>
/// <param name="Below">The queries at its base.</param>
internal sealed record LevelContrast(int Feature, Queries Above, Queries Below)
{
    /// <summary>The contrasts of the features of a model that have levels to compare.</summary>
    public static IEnumerable<LevelContrast> Of(KernelRegression model, Queries queries) =>
        Enumerable.Range(0, model.Features.Count)
            .Where(j => model.Features[j].Type.IsDiscrete && model.Features[j].Type.Levels.Count > 1)
            .Select(j => Of(model.Features[j].Type, queries, j));

    private static LevelContrast Of(FeatureType type, Queries queries, int feature)
    {
        bool ordered = type.Kind == FeatureKind.Ordered;
        double[] above = [.. queries.Columns[feature].Select(level => ordered ? Math.Max(level, 1) : level)];
        return new(feature, With(above), With([.. above.Select(level => ordered ? level - 1 : 0)]));

        Queries With(double[] levels) => Queries.FromColumns([.. queries.Columns.Select((c, j) => j == feature ? levels : c)]);
    }
}
