using System.Text.Json;

namespace Nadaraya.Cli.Tests;

public sealed class WeightsTests : IDisposable
{
    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Theory]
    [InlineData("gaussian", 3)]
    [InlineData("epanechnikov", 0)]
    [InlineData("gaussian:4", 2)]
    public void Weights_OfAnyKernel_SumToOneAndReproduceThePrediction(string kernel, int top)
    {
        _ = session.Run("fit", Session.Motorcycle, "--target", "accel", "--kernel", kernel, "--bandwidth", "2", "--out", session["m.safetensors"]);
        JsonElement json = session.Run("weights", session["m.safetensors"], "--at", "times=15.2", "--top", $"{top}", "--json").Silent().Json;
        Assert.Equal(
            ["query", "prediction", "support", "effectiveSampleSize", "signed", "attention", "rest", "largestWeight", "nearestDistance", "thresholds"], json.EnumerateObject().Select(p => p.Name));
        JsonElement[] rows = [.. json.GetProperty("attention").EnumerateArray()];
        JsonElement rest = json.GetProperty("rest");
        Assert.Equal(top, rows.Length);
        Assert.Equal(133 - top, rest.GetProperty("rows").GetInt32());
        Assert.Equal(1, Sum(rows, rest, "weight"), 1e-12);
        Assert.Equal(json.GetProperty("prediction").GetDouble(), Sum(rows, rest, "contribution"), 1e-10);
        Assert.Equal(kernel == "gaussian:4", json.GetProperty("signed").GetBoolean());
        Assert.Equal(kernel == "gaussian:4", json.GetProperty("effectiveSampleSize").ValueKind == JsonValueKind.Null);
        Assert.All(rows, r => Assert.Equal(["row", "id", "weight", "value", "contribution", "cumulativeWeight", "predictionWithout"], r.EnumerateObject().Select(p => p.Name)));
    }

    [Fact]
    public void Weights_OfARow_AreThoseAtItsValues()
    {
        string model = session.Model();
        string data = session.File("new.csv", "x,other\n,a\n-1.5,b\n");
        Outcome row = session.Run("weights", model, data, "--row", "2", "--json").Silent();
        Assert.Equal(session.Run("weights", model, "--at", "x=-1.5", "--json").Silent().Output, row.Output);
        session.Run("weights", model, data, "--row", "1").Fails(
            3, "DIR/new.csv, row 1: a feature has no value there; expected a number for each of x; fill it in, or take another row.");
        session.Run("weights", model, data, "--row", "3").Fails(
            3, "DIR/new.csv: --row is 3 but the table has 2 data rows; expected 1 to 2.");
    }

    [Fact]
    public void Weights_OfNamesWithCommasAndEquals_AreFound()
    {
        string data = session.File("d.csv", "\"a,b\",c=d,y\n1,2,3\n2,1,4\n3,3,5\n");
        _ = session.Run("fit", data, "--target", "y", "--bandwidth", "\"a,b\"=1,c=d=2", "--out", session["m.safetensors"]).Silent();
        JsonElement query = session.Run("weights", session["m.safetensors"], "--at", "\"a,b\"=-1", "--at", "c=d=2", "--json").Silent().Json.GetProperty("query");
        Assert.Equal((-1, 2), (query.GetProperty("a,b").GetDouble(), query.GetProperty("c=d").GetDouble()));
        JsonElement same = session.Run("weights", session["m.safetensors"], "--at", "\"a,b=-1\",c=d=2", "--json").Silent().Json.GetProperty("query");
        Assert.Equal(query.GetRawText(), same.GetRawText());
    }

    [Fact]
    public void Weights_WithoutSupport_SayWhy()
    {
        string model = session.Model(name: "e.safetensors", options: ["--kernel", "epanechnikov", "--bandwidth", "0.8"]);
        Outcome human = session.Run("weights", model, "--at", "x=50").Silent();
        Assert.Equal("y at x = 50: no prediction, no training row is within the kernel's reach\n  support none, nearest row 58.75 bandwidths away\n", human.Output);
        JsonElement json = session.Run("weights", model, "--at", "x=50", "--json").Silent().Json;
        Assert.Equal(JsonValueKind.Null, json.GetProperty("prediction").ValueKind);
        Assert.Equal(0, json.GetProperty("attention").GetArrayLength());
    }

    [Fact]
    public void Weights_OfSeveralTargets_ShowEach()
    {
        string data = session.File("d.csv", "a,y,z\n1,2,9\n2,4,1\n3,5,3\n");
        _ = session.Run("fit", data, "--target", "y,z", "--bandwidth", "1", "--out", session["m.safetensors"]).Silent();
        JsonElement json = session.Run("weights", session["m.safetensors"], "--at", "a=2", "--json").Silent().Json;
        JsonElement[] targets = [.. json.GetProperty("targets").EnumerateArray()];
        Assert.Equal(["y", "z"], targets.Select(t => t.GetProperty("target").GetString()));
        Assert.Equal(targets[0].GetProperty("prediction").GetDouble(), json.GetProperty("prediction").GetDouble());
        Assert.Equal(1, targets[1].GetProperty("attention")[0].GetProperty("value").GetDouble());
        Assert.Contains("z at a = 2: ", session.Run("weights", session["m.safetensors"], "--at", "a=2").Silent().Output, StringComparison.Ordinal);
    }

    private static double Sum(JsonElement[] rows, JsonElement rest, string name) =>
        rows.Append(rest).Sum(r => r.GetProperty(name).GetDouble());

    [Fact]
    public void Weights_ByAFeature_GiveEveryLevelsShareAndThePredictionWithoutIt()
    {
        string data = session.File("g.csv", "x,g,y\n0,a,1\n1,a,2\n2,b,3\n3,b,5\n");
        string model = session["g.safetensors"];
        _ = session.Run("fit", data, "--target", "y", "--categorical", "g", "--bandwidth", "x=1,g=0.3", "--out", model).Silent();
        JsonElement json = session.Run("weights", model, "--at", "x=1", "--at", "g=a", "--by", "g", "--json").Silent().Json;
        JsonElement[] groups = [.. json.GetProperty("groups").EnumerateArray()];
        Assert.Equal(["a", "b"], groups.Select(g => g.GetProperty("group").GetString()));
        Assert.Equal(1, groups.Sum(g => g.GetProperty("weight").GetDouble()), 1e-12);
        double rest = (3 * Math.Exp(-0.5)) + (5 * Math.Exp(-2));
        Assert.Equal(rest / (Math.Exp(-0.5) + Math.Exp(-2)), groups[0].GetProperty("predictionWithout").GetDouble(), 1e-12);
        Assert.Contains("without it", session.Run("weights", model, "--at", "x=1", "--at", "g=a", "--by", "g").Silent().Output, StringComparison.Ordinal);
        session.Run("weights", model, "--at", "x=1", "--at", "g=a", "--by", "x").Fails(3, "Rows can't be grouped by 'x': it is a feature of numbers; expected g.");
    }

    [Fact]
    public void Weights_Influence_ShowsTheRowsThatBendTheFitMost()
    {
        string model = session.Model("x,y\n0,0\n1,1\n2,2\n3,9\n4,4\n", options: ["--bandwidth", "1"]);
        JsonElement target = session.Run("weights", model, "--influence", "--top", "2", "--json").Silent().Json.GetProperty("targets")[0];
        Assert.Equal((5, 2), (target.GetProperty("rows").GetInt32(), target.GetProperty("influence").GetArrayLength()));
        Assert.Equal(4, target.GetProperty("influence")[0].GetProperty("row").GetInt32());
        Assert.Contains("the 2 of 5 rows that bend the fit most", session.Run("weights", model, "--influence", "--top", "2").Silent().Output, StringComparison.Ordinal);
        session.Run("weights", model, "--influence", "--at", "x=1").Fails(2, "--influence is about the whole fit, and --at about one query; leave one of the two out.");
    }
}
