namespace Nadaraya.Cli;

/// <summary>The words of <c>effects --at</c>: <c>educ=12,16</c> sets a feature to each of several values, and what names a feature begins the next.</summary>
internal static class GridText
{
    /// <summary>The values by feature.</summary>
    public static List<EffectPoint> Parse(KernelRegression model, IReadOnlyList<string> items, string option)
    {
        List<(FeatureFit Feature, List<double> Values)> points = [];
        foreach (string item in items)
        {
            FeatureFit? named = model.Features.Where(f => item.StartsWith(f.Name + "=", StringComparison.Ordinal)).MaxBy(f => f.Name.Length);
            if (named is null && (points.Count == 0 || (item.Contains('=', StringComparison.Ordinal) && !points[^1].Feature.Type.IsDiscrete)))
            {
                throw new UsageException($"{option} has {OneLine.Quote(item)}, which names no feature of the model; expected one of {string.Join(", ", model.Features.Select(f => f.Name))} and a value, such as {option} {OneLine.Of(model.Features[0].Name)}=1.");
            }

            if (named is not null && !points.Any(p => p.Feature == named))
            {
                points.Add((named, []));
            }

            (FeatureFit feature, List<double> values) = named is null ? points[^1] : points.First(p => p.Feature == named);
            values.Add(Value(feature, named is null ? item : item[(feature.Name.Length + 1)..], option));
        }

        return [.. points.Select(p => new EffectPoint(p.Feature.Name, p.Values))];
    }

    private static double Value(FeatureFit feature, string text, string option)
    {
        if (!feature.Type.IsDiscrete)
        {
            return ListText.Number(text, $"{option} {OneLine.Of(feature.Name)}");
        }

        int index = feature.Type.IndexOf(text);
        return index >= 0
            ? index
            : throw new UsageException($"{option} sets {OneLine.Quote(feature.Name)} to {OneLine.Quote(text)}, which is none of its levels; expected one of {string.Join(", ", feature.Type.Levels.Take(20))}.");
    }
}
