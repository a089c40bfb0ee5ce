using System.Globalization;
using System.Text.Json;

namespace Nadaraya.Cli.Tests;

/// <summary>Quantiles in the table that predict writes, and the losses that evaluate prints.</summary>
public sealed class QuantileTests : IDisposable
{
    private const string Rows = "x,y\n0,1\n1,3\n2,2\n3,5\n4,4\n5,7\n6,5\n7,8\n";

    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public void Predict_WithQuantiles_WritesThemAfterIntervalsAndBeforeDerivatives()
    {
        string model = session.Model(Rows, options: ["--bandwidth", "1.5"]);
        Outcome csv = session.Run("x\n2.5\n3\n", ["predict", model, "-", "--confidence", "0.95", "--derivatives", "--quantiles", "0.9,0.10", "--quantiles", "0.5", "--quiet"]).Silent();
        Assert.Equal(["row", "prediction", "support", "effective_sample_size", "mean_lower", "mean_upper", "q_0.9", "q_0.1", "q_0.5", "d_x"], csv.Csv[0]);
        double[][][] expected = KernelRegression.Load(model).QuantilesAt(Queries.From([2.5, 3]), [0.9, 0.1, 0.5]);
        for (int q = 0; q < 2; q++)
        {
            Assert.Equal(expected[0].Select(p => p[q]), csv.Csv[q + 1][6..9].Select(c => double.Parse(c, CultureInfo.InvariantCulture)));
        }

        JsonElement json = session.Run("x\n2.5\n", ["predict", model, "-", "--format", "json", "--quantiles", "0.5"]).Silent().Json[0];
        Assert.Equal(["row", "prediction", "support", "effectiveSampleSize", "q0.5"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(expected[0][2][0], json.GetProperty("q0.5").GetDouble());
    }

    [Fact]
    public void Predict_SeveralTargets_NamesQuantilesByThem()
    {
        string data = session.File("d.csv", "a,y,z\n1,2,9\n2,4,1\n3,5,3\n");
        _ = session.Run("fit", data, "--target", "y,z", "--bandwidth", "1", "--out", session["m.safetensors"]).Silent();
        Outcome csv = session.Run("predict", session["m.safetensors"], data, "--quantiles", "0.1,0.9").Silent();
        Assert.Equal(["q_0.1_y", "q_0.1_z", "q_0.9_y", "q_0.9_z"], csv.Csv[0][5..]);
        JsonElement json = session.Run("predict", session["m.safetensors"], data, "--quantiles", "0.1,0.9", "--format", "json").Silent().Json[0];
        Assert.Equal(csv.Csv[1][6], json.GetProperty("q0.1Z").GetRawText());
    }

    [Fact]
    public void Predict_QuantilesOfMoreRowsThanABlock_AreThoseOfEachAlone()
    {
        string model = session.Model(Rows, options: ["--kernel", "epanechnikov", "--bandwidth", "1.5", "--estimator", "linear"]);
        double[] queries = [.. Enumerable.Range(0, 9000).Select(i => (i * 0.618034 % 9) - 1)];
        string table = "x\n" + string.Concat(queries.Select(q => NumberText.Format(q) + "\n"));
        IReadOnlyList<string[]> csv = session.Run(table, ["predict", model, "-", "--quantiles", "0.3", "--quiet"]).Csv;
        KernelRegression loaded = KernelRegression.Load(model);
        foreach (int i in new[] { 0, 8191, 8192, 8999 })
        {
            double alone = loaded.QuantilesAt(Queries.From([queries[i]]), [0.3])[0][0][0];
            Assert.Equal(double.IsNaN(alone) ? string.Empty : NumberText.Format(alone), csv[i + 1][4]);
        }
    }

    [Fact]
    public void Predict_WithoutSupport_HasNoQuantiles()
    {
        string model = session.Model(Rows, options: ["--kernel", "epanechnikov", "--bandwidth", "1.5"]);
        Assert.Equal([string.Empty, "none", string.Empty, string.Empty], session.Run("x\n100\n", ["predict", model, "-", "--quantiles", "0.5"]).Csv[1][1..]);
        JsonElement json = session.Run("x\n100\n", ["predict", model, "-", "--quantiles", "0.5", "--format", "json"]).Json[0];
        Assert.Equal(JsonValueKind.Null, json.GetProperty("q0.5").ValueKind);
    }

    [Theory]
    [InlineData("1", "--quantiles has '1'; expected numbers between 0 and 1, such as 0.1,0.5,0.9.")]
    [InlineData("0.5,-0.1", "--quantiles has '-0.1'; expected numbers between 0 and 1, such as 0.1,0.5,0.9.")]
    [InlineData("0.5,0.50", "--quantiles has '0.50' twice; give each probability once.")]
    public void Predict_QuantilesThatAreNone_AreRefused(string text, string message) =>
        session.Run("x\n1\n", ["predict", session.Model(Rows), "-", $"--quantiles={text}"]).Fails(2, message);

    [Fact]
    public void Predict_QuantilesOfASignedKernel_AreRefused()
    {
        string model = session.Model(Rows, options: ["--kernel", "gaussian:4", "--bandwidth", "3"]);
        const string Message = "The kernel gaussian:4 is negative somewhere, so its weights are no probabilities: quantiles and distributions need a kernel that is not, such as gaussian; fit the model with that.";
        session.Run("x\n1\n", ["predict", model, "-", "--quantiles", "0.5"]).Fails(3, Message);
        session.Run("evaluate", model, session["rows.csv"], "--distribution").Fails(3, Message);
    }

    [Fact]
    public void Evaluate_WithDistributions_PrintsTheirLosses()
    {
        string model = session.Model(Rows, options: ["--bandwidth", "1.5"]);
        string data = session.File("new.csv", "x,y,w\n0.5,2,1\n1.5,3,2\n2.5,4,1\n");
        JsonElement json = session.Run("evaluate", model, data, "--weights", "w", "--distribution", "--json").Silent().Json;
        Assert.Equal(["correlation", "crps", "pinball", "rowsDropped"], json.EnumerateObject().Select(p => p.Name).Skip(9).Where(name => !name.StartsWith("interval", StringComparison.Ordinal)));
        KernelRegression loaded = KernelRegression.Load(model);
        Evaluation own = loaded.Evaluate(
            new([new("x", new double[] { 0.5, 1.5, 2.5 })], [new("y", new double[] { 2, 3, 4 })], new RowWeights("w", new double[] { 1, 2, 1 })), new EvaluateOptions { Distribution = true })[0];
        Assert.Equal(own.Crps, json.GetProperty("crps").GetDouble());
        Assert.Equal(
            own.Pinball!.Select(p => (p.Probability, p.Loss)),
            json.GetProperty("pinball").EnumerateArray().Select(p => (p.GetProperty("probability").GetDouble(), (double?)p.GetProperty("loss").GetDouble())));
        string human = session.Run("evaluate", model, data, "--distribution").Silent().Output;
        Assert.Contains("CRPS", human, StringComparison.Ordinal);
        Assert.Contains("pinball loss at 0.9", human, StringComparison.Ordinal);
        Assert.DoesNotContain("CRPS", session.Run("evaluate", model, data).Silent().Output, StringComparison.Ordinal);
    }
}
