using System.Globalization;

namespace Nadaraya.Cli.Tests;

public sealed class JourneyTests : IDisposable
{
    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public void I_can_fit_a_table_and_get_a_prediction()
    {
        Outcome fit = session.Run("fit", Session.Motorcycle, "--target", "accel", "--out", session["m.safetensors"]).Silent();
        Assert.StartsWith("Fitted accel on times: 133 rows of ", fit.Output, StringComparison.Ordinal);
        Assert.Contains("times      0.91383", fit.Output, StringComparison.Ordinal);
        Assert.Contains("boundary bias", fit.Output, StringComparison.Ordinal);
        Assert.Contains($"nadaraya report {session["m.safetensors"]}", fit.Output, StringComparison.Ordinal);

        Outcome predict = session.Run("times\n15.2\n", ["predict", session["m.safetensors"], "-"]).Silent();
        Assert.Equal(["row", "prediction", "support", "effective_sample_size"], predict.Csv[0]);
        Assert.Equal(("1", "inside"), (predict.Csv[1][0], predict.Csv[1][2]));
        KernelRegression model = KernelRegression.Load(session["m.safetensors"]);
        Assert.Equal(model.Predict([15.2]).Value, double.Parse(predict.Csv[1][1], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void I_can_fit_from_standard_input_where_I_name_the_model()
    {
        string rows = "x\ty\n1\t2\n2\t3\n4\t1\n";
        string[] arguments = ["fit", "-", "--from", "tsv", "--target", "y", "--bandwidth", "1", "--json"];
        session.Run(rows, arguments).Fails(
            2, "standard input has no name to call the model by; name the model with --out, such as --out model.safetensors.");
        Outcome fit = session.Run(rows, [.. arguments, "--out", session["m.safetensors"]]).Silent();
        Assert.Equal(3, fit.Json.GetProperty("rows").GetInt32());
        Assert.True(File.Exists(session["m.safetensors"]));
    }

    [Fact]
    public void I_can_have_the_model_named_after_its_data()
    {
        _ = session.File("wages.2024.csv", "x,y\n1,2\n2,3\n4,1\n");
        Outcome fit = session.Spawn("fit", "wages.2024.csv", "--target", "y", "--bandwidth", "1");
        Assert.Equal((0, string.Empty), (fit.Code, fit.Error));
        Assert.True(File.Exists(session["wages.2024.safetensors"]));
        Assert.Contains("Next:  nadaraya predict wages.2024.safetensors NEW.csv\n", fit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void I_can_keep_columns_as_they_were_written()
    {
        string model = session.Model();
        string data = session.File("new.csv", "name,x,note\n\"a, b\",1.50,007\n\"say \"\"hi\"\"\",2,\n");
        Outcome predict = session.Run("predict", model, data, "--keep", "name", "--keep", "note,x").Silent();
        string[] lines = predict.Output.Split('\n');
        Assert.Equal("row,name,note,x,prediction,support,effective_sample_size", lines[0]);
        Assert.StartsWith("1,\"a, b\",007,1.50,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("2,\"say \"\"hi\"\"\",,2,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void I_can_see_which_rows_a_prediction_came_from()
    {
        string model = session.Model("name,x,y\np,0,1\nq,1,3\nr,2,2\ns,3,5\n", "named.safetensors", "--id", "name", "--bandwidth", "0.5");
        Outcome predict = session.Run("x\n0.9\n", ["predict", model, "-", "--explain", "2"]).Silent();
        Assert.Equal(
            ["row", "prediction", "support", "effective_sample_size", "top_1_training_row", "top_1_weight", "top_1_value", "top_2_training_row", "top_2_weight", "top_2_value",
                "top_1_contribution", "top_1_cumulative_weight", "top_1_prediction_without", "top_2_contribution", "top_2_cumulative_weight", "top_2_prediction_without"],
            predict.Csv[0]);
        Assert.Equal(("q", "3", "p", "1"), (predict.Csv[1][4], predict.Csv[1][6], predict.Csv[1][7], predict.Csv[1][9]));

        Outcome weights = session.Run("weights", model, "--at", "x=0.9", "--top", "1").Silent();
        Assert.StartsWith($"y at x = 0.9: {predict.Csv[1][1]}\n", weights.Output, StringComparison.Ordinal);
        Assert.Contains("3 others", weights.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void I_can_write_a_report_in_two_languages()
    {
        string model = session.Model(File.ReadAllText(Session.Motorcycle).Replace("accel", "y", StringComparison.Ordinal));
        Outcome report = session.Run("report", model, "--out", session["r.html"]).Silent();
        Assert.Equal($"Report written to {session["r.html"]}. It shows training rows: share it as you would share them.\n", report.Output);
        string html = File.ReadAllText(session["r.html"]);
        Assert.Contains("<html lang=\"en\">", html, StringComparison.Ordinal);
        Assert.Contains("Leave-one-out RMSE", html, StringComparison.Ordinal);
        Assert.Equal(10, html.Split("<figure").Length - 1); // fit, slope, two intervals, attention, rows to click, support, profile, residuals, normal quantiles
        Assert.Contains("show training rows", html, StringComparison.Ordinal);

        string chinese = session.Run("report", model, "--out", "-", "--lang", "zh").Silent().Output;
        Assert.Contains("<html lang=\"zh-CN\">", chinese, StringComparison.Ordinal);
        Assert.Contains("留一法均方根误差", chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void I_can_write_a_report_of_several_features_targets_and_weights()
    {
        string data = session.File("d.csv", "a,b,w,y,z\n" + string.Concat(Enumerable.Range(0, 30).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{i},{i * 7 % 11},{i % 3},{i * i},{30 - i}\n"))));
        _ = session.Run("fit", data, "--target", "y,z", "--weights", "w", "--bandwidth", "a=2,b=3", "--out", session["m.safetensors"]).Silent();
        _ = session.Run("report", session["m.safetensors"], "--out", session["r.html"]).Silent();

        // For each target: actual against predicted, two curves, two slopes, a surface, rows to click, residuals, normal quantiles; for each bandwidth a profile; a map of support.
        Assert.Equal(21, File.ReadAllText(session["r.html"]).Split("<figure").Length - 1);
    }

    [Fact]
    public void I_can_ask_a_model_what_it_is()
    {
        Outcome info = session.Run("info", session.Model()).Silent();
        Assert.Contains("y on x: 4 rows.", info.Output, StringComparison.Ordinal);
        Assert.Contains("leave-one-out cross-validation", info.Output, StringComparison.Ordinal);
        Assert.Contains("Standard errors: robust, each residual without its own row (HC3-like); predict --standard-error KIND takes another.\n", info.Output, StringComparison.Ordinal);
        Assert.Contains("contains the training rows", info.Output, StringComparison.Ordinal);
    }
}
