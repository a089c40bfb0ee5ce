using System.Globalization;
using System.Text.Json;

namespace Nadaraya.Cli.Tests;

public sealed class PredictTests : IDisposable
{
    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public void Predict_WithoutSupport_IsEmptyAndCounted()
    {
        string model = session.Model(name: "e.safetensors", options: ["--kernel", "epanechnikov", "--bandwidth", "0.8"]);
        Outcome csv = session.Run("x\n100\n1\n-9\n", ["predict", model, "-"]);
        Assert.Equal(
            (0, "nadaraya: warning: 2 of 3 rows have no prediction, row 1 first: no training row is within the kernel's reach; they are left empty, support none.\n"),
            (csv.Code, csv.Error));
        Assert.Equal(["1", string.Empty, "none", string.Empty], csv.Csv[1]);
        Assert.Equal(["2", "3", "low", "1"], csv.Csv[2]);

        JsonElement json = session.Run("x\n100\n", ["predict", model, "-", "--format", "json", "--explain", "1"]).Json[0];
        Assert.Equal(
            """{"row":1,"prediction":null,"support":"none","effectiveSampleSize":null,"top1TrainingRow":null,"top1Weight":null,"top1Value":null,"top1Contribution":null,"top1CumulativeWeight":null,"top1PredictionWithout":null}""",
            json.GetRawText());
    }

    [Fact]
    public void Predict_WithoutSupportWhenStrict_FailsWithoutOutput()
    {
        string model = session.Model(name: "e.safetensors", options: ["--kernel", "epanechnikov", "--bandwidth", "0.8"]);
        session.Run("x\n1\n100\n", ["predict", model, "-", "--strict", "--out", session["p.csv"]]).Fails(
            3, "1 of 2 rows has no prediction, row 2 first: no training row is within the kernel's reach; expected a prediction for every row with --strict; leave such rows out, or leave --strict out.");
        Assert.False(File.Exists(session["p.csv"]));
    }

    [Fact]
    public void Predict_SeveralTargets_NamesEach()
    {
        string data = session.File("d.csv", "a,y one,z\n1,2,9\n2,4,1\n3,5,3\n");
        _ = session.Run("fit", data, "--target", "y one,z", "--bandwidth", "1", "--out", session["m.safetensors"]).Silent();
        Outcome csv = session.Run("predict", session["m.safetensors"], data, "--explain", "1").Silent();
        Assert.Equal(
            ["row", "prediction_y one", "prediction_z", "support", "effective_sample_size", "top_1_training_row", "top_1_weight", "top_1_value_y one", "top_1_value_z", "top_1_contribution_y one", "top_1_contribution_z", "top_1_cumulative_weight", "top_1_prediction_without_y one", "top_1_prediction_without_z"],
            csv.Csv[0]);
        JsonElement json = session.Run("predict", session["m.safetensors"], data, "--format", "json").Json[2];
        Assert.Equal(csv.Csv[3][2], json.GetProperty("predictionZ").GetRawText());
    }

    [Fact]
    public void Predict_DroppingRows_KeepsTheNumbersOfTheOthers()
    {
        Outcome predict = session.Run("x,k\n1,a\n,b\n2,c\n", ["predict", session.Model(), "-", "--missing", "drop", "--keep", "k"]);
        Assert.Equal((0, "nadaraya: warning: 1 of 3 rows left out for a missing value (--missing drop).\n"), (predict.Code, predict.Error));
        Assert.Equal([("1", "a"), ("3", "c")], predict.Csv.Skip(1).Select(r => (r[0], r[1])));
    }

    [Fact]
    public void Predict_MoreRowsThanABlock_GivesTheBitsOfEachAlone()
    {
        string model = session.Model();
        double[] queries = [.. Enumerable.Range(0, 20_000).Select(i => (i * 0.618034 % 5) - 1)];
        string table = "x\n" + string.Concat(queries.Select(q => NumberText.Format(q) + "\n"));
        IReadOnlyList<string[]> csv = session.Run(table, ["predict", model, "-"]).Silent().Csv;
        KernelRegression loaded = KernelRegression.Load(model);
        foreach (int i in new[] { 0, 8191, 8192, 8193, 16384, 19_999 })
        {
            Assert.Equal((i + 1).ToString(CultureInfo.InvariantCulture), csv[i + 1][0]);
            Assert.Equal(loaded.Predict([queries[i]]).Value, double.Parse(csv[i + 1][1], CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Predict_ToAFile_WritesWhatStandardOutputWouldGet()
    {
        string model = session.Model();
        string data = session.File("new.csv", "x\n0.5\n1.5\n");
        Outcome shown = session.Run("predict", model, data).Silent();
        Outcome written = session.Run("predict", model, data, "--out", session["p.csv"]).Silent();
        Assert.Equal((shown.Output, string.Empty), (File.ReadAllText(session["p.csv"]), written.Output));
    }

    [Fact]
    public void Predict_WithExplanations_ReproducesThePrediction()
    {
        string model = session.Model(name: "g.safetensors", options: ["--bandwidth", "0.7"]);
        string[] row = session.Run("x\n1.3\n", ["predict", model, "-", "--explain", "4"]).Silent().Csv[1];
        double[] numbers = [.. row.Skip(4).Take(12).Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
        Assert.Equal(1, numbers.Where((_, i) => i % 3 == 1).Sum(), 1e-12);
        Assert.Equal(double.Parse(row[1], CultureInfo.InvariantCulture), Enumerable.Range(0, 4).Sum(k => numbers[(3 * k) + 1] * numbers[(3 * k) + 2]), 1e-12);
    }

    [Fact]
    public void Predict_FewerRowsThanAskedFor_LeavesTheRestEmpty()
    {
        Outcome predict = session.Run("x\n1\n", ["predict", session.Model(), "-", "--explain", "6"]).Silent();
        Assert.Equal(4 + (6 * 6), predict.Csv[1].Length);
        Assert.Equal([string.Empty, string.Empty, string.Empty], predict.Csv[1][^3..]);
        Assert.Equal([string.Empty, string.Empty, string.Empty], predict.Csv[1][19..22]);
    }

    [Fact]
    public void Predict_WhenQuiet_StillCountsWhatIsLeftOut()
    {
        Outcome predict = session.Run("x,k\n1,a\n,b\n", ["predict", session.Model(), "-", "--missing", "drop", "--quiet"]);
        Assert.Equal("nadaraya: warning: 1 of 2 rows left out for a missing value (--missing drop).\n", predict.Error);
    }

    [Fact]
    public void Predict_NoRows_IsRefused() =>
        session.Run("x\n", ["predict", session.Model(), "-"]).Fails(
            3, "standard input: there is a header but no row of data; expected at least one row; give a table that has some.");
}
