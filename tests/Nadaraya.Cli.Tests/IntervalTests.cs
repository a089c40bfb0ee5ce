using System.Globalization;
using System.Text.Json;

namespace Nadaraya.Cli.Tests;

/// <summary>Intervals for new observations at the door.</summary>
public sealed class IntervalTests : IDisposable
{
    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Theory]
    [InlineData("jackknife+", "approximate")]
    [InlineData("jackknife-minmax", "approximate")]
    [InlineData("cv+", "exact")]
    [InlineData("split", "split")]
    [InlineData("split-scaled", "split")]
    [InlineData("quantile", "split")]
    [InlineData("full", "approximate")]
    [InlineData("normal", "approximate")]
    public void Predict_WithAnInterval_HasItsEndsAndWhatStandsBehindIt(string method, string kind)
    {
        string model = session.Model(Rows(80), options: ["--bandwidth", "1"]);
        Outcome csv = session.Run("x\n3\n", ["predict", model, "-", "--confidence", "0.9", "--interval", "0.8", "--method", method, "--derivatives", "--quiet"]).Silent();
        Assert.Equal(["row", "prediction", "support", "effective_sample_size", "mean_lower", "mean_upper", "lower", "upper", "interval_kind", "d_x"], csv.Csv[0]);
        double[] numbers = [.. new[] { 1, 6, 7 }.Select(column => double.Parse(csv.Csv[1][column], CultureInfo.InvariantCulture))];
        Assert.True(numbers[1] < numbers[0] && numbers[0] < numbers[2]);
        Assert.Equal(kind, csv.Csv[1][8]);
        JsonElement json = session.Run("x\n3\n", ["predict", model, "-", "--interval", "0.8", "--method", method, "--format", "json", "--quiet"]).Silent().Json[0];
        Assert.Equal((numbers[1], numbers[2], kind), (json.GetProperty("lower").GetDouble(), json.GetProperty("upper").GetDouble(), json.GetProperty("intervalKind").GetString()));
        Assert.Contains($"({method}, {kind}", session.Run("x\n3\n", ["predict", model, "-", "--interval", "0.8", "--method", method]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_Honest_IsExact()
    {
        string model = session.Model(Rows(80), options: ["--bandwidth", "1"]);
        Outcome csv = session.Run("x\n3\n", ["predict", model, "-", "--interval", "0.8", "--honest"]);
        Assert.Equal("exact", csv.Csv[1][6]);
        Assert.Equal("nadaraya: lower to upper holds about 80 % of new observations (jackknife+, exact: at least 60 % whatever the noise is, of rows from the same source).\n", csv.Error);
    }

    [Fact]
    public void Predict_TooFewRows_LeavesEndsEmptyAndSaysSo()
    {
        string model = session.Model("x,y\n0,1\n1,3\n2,5\n", options: ["--bandwidth", "1"]);
        Outcome csv = session.Run("x\n1\n", ["predict", model, "-", "--interval", "0.9", "--quiet"]);
        Assert.Equal([string.Empty, string.Empty, "approximate"], csv.Csv[1][4..]);
        Assert.Equal("nadaraya: warning: 1 of 1 row has an interval without an end, left empty: too few rows, or too few near, for that coverage; ask for less, or for fewer groups.\n", csv.Error);
    }

    [Fact]
    public void Predict_SubstitutesOfALine_HaveWideningIntervals()
    {
        string model = session.Model(Rows(40), options: ["--kernel", "epanechnikov", "--bandwidth", "1"]);
        Outcome csv = session.Run("x\n20\n60\n", ["predict", model, "-", "--interval", "0.9", "--unsupported", "linear", "--quiet"]);
        Assert.Equal(["none", "none"], csv.Csv.Skip(1).Select(row => row[2]));
        Assert.Equal(["approximate", "approximate"], csv.Csv.Skip(1).Select(row => row[6]));
        double[] lengths = [.. csv.Csv.Skip(1).Select(row => double.Parse(row[5], CultureInfo.InvariantCulture) - double.Parse(row[4], CultureInfo.InvariantCulture))];
        Assert.True(lengths[1] > 2 * lengths[0]);
    }

    [Theory]
    [InlineData("--method split", "--method says nothing without --interval 0.9; add that, or leave --method out.")]
    [InlineData("--interval 1.5", "--interval is '1.5'; expected a number between 0 and 1, such as 0.9.")]
    [InlineData("--interval 0.9 --method magic", "--method is 'magic'; expected jackknife+, jackknife-minmax, cv+, split, split-scaled, quantile, full, normal.")]
    [InlineData("--interval 0.9 --method split --honest", "--honest says nothing without --method jackknife+, jackknife-minmax or full; add that, or leave --honest out.")]
    [InlineData("--interval 0.9 --folds 5", "--folds says nothing without --method cv+; add that, or leave --folds out.")]
    public void Predict_OptionsThatSayNothing_AreRefused(string options, string message)
    {
        string model = session.Model();
        session.Run("x\n1\n", ["predict", model, "-", .. options.Split(' ')]).Fails(2, message);
    }

    [Fact]
    public void Evaluate_ByDefault_SaysHowOftenIntervalsHold()
    {
        string model = session.Model(Rows(100), options: ["--bandwidth", "1"]);
        string data = session.File("new.csv", Rows(50, seed: 9));
        JsonElement json = session.Run("evaluate", model, data, "--json").Silent().Json;
        Assert.Equal((0.9, "jackknife+", "approximate"), (json.GetProperty("intervalAsked").GetDouble(), json.GetProperty("intervalMethod").GetString(), json.GetProperty("intervalKind").GetString()));
        Assert.InRange(json.GetProperty("intervalCoverage").GetDouble(), 0.75, 1);
        Assert.True(json.GetProperty("intervalScore").GetDouble() >= json.GetProperty("intervalLength").GetDouble());
        Outcome predicted = session.Run("predict", model, data, "--interval", "0.9", "--keep", "y", "--quiet").Silent();
        double inside = predicted.Csv.Skip(1).Count(row => Number(row[5]) <= Number(row[1]) && Number(row[1]) <= Number(row[6])) / 50.0;
        Assert.Equal(inside, json.GetProperty("intervalCoverage").GetDouble(), 1e-12);
        JsonElement adaptive = session.Run("evaluate", model, data, "--interval", "0.9", "--adaptive", "0.05", "--json").Silent().Json;
        Assert.Equal("adaptive", adaptive.GetProperty("intervalMethod").GetString());
        session.Run("evaluate", model, data, "--interval", "0.9", "--adaptive", "0.05", "--method", "split").Fails(
            2, "--adaptive makes intervals its own way; leave --method, --honest, --interval-by and --folds out.");

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Predict_Explained_ShowsWhatEachRowAdds()
    {
        string model = session.Model("x,y\n0,1\n1,3\n2,5\n", options: ["--bandwidth", "1"]);
        Outcome csv = session.Run("x\n0\n", ["predict", model, "-", "--explain", "2"]).Silent();
        Assert.Equal(
            ["top_1_training_row", "top_1_weight", "top_1_value", "top_2_training_row", "top_2_weight", "top_2_value", "top_1_contribution", "top_1_cumulative_weight", "top_1_prediction_without", "top_2_contribution", "top_2_cumulative_weight", "top_2_prediction_without"],
            csv.Csv[0][4..]);
        double[] row = [.. csv.Csv[1][4..].Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Equal(row[1] * row[2], row[6], 1e-15);
        Assert.Equal(row[1] + row[4], row[10], 1e-15);
        Assert.Equal(((3 * Math.Exp(-0.5)) + (5 * Math.Exp(-2))) / (Math.Exp(-0.5) + Math.Exp(-2)), row[8], 1e-12);
    }

    private static string Rows(int count, int seed = 1)
    {
        Random random = new(seed);
        return "x,y\n" + string.Concat(Enumerable.Range(0, count).Select(_ =>
        {
            double x = 6 * random.NextDouble();
            return string.Create(CultureInfo.InvariantCulture, $"{x:R},{Math.Sin(x) + random.NextDouble() - 0.5:R}\n");
        }));
    }
}
