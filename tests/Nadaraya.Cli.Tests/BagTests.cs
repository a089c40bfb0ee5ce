using System.Globalization;
using System.Text.Json;

namespace Nadaraya.Cli.Tests;

/// <summary>Bandwidths from bags of the rows, from the command line.</summary>
public sealed class BagTests : IDisposable
{
    private static readonly string Rows = "x,y\n" + string.Concat(Enumerable.Range(0, 300).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"{i * 37 % 300 / 30.0:R},{Math.Sin(i * 37 % 300 / 30.0) + (0.4 * Math.Sin(i * i)):R}\n")));

    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public void I_can_search_in_bags_and_read_what_they_found()
    {
        string data = session.File("d.csv", Rows);
        string model = session["m.safetensors"];
        JsonElement json = session.Run("fit", data, "--target", "y", "--bag", "5:80", "--out", model, "--json").Json;
        JsonElement bags = json.GetProperty("bags");
        Assert.Equal((5, 80), (bags.GetProperty("count").GetInt32(), bags.GetProperty("rows").GetInt32()));
        Assert.Equal("x", bags.GetProperty("spreads")[0].GetProperty("feature").GetString());
        double spread = bags.GetProperty("spreads")[0].GetProperty("standardDeviation").GetDouble();
        Assert.True(spread > 0);
        Assert.Equal("leave-one-out", json.GetProperty("criterion").GetProperty("name").GetString());
        Assert.True(json.GetProperty("criterion").GetProperty("value").GetDouble() > 0);

        JsonElement trace = session.Run("info", model, "--json").Json.GetProperty("trace");
        Assert.Equal(5, trace.GetProperty("bags").GetArrayLength());
        Assert.Equal(1, trace.GetProperty("steps").GetArrayLength());
        double mean = trace.GetProperty("bags").EnumerateArray().Average(b => b.GetProperty("bandwidths")[0].GetDouble());
        Assert.Equal(mean, json.GetProperty("features")[0].GetProperty("bandwidth").GetDouble(), 1e-12);

        string info = session.Run("info", model).Silent().Output;
        Assert.Contains($"leave-one-out cross-validation in bags of the rows: {bags.GetProperty("evaluations").GetInt32()} evaluations, converged\n", info, StringComparison.Ordinal);
        Assert.Contains($"5 of 80 rows each; standard deviation of a bandwidth between them {spread.ToString("G5", CultureInfo.InvariantCulture)} in x\n", info, StringComparison.Ordinal);

        _ = session.Run("report", model, "--out", session["r.html"]).Silent();
        Assert.Contains("Found in 5 bags of 80 rows each", File.ReadAllText(session["r.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_BagsOfAllRows_AreRefused()
    {
        Outcome fit = session.Run("fit", session.File("d.csv", Rows), "--target", "y", "--bag", "5:300", "--out", session["m.safetensors"]);
        Assert.Equal(3, fit.Code);
        Assert.Contains("Bags of 300 rows are to be drawn from 300 that count, but a bag is a part of them: take smaller bags, or none.", fit.Error, StringComparison.Ordinal);
    }
}
