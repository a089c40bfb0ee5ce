namespace Nadaraya.Cli;

/// <summary>What a feature is held at while another varies.</summary>
internal static class TypicalRow
{
    /// <summary>The median of numbers, the most frequent level.</summary>
    public static double Of(KernelRegression model, int[] rows, int feature)
    {
        double[] values = CountedRows.Take(model.Data.Feature(feature), rows);
        if (model.Features[feature].Type.IsDiscrete)
        {
            return values.GroupBy(level => level).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key;
        }

        Array.Sort(values);
        return values[values.Length / 2];
    }
}
