using System.Globalization;
using System.Text.Json;

namespace Nadaraya.Cli.Tests;

/// <summary>Tables with levels, circles and clusters, and local polynomials, from the command line.</summary>
public sealed class MixedTests : IDisposable
{
    private static readonly string Rows = "educ,married,size,hour,firm,wage\n" + string.Concat(Enumerable.Range(0, 60).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"{8 + (i * 7 % 11)},{(i % 3 == 0 ? "no" : "yes")},{"SML"[i * 5 % 3]},{i * 5 % 24},f{i % 7},{(i * 7 % 11) + (i % 3 == 0 ? 0 : 2) + (i * 5 % 3) + (0.3 * Math.Sin(i)):R}\n")));

    private static readonly string[] Fit = ["--target", "wage", "--categorical", "married", "--ordered", "size:S<M<L", "--periodic", "hour=24", "--cluster", "firm"];

    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public void I_can_fit_a_mixed_table_end_to_end()
    {
        string data = session.File("wages.csv", Rows);
        string model = session["m.safetensors"];
        JsonElement json = session.Run(["fit", data, .. Fit, "--estimator", "linear", "--out", model, "--json"]).Json;
        Assert.Equal(["educ", "married", "size", "hour"], Features(json, "name"));
        Assert.Equal(["continuous", "unordered", "ordered", "periodic"], Features(json, "type"));
        Assert.Equal(["gaussian", "aitchison-aitken", "li-racine", "gaussian"], Features(json, "kernel"));
        Assert.Equal(["no", "yes"], json.GetProperty("features")[1].GetProperty("levels").EnumerateArray().Select(l => l.GetString()));
        Assert.Equal(24, json.GetProperty("features")[3].GetProperty("period").GetDouble());
        Assert.Equal(("linear", "fixed", "leave-one-cluster-out"), (Text(json, "estimator"), Text(json, "bandwidthType"), Text(json.GetProperty("criterion"), "name")));
        Assert.Equal(("firm", 7), (Text(json, "cluster"), json.GetProperty("clusters").GetInt32()));

        Outcome predict = session.Run("educ,married,size,hour\n12,yes,S,23.5\n", ["predict", model, "-"]).Silent();
        JsonElement weights = session.Run("weights", model, "--at", "educ=12", "--at", "married=yes,size=S", "--at", "hour=23.5", "--json").Silent().Json;
        Assert.Equal(predict.Csv[1][1], weights.GetProperty("prediction").GetRawText());
        Assert.True(weights.GetProperty("signed").GetBoolean());
        Assert.Equal("""{"educ":12,"married":"yes","size":"S","hour":23.5}""", JsonSerializer.Serialize(weights.GetProperty("query")));

        string info = session.Run("info", model).Silent().Output;
        Assert.Contains("gaussian; local linear, the same bandwidth everywhere\n", info, StringComparison.Ordinal);
        Assert.Matches("married +unordered, 2 levels +λ = 0", info);
        Assert.Contains("7 clusters of rows by firm\n", info, StringComparison.Ordinal);
        Assert.Contains("Standard errors: robust, by firm, each residual without its own cluster; ", info, StringComparison.Ordinal);
        Assert.DoesNotContain("boundary bias", info, StringComparison.Ordinal);

        _ = session.Run("report", model, "--out", session["r.html"]).Silent();
        string html = File.ReadAllText(session["r.html"]);
        Assert.Contains("wage by level of married", html, StringComparison.Ordinal);
        Assert.Contains("Features of levels are held at their most frequent one.", html, StringComparison.Ordinal);
        Assert.Contains("educ = ", html, StringComparison.Ordinal);

        Outcome profile = session.Run(["profile", data, .. Fit, "--out", session["p.html"]]);
        Assert.Equal(["educ", "married", "size", "hour"], profile.Csv.Skip(1).Select(r => r[0]).Distinct());
        Assert.Contains(profile.Csv, r => r[0] == "married" && r[1] == "0");
    }

    [Theory]
    [InlineData("aicc", "linear")]
    [InlineData("gcv", "constant")]
    [InlineData("cp", "linear")]
    [InlineData("k-fold:5", "constant")]
    public void I_can_choose_bandwidths_by_another_criterion_and_see_its_profile(string rule, string estimator)
    {
        string data = session.File("wages.csv", Rows);
        string[] options = ["--target", "wage", "--features", "educ,married", "--categorical", "married", "--bandwidth", rule, "--estimator", estimator];
        JsonElement json = session.Run(["fit", data, .. options, "--out", session["m.safetensors"], "--json"]).Json;
        Assert.Equal(rule, Text(json.GetProperty("criterion"), "name"));
        double value = json.GetProperty("criterion").GetProperty("value").GetDouble();
        double[] profile = [.. session.Run(["profile", data, .. options]).Csv.Skip(1).Where(r => r[2].Length > 0).Select(r => double.Parse(r[2], CultureInfo.InvariantCulture))];
        Assert.Contains(value, profile);
        Assert.True(profile.Min() >= value - (1e-6 * Math.Abs(value)));
    }

    [Fact]
    public void I_can_have_a_bandwidth_that_is_a_share_of_the_rows()
    {
        string data = session.File("wages.csv", Rows);
        string[] options = ["--target", "wage", "--features", "educ,hour,married", "--categorical", "married", "--bandwidth-type", "span", "--kernel", "tricube", "--estimator", "linear"];
        JsonElement json = session.Run(["fit", data, .. options, "--bandwidth", "0.5", "--out", session["m.safetensors"], "--json"]).Silent().Json;
        Assert.Equal("span", Text(json, "bandwidthType"));
        Assert.Equal(0.5, json.GetProperty("features")[0].GetProperty("bandwidth").GetDouble());
        string info = session.Run("info", session["m.safetensors"]).Silent().Output;
        Assert.Contains("a bandwidth that reaches over a share of the rows around each query\n", info, StringComparison.Ordinal);
        Assert.Contains("0.5 of the rows", info, StringComparison.Ordinal);
        _ = session.Run("report", session["m.safetensors"], "--out", session["r.html"]).Silent();
        Outcome profile = session.Run(["profile", data, .. options]);
        Assert.Equal(["educ", "married"], profile.Csv.Skip(1).Select(r => r[0]).Distinct());
    }

    [Theory]
    [InlineData("nearest", "nearest row of each query")]
    [InlineData("adaptive", "from each row to its k-th nearest")]
    public void I_can_have_bandwidths_that_count_rows(string type, string words)
    {
        string data = session.File("wages.csv", Rows);
        string[] options = ["--target", "wage", "--features", "educ,hour", "--bandwidth-type", type];
        JsonElement json = session.Run(["fit", data, .. options, "--out", session["m.safetensors"], "--json"]).Json;
        double k = json.GetProperty("features")[0].GetProperty("bandwidth").GetDouble();
        Assert.Equal((type, Math.Floor(k)), (Text(json, "bandwidthType"), k));
        string info = session.Run("info", session["m.safetensors"]).Silent().Output;
        Assert.Contains(words, info, StringComparison.Ordinal);
        Assert.Contains(k == 1 ? "1 row" : $"{k} rows", info, StringComparison.Ordinal);
        Assert.Equal(["educ", "hour"], session.Run(["profile", data, .. options]).Csv.Skip(1).Select(r => r[0]).Distinct());
    }

    [Fact]
    public void Predict_ALevelNeverSeen_IsRefusedOrTakenAsDifferent()
    {
        string model = Married();
        string rows = "educ,married\n12,yes\n12,maybe\n";
        session.Run(rows, ["predict", model, "-"]).Fails(
            3, "standard input, line 3, row 2, column 'married': 'maybe' is a level that the model has never seen; expected one of 'no', 'yes'; mend it, or add --unseen different to take it as unlike all.");
        Outcome different = session.Run(rows, ["predict", model, "-", "--unseen", "different"]);
        Assert.Equal(
            (0, "nadaraya: warning: 1 of 2 rows has a level of 'married' that the model has never seen; taken as unlike all (--unseen different).\n"),
            (different.Code, different.Error));
        Assert.Equal(3, different.Csv.Count);
    }

    [Fact]
    public void Weights_ALevelNeverSeen_IsRefusedOrTakenAsDifferent()
    {
        string model = Married();
        const string Strange = "'maybe' is a level that the model has never seen; expected one of 'no', 'yes'; mend it, or add --unseen different to take it as unlike all.";
        session.Run("weights", model, "--at", "educ=12,married=maybe").Fails(2, $"--at married: {Strange}");
        JsonElement query = session.Run("weights", model, "--at", "educ=12,married=maybe", "--unseen", "different", "--json").Silent().Json.GetProperty("query");
        Assert.Equal("maybe", Text(query, "married"));

        string data = session.File("new.csv", "educ,married\n12,maybe\n12,yes\n");
        session.Run("weights", model, data, "--row", "1").Fails(3, $"DIR/new.csv, row 1, column 'married': {Strange}");
        Assert.StartsWith("wage at educ = 12, married = yes: ", session.Run("weights", model, data, "--row", "2").Silent().Output, StringComparison.Ordinal);
        session.Run("weights", model, "--at", "educ=12").Fails(2, "--at gives no value for 'married'; expected one for each of educ, married; add --at married=LEVEL.");
    }

    [Fact]
    public void Weights_OfALevelWithCommaQuoteAndLineBreak_AreFound()
    {
        string data = session.File("d.csv", "\"c\",x,y\n\"a, \"\"b\"\"\nz\",1,3\nplain,2,4\nplain,3,5\n\"a, \"\"b\"\"\nz\",4,2\n");
        _ = session.Run("fit", data, "--target", "y", "--categorical", "c", "--bandwidth", "c=0.1,x=1", "--out", session["m.safetensors"]).Silent();
        JsonElement query = session.Run("weights", session["m.safetensors"], "--at", "c=\"a, \"\"b\"\"\nz\",x=1", "--json").Silent().Json.GetProperty("query");
        Assert.Equal("a, \"b\"\nz", Text(query, "c"));
        Assert.StartsWith("y at c = a, \"b\" z, x = 1: ", session.Run("weights", session["m.safetensors"], "--at", "\"c=a, \"\"b\"\"\nz\",x=1").Silent().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ALevelOutOfTheOrder_NamesItsRowAndColumn() =>
        session.Run("fit", session.File("d.csv", "s,y\nS,1\nXL,2\nM,3\n"), "--target", "y", "--ordered", "s:S<M<L", "--out", session["m"]).Fails(
            3, "DIR/d.csv, line 3, row 2, column 's': 'XL' is none of the levels of --ordered; expected one of 'S', 'M', 'L'; mend it, or give it a place in the order.");

    [Fact]
    public void Fit_TextThatIsNotDeclared_NamesCategorical() =>
        session.Run("fit", session.File("d.csv", "s,y\nS,1\nM,3\n"), "--target", "y", "--out", session["m"]).Fails(
            3, "DIR/d.csv, line 2, row 1, column 's': 'S' is not a number; expected a form such as -12.5 or 3e-4; mend it, or take its texts as levels with --categorical, or leave the column out by listing the others with --features.");

    [Fact]
    public void Fit_AClusterWithoutLabel_IsRefusedOrDropped()
    {
        string data = session.File("d.csv", "x,g,y\n1,a,1\n2,,3\n3,b,2\n4,b,4\n");
        session.Run("fit", data, "--target", "y", "--cluster", "g", "--out", session["m"]).Fails(
            3, "DIR/d.csv, line 3, row 2, column 'g': there is no value; expected a level; fill it in, or drop such rows with --missing drop.");
        JsonElement json = session.Run("fit", data, "--target", "y", "--cluster", "g", "--bandwidth", "1", "--missing", "drop", "--out", session["m"], "--json").Json;
        Assert.Equal((3, 2), (json.GetProperty("rows").GetInt32(), json.GetProperty("clusters").GetInt32()));
    }

    [Fact]
    public void Fit_ADegreeOfLevels_IsRefused() =>
        session.Run("fit", session.File("d.csv", Rows), "--target", "wage", "--features", "educ,married", "--categorical", "married", "--degree", "married=1", "--out", session["m"]).Fails(
            3, "--degree names 'married', which is no feature of numbers; expected one of educ; take it out.");

    [Fact]
    public void Fit_DegreesAndTerms_StandInTheJson()
    {
        JsonElement json = session.Run("fit", session.File("d.csv", Rows), "--target", "wage", "--features", "educ,hour", "--estimator", "linear", "--degree", "educ=2", "--terms", "tensor", "--bandwidth", "5", "--out", session["m"], "--json").Json;
        Assert.Equal(("linear", 2, "tensor"), (Text(json, "estimator"), json.GetProperty("degrees").GetProperty("educ").GetInt32(), Text(json, "terms")));
        Assert.Contains("local linear (degree 2 in educ), tensor terms", session.Run("info", session["m"]).Silent().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfOneFeatureOfLevels_HasATableInsteadOfACurve()
    {
        string data = session.File("d.csv", Rows);
        _ = session.Run("fit", data, "--target", "wage", "--features", "size", "--categorical", "size", "--out", session["m.safetensors"]);
        _ = session.Run("report", session["m.safetensors"], "--out", session["r.html"]).Silent();
        Assert.Contains("wage by level of size", File.ReadAllText(session["r.html"]), StringComparison.Ordinal);
        string chinese = session.Run("report", session["m.safetensors"], "--out", "-", "--lang", "zh").Silent().Output;
        Assert.Contains("wage 随 size 的各水平的变化", chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_FarOutsideWithALine_HasAValueOnlyWhereAsked()
    {
        string data = session.File("d.csv", Rows);
        string[] options = ["fit", data, "--target", "wage", "--features", "educ", "--estimator", "linear", "--bandwidth", "2", "--out", session["m"]];
        _ = session.Run(options).Silent();
        Outcome none = session.Run("educ\n40\n", ["predict", session["m"], "-"]);
        Assert.Equal(
            "nadaraya: warning: 1 of 1 row has no prediction, row 1 first: far outside the data a local polynomial only draws on (a model fitted with --extrapolate does); they are left empty, support none.\n",
            none.Error);
        _ = session.Run([.. options, "--extrapolate"]).Silent();
        Assert.NotEmpty(session.Run("educ\n40\n", ["predict", session["m"], "-"]).Csv[1][1]);
    }

    [Fact]
    public void Fit_OwnLevelAlone_IsSaid()
    {
        Outcome fit = session.Run("fit", session.File("d.csv", Rows), "--target", "wage", "--features", "educ,married", "--categorical", "married", "--bandwidth", "educ=2,married=0", "--out", session["m"]);
        Assert.Contains("own level alone", fit.Output, StringComparison.Ordinal);
        Assert.Contains("--estimator linear", fit.Output, StringComparison.Ordinal);
        session.Run("fit", session.File("d.csv", Rows), "--target", "wage", "--features", "educ", "--bandwidth", "educ=0", "--out", session["m"]).Fails(
            3, "The bandwidth of 'educ' is 0: it must be a positive finite number in the unit of the feature.");
    }

    [Theory]
    [InlineData("--scale-factor", "1")]
    [InlineData("--one-standard-error")]
    [InlineData("--minimum-effective-sample", "5")]
    [InlineData("--unordered-kernel", "li-racine")]
    [InlineData("--estimator", "polynomial:3")]
    public void Fit_WithAnyOption_Works(params string[] options)
    {
        string data = session.File("d.csv", Rows);
        Outcome fit = session.Run(["fit", data, "--target", "wage", "--features", "educ,married", "--categorical", "married", "--out", session["m"], .. options]);
        Assert.Equal(0, fit.Code);
        Assert.Equal(0, session.Run("educ,married\n12,yes\n", ["predict", session["m"], "-"]).Code);
    }

    private static IEnumerable<string?> Features(JsonElement json, string key) => json.GetProperty("features").EnumerateArray().Select(f => Text(f, key));

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private string Married()
    {
        string data = session.File("wages.csv", Rows);
        _ = session.Run("fit", data, "--target", "wage", "--features", "educ,married", "--categorical", "married", "--bandwidth", "educ=1.5,married=0.1", "--out", session["m.safetensors"]).Silent();
        return session["m.safetensors"];
    }
}
