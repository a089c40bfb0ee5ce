using System.Globalization;

namespace Nadaraya.Tests;

/// <summary>Bandwidths that R np selects on real data: our objective must be as low.</summary>
public sealed class RealDataGoldenTests
{
    [Theory]
    [InlineData("motorcycle", "times", "accel")]
    [InlineData("faithful", "eruptions", "waiting")]
    public void Fit_RealData_ReachesTheOptimumOfNp(string name, string feature, string target)
    {
        string[] lines = File.ReadAllLines(Path.Combine(GoldenFile.RepositoryRoot, "data", name + ".csv"));
        string[] header = lines[0].Split(',');
        double[] Column(string column) => [.. lines.Skip(1).Select(l =>
            double.Parse(l.Split(',')[Array.IndexOf(header, column)], CultureInfo.InvariantCulture))];
        var golden = GoldenFile.Open("h_real.json").Values.Single(v => v.GetProperty("id").GetString() == name + " lc cv.ls");

        KernelRegression model = KernelRegression.Fit(Dataset.From(Column(feature), Column(target)));

        Assert.True(
            model.CriterionValue <= golden.GetProperty("objective").GetDouble() * (1 + 1e-6),
            $"criterion {model.CriterionValue} at {model.Features[0].Bandwidth}");
        Tolerance.Near(golden.GetProperty("r2").GetDouble(), model.Summaries[0].R2Correlation, 1e-4);
    }
}
