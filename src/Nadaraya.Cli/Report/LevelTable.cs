namespace Nadaraya.Cli;

/// <summary>What stands where a curve would for a feature of levels: each level with its rows, their mean, and the prediction.</summary>
internal static class LevelTable
{
    private const int MostLevels = 40;

    /// <summary>The levels to show, in their order: all, or the most frequent.</summary>
    public static double[] Most(ReadOnlySpan<double> column, int[] rows, FeatureFit feature)
    {
        int[] counts = new int[feature.Type.Levels.Count];
        foreach (double level in CountedRows.Take(column, rows))
        {
            counts[(int)level]++;
        }

        return [.. Enumerable.Range(0, counts.Length).OrderByDescending(level => counts[level]).Take(MostLevels).Order().Select(level => (double)level)];
    }

    /// <summary>The table.</summary>
    public static ReportTable Of(KernelRegression model, int[] rows, int feature, int target, double[] levels, Predictions predictions, ReportText text)
    {
        FeatureFit along = model.Features[feature];
        ILookup<double, double> targets = CountedRows.Take(model.Data.Feature(feature), rows)
            .Zip(CountedRows.Take(model.Data.Target(target), rows)).ToLookup(p => p.First, p => p.Second);
        string shown = levels.Length < along.Type.Levels.Count ? $" ({ModelReport.Fill(text.MostLevels, levels.Length)})" : string.Empty;
        return new()
        {
            Caption = ModelReport.Fill(text.LevelCaption, model.Data.TargetNames[target], along.Name) + shown,
            Columns = [new(text.Level), new(text.Rows, true), new(text.Mean, true), new(text.Prediction, true)],
            Rows =
            [
                .. levels.Select((level, i) => new[]
                {
                    along.Type.Levels[(int)level],
                    NumberText.Format(targets[level].Count()),
                    Human.Number(Mean(targets[level])),
                    Human.Number(predictions.Value(i, target)),
                }),
            ],
        };
    }

    /// <summary>Each value has its share, so that a sum beyond the largest double does no harm.</summary>
    private static double? Mean(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return all.Length == 0 ? null : all.Sum(y => y / all.Length);
    }
}
