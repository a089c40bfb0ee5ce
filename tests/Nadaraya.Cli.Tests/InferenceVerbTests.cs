using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Nadaraya.Cli.Tests;

public sealed class InferenceVerbTests : IDisposable
{
    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public void Evaluate_RowsNotSeen_GivesEveryMeasure()
    {
        string model = session.Model(options: ["--bandwidth", "1", "--kernel", "epanechnikov"]);
        string data = session.File("new.csv", "x,y,w\n0.5,2,1\n1.5,3,1\n50,1,1\n2.5,4,1\n");
        JsonElement json = session.Run("evaluate", model, data, "--json").Silent().Json;
        Assert.Equal(
            ["target", "rows", "rowsWithoutPrediction", "shareWithoutPrediction", "rmse", "mae", "medianAbsoluteError", "bias", "r2", "correlation", "intervalAsked", "intervalMethod", "intervalKind", "intervalCoverage", "intervalLength", "intervalScore", "rowsDropped"],
            json.EnumerateObject().Select(p => p.Name));
        Assert.Equal((3, 1, 0.25), (json.GetProperty("rows").GetInt32(), json.GetProperty("rowsWithoutPrediction").GetInt32(), json.GetProperty("shareWithoutPrediction").GetDouble()));
        double[] errors = [.. ((string[])["0.5", "1.5", "2.5"]).Zip((double[])[2, 3, 4], (x, y) =>
            session.Run("weights", model, "--at", $"x={x}", "--json").Silent().Json.GetProperty("prediction").GetDouble() - y)];
        Assert.Equal(Math.Sqrt(errors.Average(e => e * e)), json.GetProperty("rmse").GetDouble(), 1e-12);
        Assert.Equal(errors.Average(), json.GetProperty("bias").GetDouble(), 1e-12);
        string human = session.Run("evaluate", model, data).Silent().Output;
        Assert.StartsWith("y of 4 rows:", human, StringComparison.Ordinal);
        Assert.Contains("1 row (25 %) has no prediction and is in none of the measures.", human, StringComparison.Ordinal);
        Assert.NotEqual(0, session.Run("evaluate", model, data, "--weights", "w", "--json").Silent().Json.GetProperty("rmse").GetDouble());
        Assert.Equal(3, session.Run("evaluate", model, session.File("bare.csv", "x\n1\n")).Code);
        Assert.Equal(2, session.Run("evaluate", model).Code);
    }

    [Fact]
    public void Compare_Models_MarksTheBestAndPairsTheOthers()
    {
        string data = Wavy();
        _ = session.Run("fit", data, "--target", "y", "--features", "x", "--out", session["one.safetensors"], "--quiet");
        _ = session.Run("fit", data, "--target", "y", "--features", "x", "--bandwidth", "9", "--out", session["two.safetensors"], "--quiet");
        JsonElement json = session.Run("compare", session["one.safetensors"], session["two.safetensors"], "--json").Silent().Json;
        Assert.Equal(["target", "by", "best", "models"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(session["one.safetensors"], json.GetProperty("best").GetString());
        JsonElement[] models = [.. json.GetProperty("models").EnumerateArray()];
        Assert.Equal(
            [
                "model", "rows", "features", "kernel", "estimator", "bandwidthRule", "looRmse", "r2LeaveOneOut", "aicc", "effectiveParameters", "best", "difference",
                "differenceStandardError",
            ],
            models[0].EnumerateObject().Select(p => p.Name));
        Assert.True(models[1].GetProperty("difference").GetDouble() > 0);
        Assert.True(models[1].GetProperty("differenceStandardError").GetDouble() > 0);
        Assert.Contains("*  one.safetensors", session.Run("compare", session["one.safetensors"], session["two.safetensors"]).Silent().Output, StringComparison.Ordinal);
        JsonElement held = session.Run("compare", session["one.safetensors"], session["two.safetensors"], data, "--json").Silent().Json;
        Assert.Equal("held-out", held.GetProperty("by").GetString());
        Assert.True(held.GetProperty("models")[0].GetProperty("heldOut").GetProperty("mae").GetDouble() > 0);
    }

    [Fact]
    public void Compare_WhatCannotStandTogether_IsRefused()
    {
        string one = session.Model();
        string other = session.File("z.csv", "x,z\n0,1\n1,3\n2,2\n");
        _ = session.Run("fit", other, "--target", "z", "--bandwidth", "1", "--out", session["z.safetensors"]).Silent();
        session.Run("compare", one, session["z.safetensors"]).Fails(
            3, "DIR/z.safetensors predicts z but DIR/model.safetensors predicts y; expected models of one target; leave one out.");
        session.Run("compare", other, one).Fails(2, $"'{session["z.csv"]}' is a table among models; expected one table, after all models.".Replace(session.Folder, "DIR", StringComparison.Ordinal));
        Assert.Contains("1 other within two standard errors of it: the data can't tell these apart", session.Run("compare", one, one).Silent().Output, StringComparison.Ordinal);
        session.Run("compare", one, one, "--missing", "drop").Fails(2, "--missing says how a table is read, and no table is given; leave it out.");
    }

    [Fact]
    public void Effects_OfAModel_AverageSlopesWithStandardErrors()
    {
        string model = Fitted();
        JsonElement json = session.Run("effects", model, "--json").Silent().Json;
        Assert.Equal(["target", "rows", "method", "confidence", "replications", "seed", "by", "effects"], json.EnumerateObject().Select(p => p.Name));
        JsonElement[] effects = [.. json.GetProperty("effects").EnumerateArray()];
        Assert.Equal(["x", "u"], effects.Select(e => e.GetProperty("feature").GetString()));
        Assert.Equal(
            ["target", "feature", "comparison", "group", "at", "value", "standardError", "lower", "upper", "z", "pValue", "rows", "rowsLeftOut"],
            effects[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal("slope", effects[0].GetProperty("comparison").GetString());
        double value = effects[0].GetProperty("value").GetDouble();
        Assert.True(effects[0].GetProperty("lower").GetDouble() < value && value < effects[0].GetProperty("upper").GetDouble());
        Assert.Contains("A slope is the change of the target for one unit more", session.Run("effects", model).Silent().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Effects_AtPointsAndByGroups_GiveEveryCombination()
    {
        string model = Fitted();
        JsonElement[] points = Effects("effects", model, "--at", "x=1,2", "--at", "u=0,1", "--json");
        Assert.Equal(["x = 1, u = 0", "x = 1, u = 1", "x = 2, u = 0", "x = 2, u = 1"], points.Select(e => e.GetProperty("at").GetString()));
        JsonElement[] apart = Effects("effects", model, "--at", "x=1,2", "--contrast", "--replications", "99", "--json");
        Assert.Equal("(x = 2) − (x = 1)", Assert.Single(apart).GetProperty("at").GetString());
        JsonElement[] groups = Effects("effects", model, Wavy(), "--of", "x", "--by", "region", "--json");
        Assert.Equal(["n", "s"], groups.Select(e => e.GetProperty("group").GetString()));
        Assert.Equal(["x", "x"], groups.Select(e => e.GetProperty("feature").GetString()));

        JsonElement[] Effects(params string[] call) => [.. session.Run(call).Silent().Json.GetProperty("effects").EnumerateArray()];
    }

    [Fact]
    public void Effects_OnAPage_DrawNumbersAndTabulateLevels()
    {
        string model = Fitted("x,region", "--categorical", "region", "--bandwidth", "x=0.6");
        _ = session.Run("effects", model, "--out", session["e.html"]).Silent();
        string html = File.ReadAllText(session["e.html"]);
        Assert.Contains("id=\"chart-1\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"chart-2\"", html, StringComparison.Ordinal);
        Assert.Contains("Average prediction by level of region", html, StringComparison.Ordinal);
        session.Run("effects", model, "--out", session["e.csv"]).Fails(
            2, "--out is 'DIR/e.csv'; expected the name of a page, ending in .html; the table goes to standard output.");
    }

    [Fact]
    public void Effects_OfWhatIsNotThere_AreRefused()
    {
        string model = Fitted();
        session.Run("effects", model, "--contrast").Fails(2, "--contrast gives differences between the points of --at, and there are none; name at least two values, such as --at a=1,2.");
        session.Run("effects", model, "--at", "z=1").Fails(2, "--at has 'z=1', which names no feature of the model; expected one of x, u and a value, such as --at x=1.");
        session.Run("effects", model, "--by", "region").Fails(
            2, "--by is 'region', which is no feature of the model; expected one of x, u, or a column of DATA; name DATA too.");
        session.Run("effects", model, "--confidence", "1").Fails(2, "--confidence is '1'; expected a number above 0 and under 1, such as 0.95.");
        Assert.Equal(3, session.Run("effects", model, "--of", "z").Code);
    }

    [Fact]
    public void Test_OfFeatures_TellsWhichMatter()
    {
        string model = Fitted();
        JsonElement json = session.Run("test", model, "--replications", "99", "--json").Silent().Json;
        JsonElement[] tests = [.. json.GetProperty("tests").EnumerateArray()];
        Assert.Equal(
            ["name", "target", "features", "statistic", "statisticDescription", "pValue", "replications", "bootstrap", "seed", "null", "bandwidths", "criticalValues"],
            tests[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(0.01, tests[0].GetProperty("pValue").GetDouble());
        Assert.Equal(json.GetProperty("statistic").GetDouble(), tests[0].GetProperty("statistic").GetDouble());
        Assert.Equal("rademacher", tests[0].GetProperty("bootstrap").GetString());
        string joint = session.Run("test", model, "--features", "x,u", "--replications", "99", "--bootstrap", "iid", "--seed", "7").Silent().Output;
        Assert.Contains("x, u: the data speak for an effect (p = 0.0100).", joint, StringComparison.Ordinal);
        Assert.Equal(joint, session.Run("test", model, "--features", "x,u", "--replications", "99", "--bootstrap", "iid", "--seed", "7").Silent().Output);
    }

    [Fact]
    public void Test_AgainstALine_FindsTheWave()
    {
        string model = Fitted();
        JsonElement json = session.Run("test", model, "--against", "linear", "--replications", "99", "--json").Silent().Json;
        Assert.Equal(("specification", 0.01), (json.GetProperty("name").GetString(), json.GetProperty("pValue").GetDouble()));
        session.Run("test", model, "--against", "linear", "--features", "x").Fails(2, "--features and --against ask for two tests; expected one; call twice.");
        session.Run("test", model, "--against", "cubic").Fails(2, "--against is 'cubic'; expected linear, constant, or polynomial:P with P from 0 to 10.");
        session.Run("test", model, "--groups", "x").Fails(3, "x is a number, not levels that form groups: name a feature of levels, or test its significance.");
        Assert.Equal(2, session.Run("test", model, "--replications", "5").Code);
        Assert.Equal(4, session.Run("test", Wavy()).Code);
    }

    private string Fitted() => Fitted("x,u", "--bandwidth", "0.6");

    private string Fitted(string features, params string[] more)
    {
        Assert.Equal(0, session.Run(["fit", Wavy(), "--target", "y", "--features", features, .. more, "--out", session["m.safetensors"]]).Code);
        return session["m.safetensors"];
    }

    private string Wavy()
    {
        Random random = new(5);
        StringBuilder text = new("x,u,region,y\n");
        for (int i = 0; i < 80; i++)
        {
            double x = random.NextDouble() * 6;
            double u = random.NextDouble() * 2;
            _ = text.Append(CultureInfo.InvariantCulture, $"{x},{u},{(i % 2 == 0 ? "n" : "s")},{Math.Sin(x) + (0.3 * random.NextDouble())}\n");
        }

        return session.File("wavy.csv", text.ToString());
    }
}
