using System.Globalization;
using System.Text.Json;

namespace Nadaraya.Cli.Tests;

/// <summary>Standard errors, intervals and derivatives in the table that predict writes.</summary>
public sealed class InferenceTests : IDisposable
{
    private const string Rows = "x,y\n0,1\n1,3\n2,2\n3,5\n4,4\n5,7\n6,5\n7,8\n";

    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public void Predict_WithAllThatCanBeAsked_HasTheColumnsInTheirOrder()
    {
        string model = session.Model(Rows, options: ["--bandwidth", "1.5"]);
        Outcome csv = session.Run("x\n2.5\n", ["predict", model, "-", "--standard-error", "--confidence", "0.95", "--derivatives", "--explain", "1"]);
        Assert.Equal(
            ["row", "prediction", "support", "effective_sample_size", "standard_error", "mean_lower", "mean_upper", "d_x", "top_1_training_row", "top_1_weight", "top_1_value", "top_1_contribution", "top_1_cumulative_weight", "top_1_prediction_without"],
            csv.Csv[0]);
        Assert.Equal((0, "nadaraya: standard errors are robust; intervals of 0.95 are for E[m], the bias of smoothing is not taken out, pointwise.\n"), (csv.Code, csv.Error));
        Predictions expected = KernelRegression.Load(model).PredictMany(
            Queries.From([2.5]), new PredictOptions { StandardError = StandardErrorKind.Robust, Confidence = 0.95, Derivatives = true });
        Assert.Equal(
            [expected.StandardError(0), expected.MeanInterval(0)?.Lower, expected.MeanInterval(0)?.Upper, expected.Derivative(0, 0)],
            csv.Csv[1][4..8].Select(c => (double?)double.Parse(c, CultureInfo.InvariantCulture)));

        JsonElement json = session.Run("x\n2.5\n", ["predict", model, "-", "--format", "json", "--standard-error", "--confidence", "0.95", "--derivatives", "--quiet"]).Silent().Json[0];
        Assert.Equal(
            ["row", "prediction", "support", "effectiveSampleSize", "standardError", "meanLower", "meanUpper", "dX"], json.EnumerateObject().Select(p => p.Name));
    }

    [Theory]
    [InlineData("robust", StandardErrorKind.Robust)]
    [InlineData("homoskedastic", StandardErrorKind.Homoskedastic)]
    [InlineData("local", StandardErrorKind.Local)]
    [InlineData("asymptotic", StandardErrorKind.Asymptotic)]
    public void Predict_WithAKindOfError_GivesAndNamesIt(string word, StandardErrorKind kind)
    {
        string model = session.Model(Rows, options: ["--bandwidth", "1.5"]);
        Outcome csv = session.Run("x\n2.5\n", ["predict", model, "-", "--standard-error", word]);
        Assert.Equal((0, $"nadaraya: standard errors are {word}.\n"), (csv.Code, csv.Error));
        double? expected = KernelRegression.Load(model).Predict([2.5], new PredictOptions { StandardError = kind }).StandardError;
        Assert.Equal(expected, double.Parse(csv.Csv[1][4], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Predict_SeveralTargets_NamesErrorsAndDerivativesByThem()
    {
        string data = session.File("d.csv", "a,b,y,z\n1,3,2,9\n2,1,4,1\n3,2,5,3\n4,4,1,2\n");
        _ = session.Run("fit", data, "--target", "y,z", "--bandwidth", "1", "--out", session["m.safetensors"]).Silent();
        Outcome csv = session.Run("predict", session["m.safetensors"], data, "--standard-error", "--confidence", "0.9", "--derivatives", "--quiet").Silent();
        Assert.Equal(
            ["standard_error_y", "standard_error_z", "mean_lower_y", "mean_lower_z", "mean_upper_y", "mean_upper_z", "d_a_y", "d_a_z", "d_b_y", "d_b_z"],
            csv.Csv[0][5..]);
    }

    [Fact]
    public void Predict_ABandOverAllRows_IsOverTheRowsOfTheTable()
    {
        string model = session.Model(Rows, options: ["--bandwidth", "1.5"]);
        string[] bands = ["simultaneous", "bonferroni", "tube"];
        string[] wide = [.. Enumerable.Range(0, 9000).Select(i => NumberText.Format(7.0 * i / 9000))];
        string table = "x\n" + string.Join('\n', wide) + "\n";
        double[] widths = [.. bands.Select(band =>
        {
            string[] row = session.Run(table, ["predict", model, "-", "--confidence", "0.9", "--band", band, "--quiet"]).Silent().Csv[8999];
            return double.Parse(row[5], CultureInfo.InvariantCulture) - double.Parse(row[4], CultureInfo.InvariantCulture);
        })];
        Assert.True(widths[0] < widths[1] && widths[2] < widths[1], string.Join(' ', widths));
        string[] drawn = ["predict", model, "-", "--confidence", "0.9", "--band", "simultaneous", "--replications", "99", "--seed", "4", "--quiet"];
        Assert.Equal(session.Run("x\n1\n5\n", drawn).Silent().Output, session.Run("x\n1\n5\n", drawn).Silent().Output);
    }

    [Fact]
    public void Predict_WithoutSupport_LeavesErrorsEmpty()
    {
        string model = session.Model(Rows, name: "e.safetensors", options: ["--kernel", "epanechnikov", "--bandwidth", "0.8"]);
        Outcome csv = session.Run("x\n100\n", ["predict", model, "-", "--standard-error", "--confidence", "0.9", "--derivatives"]);
        Assert.Equal(["1", string.Empty, "none", string.Empty, string.Empty, string.Empty, string.Empty, string.Empty], csv.Csv[1]);
    }

    [Theory]
    [InlineData("--standard-error is 'np'; expected robust, homoskedastic, local, asymptotic.", "--standard-error", "np")]
    [InlineData("--confidence is '95'; expected a number between 0 and 1, such as 0.95.", "--confidence", "95")]
    [InlineData("--band is 'wide'; expected pointwise, bonferroni, simultaneous, tube.", "--confidence", "0.9", "--band", "wide")]
    [InlineData("--band says nothing without --confidence 0.95; add that, or leave --band out.", "--band", "tube")]
    [InlineData("--seed says nothing without --band simultaneous; add that, or leave --seed out.", "--confidence", "0.9", "--seed", "3")]
    public void Predict_AskedForWhatThereIsNot_IsRefused(string message, params string[] options) =>
        session.Run("x\n1\n", ["predict", session.Model(Rows), "-", .. options]).Fails(2, message);
}
