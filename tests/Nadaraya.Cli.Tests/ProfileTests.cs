using System.Globalization;
using System.Text.Json;

namespace Nadaraya.Cli.Tests;

public sealed class ProfileTests : IDisposable
{
    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public void Profile_OfOneFeature_IsLowestAtTheFittedBandwidth()
    {
        JsonElement fit = session.Run("fit", Session.Motorcycle, "--target", "accel", "--out", session["m.safetensors"], "--json").Json;
        Outcome profile = session.Run("profile", Session.Motorcycle, "--target", "accel").Silent();
        Assert.Equal(["bandwidth", "criterion"], profile.Csv[0]);
        (double Bandwidth, double Criterion)[] rows = [.. profile.Csv.Skip(1).Select(r => (Number(r[0]), Number(r[1])))];
        Assert.True(rows.Zip(rows.Skip(1)).All(p => p.First.Bandwidth < p.Second.Bandwidth));
        (double bandwidth, double criterion) = rows.MinBy(r => r.Criterion);
        Assert.Equal(fit.GetProperty("features")[0].GetProperty("bandwidth").GetDouble(), bandwidth);
        Assert.Equal(fit.GetProperty("criterion").GetProperty("value").GetDouble(), criterion);
    }

    [Fact]
    public void Profile_OfSeveralTargets_ContinuesTheCriterion()
    {
        string data = session.File("d.csv", "a,y,z\n1,2,9\n2,4,1\n3,5,3\n4,4,7\n5,9,6\n6,8,5\n");
        IReadOnlyList<string[]> csv = session.Run("profile", data, "--target", "y,z").Csv;
        JsonElement fit = session.Run("fit", data, "--target", "y,z", "--out", session["m.safetensors"], "--json").Json;
        double chosen = fit.GetProperty("features")[0].GetProperty("bandwidth").GetDouble();
        int at = csv.ToList().FindIndex(r => r[0] == NumberText.Format(chosen));
        double value = fit.GetProperty("criterion").GetProperty("value").GetDouble();
        Assert.Equal(value, Number(csv[at][1]), 1e-12);

        // The neighbours come from another sum: they must be of the same measure.
        Assert.Equal(value, Number(csv[at + 1][1]), 0.05 * value);
    }

    [Fact]
    public void Profile_OfSeveralFeatures_NamesThem()
    {
        string data = session.File("d.csv", "a,b,y\n1,4,2\n2,1,4\n3,3,5\n4,2,4\n5,5,7\n");
        IReadOnlyList<string[]> csv = session.Run("profile", data, "--target", "y", "--bandwidth", "1").Csv;
        Assert.Equal(["feature", "bandwidth", "criterion"], csv[0]);
        Assert.Equal(["a", "b"], csv.Skip(1).Select(r => r[0]).Distinct());
    }

    [Fact]
    public void Profile_ToAPage_DrawsTheChartBesideTheTable()
    {
        Outcome profile = session.Run("profile", Session.Faithful, "--target", "eruptions", "--out", session["p.html"]).Silent();
        Assert.StartsWith("bandwidth,criterion\n", profile.Output, StringComparison.Ordinal);
        Assert.Contains("<figure", File.ReadAllText(session["p.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Profile_ToATable_LeavesStandardOutputAlone()
    {
        Outcome profile = session.Run("profile", Session.Faithful, "--target", "eruptions", "--out", session["p.csv"]).Silent();
        Assert.Equal(string.Empty, profile.Output);
        Assert.StartsWith("bandwidth,criterion\n", File.ReadAllText(session["p.csv"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Profile_WithNothingToChoose_IsRefused()
    {
        Outcome profile = session.Run("profile", session.File("d.csv", "x,y\n1,2\n"), "--target", "y");
        Assert.Equal(3, profile.Code);
        Assert.EndsWith(
            "nadaraya: DIR/d.csv: no feature has a bandwidth to choose, so there is no profile; expected at least two rows and a feature that varies.\n",
            profile.Error,
            StringComparison.Ordinal);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
