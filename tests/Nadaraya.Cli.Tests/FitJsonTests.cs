using System.Text.Json;

namespace Nadaraya.Cli.Tests;

public sealed class FitJsonTests : IDisposable
{
    private static readonly string[] Keys =
    [
        "rows", "rowsDropped", "target", "features", "kernel", "estimator", "bandwidthType", "criterion", "r2", "r2Correlation",
        "r2LeaveOneOut", "looRmse", "sigma", "effectiveDegreesOfFreedom", "engine", "seed", "warnings", "model", "seconds",
    ];

    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public void Fit_WithJson_HasTheDocumentedKeys()
    {
        JsonElement json = Fit(Session.Motorcycle, "--target", "accel", "--seed", "7").Json;
        Assert.Equal(Keys, json.EnumerateObject().Select(p => p.Name));
        Assert.Equal((133, 0, "accel"), (json.GetProperty("rows").GetInt32(), json.GetProperty("rowsDropped").GetInt32(), json.GetProperty("target").GetString()));
        Assert.Equal(("gaussian", "constant", "fixed", 7), (Text(json, "kernel"), Text(json, "estimator"), Text(json, "bandwidthType"), json.GetProperty("seed").GetInt32()));
        JsonElement feature = json.GetProperty("features")[0];
        Assert.Equal(
            ["name", "type", "kernel", "bandwidth", "scaleFactor", "smoothedOut", "atBound"], feature.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("times", "continuous"), (Text(feature, "name"), Text(feature, "type")));
        JsonElement engine = json.GetProperty("engine");
        Assert.Equal(["name", "tolerance", "predictedSeconds", "actualSeconds", "toleranceReached", "repairedQueries"], engine.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("dense", 1e-10, 0), (Text(engine, "name"), engine.GetProperty("tolerance").GetDouble(), engine.GetProperty("repairedQueries").GetInt64()));
        Assert.True(engine.GetProperty("predictedSeconds").GetDouble() > 0 && engine.GetProperty("actualSeconds").GetDouble() > 0);
        JsonElement criterion = json.GetProperty("criterion");
        Assert.Equal("leave-one-out", Text(criterion, "name"));
        Assert.Equal(Math.Pow(json.GetProperty("looRmse").GetDouble(), 2), criterion.GetProperty("value").GetDouble(), 1e-9);
        Assert.Equal(session["m.safetensors"], Text(json, "model"));
        Assert.True(json.GetProperty("seconds").GetDouble() > 0);
    }

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("1e-6", 1e-6)]
    public void Fit_WithATolerance_KeepsItInTheModel(string text, double expected)
    {
        JsonElement fit = Fit(Session.Faithful, "--target", "eruptions", "--tolerance", text, "--engine", "dense").Json;
        Assert.Equal(expected, fit.GetProperty("engine").GetProperty("tolerance").GetDouble());
        JsonElement engine = session.Run("info", session["m.safetensors"], "--json").Silent().Json.GetProperty("engine");
        Assert.Equal(("dense", expected), (Text(engine, "name"), engine.GetProperty("tolerance").GetDouble()));
        Assert.Equal(JsonValueKind.Null, engine.GetProperty("actualSeconds").ValueKind);
    }

    [Fact]
    public void Fit_WithARule_HasNoCriterionValue()
    {
        JsonElement criterion = Fit(Session.Motorcycle, "--target", "accel", "--bandwidth", "scott").Json.GetProperty("criterion");
        Assert.Equal("scott", Text(criterion, "name"));
        Assert.Equal(JsonValueKind.Null, criterion.GetProperty("value").ValueKind);
    }

    [Fact]
    public void Fit_WithSeveralTargets_AddsTheStatisticsOfEach()
    {
        string data = session.File("d.csv", "a,y,z\n1,2,9\n2,4,1\n3,5,3\n4,4,2\n");
        JsonElement json = Fit(data, "--target", "y", "--target", "z").Json;
        Assert.Equal([.. Keys, "targets"], json.EnumerateObject().Select(p => p.Name));
        JsonElement[] targets = [.. json.GetProperty("targets").EnumerateArray()];
        Assert.Equal(["y", "z"], targets.Select(t => Text(t, "target")));
        Assert.Equal(json.GetProperty("looRmse").GetDouble(), targets[0].GetProperty("looRmse").GetDouble());
        Assert.NotEqual(targets[0].GetProperty("looRmse").GetDouble(), targets[1].GetProperty("looRmse").GetDouble());
    }

    [Fact]
    public void Fit_OneRow_HasNullBandwidthAndAWarning()
    {
        Outcome fit = Fit(session.File("d.csv", "x,y\n1,2\n"), "--target", "y");
        Assert.Equal(JsonValueKind.Null, fit.Json.GetProperty("features")[0].GetProperty("bandwidth").ValueKind);
        string warning = Assert.Single(fit.Json.GetProperty("warnings").EnumerateArray()).GetString()!;
        Assert.Equal($"nadaraya: warning: {warning}\n", fit.Error);
    }

    [Fact]
    public void Fit_DroppingRows_CountsThem()
    {
        Outcome fit = Fit(session.File("d.csv", "x,y\n1,2\n,3\n3,NA\n4,1\n"), "--target", "y", "--missing", "drop", "--missing-text", "NA", "--bandwidth", "1");
        Assert.Equal((2, 2), (fit.Json.GetProperty("rows").GetInt32(), fit.Json.GetProperty("rowsDropped").GetInt32()));
        Assert.StartsWith("nadaraya: warning: 2 of 4 rows dropped for a missing value (--missing drop).\n", fit.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Info_WithJson_AddsVersionTimeAndTrace()
    {
        JsonElement fit = Fit(Session.Faithful, "--target", "eruptions").Json;
        JsonElement info = session.Run("info", session["m.safetensors"], "--json").Silent().Json;
        Assert.Equal([.. Keys, "formatVersion", "created", "standardError", "containsTrainingRows", "trace"], info.EnumerateObject().Select(p => p.Name));
        Assert.Equal(3, info.GetProperty("formatVersion").GetInt32());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", Text(info, "created"));
        Assert.Equal("robust", Text(info, "standardError"));
        JsonElement trace = info.GetProperty("trace");
        Assert.Equal("converged", Text(trace, "stopped"));
        Assert.Equal("waiting", trace.GetProperty("features")[0].GetString());
        Assert.Equal(fit.GetProperty("criterion").GetProperty("value").GetDouble(), trace.GetProperty("steps").EnumerateArray().Min(s => s.GetProperty("criterion").GetDouble()));
        foreach (string same in Keys.Except(["seconds", "engine"]))
        {
            Assert.Equal(fit.GetProperty(same).GetRawText(), info.GetProperty(same).GetRawText());
        }
    }

    [Fact]
    public void Fit_AtAnyThreadCount_GivesTheSameNumbers()
    {
        string one = Fit(Session.Motorcycle, "--target", "accel", "--threads", "1").Json.GetProperty("features").GetRawText();
        string two = Fit(Session.Motorcycle, "--target", "accel", "--threads", "2").Json.GetProperty("features").GetRawText();
        Assert.Equal(one, two);
    }

    [Theory]
    [InlineData("--bandwidth a=1.5", 1.5)]
    [InlineData("--fix a=1.5", 1.5)]
    [InlineData("--bandwidth 2 --fix a=1.5", 1.5)]
    [InlineData("--bandwidth 1.5", 1.5)]
    [InlineData("--bandwidth=a=1.5 --bandwidth=b=2", 1.5)]
    public void Fit_WithGivenBandwidths_LeavesThemAsTheyAre(string options, double expected)
    {
        string data = session.File("d.csv", "a,b,y\n1,4,2\n2,1,4\n3,3,5\n4,2,4\n5,5,7\n");
        JsonElement json = Fit(data, ["--target", "y", .. options.Split(' ')]).Json;
        Assert.Equal(expected, json.GetProperty("features")[0].GetProperty("bandwidth").GetDouble());
    }

    [Fact]
    public void Fit_WithFrequencies_EqualsRepeatedRows()
    {
        string counted = session.File("c.csv", "x,n,y\n1,2,2\n2,1,4\n3,3,5\n");
        string repeated = session.File("r.csv", "x,y\n1,2\n1,2\n2,4\n3,5\n3,5\n3,5\n");
        double a = Fit(counted, "--target", "y", "--weights", "n", "--weights-are", "frequency", "--bandwidth", "1").Json.GetProperty("looRmse").GetDouble();
        double b = Fit(repeated, "--target", "y", "--bandwidth", "1").Json.GetProperty("looRmse").GetDouble();
        Assert.Equal(b, a, 1e-12);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private Outcome Fit(string data, params string[] options)
    {
        Outcome fit = session.Run(["fit", data, "--out", session["m.safetensors"], "--json", .. options]);
        Assert.Equal(0, fit.Code);
        return fit;
    }
}
