namespace Nadaraya.Cli.Tests;

/// <summary>What predict writes for rows that the model has no prediction for.</summary>
public sealed class UnsupportedTests : IDisposable
{
    private const string Rows = "x,y\n0,1\n1,3\n2,5\n3,7\n";

    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Theory]
    [InlineData("nearest", "7", "the value of the nearest training row")]
    [InlineData("mean", "4", "the mean of all training rows")]
    [InlineData("linear", "21", "a line over all training rows")]
    public void Predict_WithAPolicy_FillsInTheValueAndSaysSo(string policy, string value, string words)
    {
        string model = Fitted();
        Outcome csv = session.Run("x\n10\n1\n", ["predict", model, "-", "--unsupported", policy, "--standard-error", "--quantiles", "0.5", "--explain", "1", "--quiet"]);
        Assert.Equal(
            (0, $"nadaraya: warning: 1 of 2 rows has no prediction, row 1 first: no training row is within the kernel's reach; filled by {words}, support none.\n"),
            (csv.Code, csv.Error));
        Assert.Equal(double.Parse(value, System.Globalization.CultureInfo.InvariantCulture), double.Parse(csv.Csv[1][1], System.Globalization.CultureInfo.InvariantCulture), 1e-9);
        Assert.Equal(["none", .. Enumerable.Repeat(string.Empty, 9)], csv.Csv[1][2..]);
        Assert.Equal(["2", "3", "low"], csv.Csv[2][..3]);
        string plain = session.Run("x\n1\n", ["predict", model, "-"]).Silent().Output;
        Assert.Equal(plain, session.Run("x\n1\n", ["predict", model, "-", "--unsupported", policy]).Silent().Output);
    }

    [Fact]
    public void Predict_WithErrorForUnsupported_NamesTheFirstRow() => session.Run("x\n1\n10\n", ["predict", Fitted(), "-", "--unsupported", "error"]).Fails(
        3, "1 of 2 rows has no prediction, row 2 first: no training row is within the kernel's reach; expected a prediction for every row with --unsupported error; leave such rows out, or leave --unsupported error out.");

    [Fact]
    public void Predict_Strict_FailsOnlyWhereThereIsNoValueAtAll()
    {
        string model = Fitted();
        Assert.Equal(0, session.Run("x\n10\n", ["predict", model, "-", "--strict", "--unsupported", "mean"]).Code);
        Assert.Equal(3, session.Run("x\n10\n", ["predict", model, "-", "--strict", "--unsupported", "none"]).Code);
    }

    [Fact]
    public void Predict_AnotherPolicy_IsRefused() => session.Run("x\n1\n", ["predict", Fitted(), "-", "--unsupported", "zero"]).Fails(
        2, "--unsupported is 'zero'; expected none or error or nearest or mean or linear.");

    [Fact]
    public void Predict_UnsupportedBeyondABlock_KeepsRowNumbers()
    {
        string table = "x\n" + string.Concat(Enumerable.Range(0, 9000).Select(i => i == 8500 ? "10\n" : "1\n"));
        Outcome csv = session.Run(table, ["predict", Fitted(), "-", "--unsupported", "nearest", "--quiet"]);
        Assert.Contains("1 of 9000 rows has no prediction, row 8501 first", csv.Error, StringComparison.Ordinal);
        Assert.Equal(["8501", "7", "none", string.Empty], csv.Csv[8501]);
    }

    private string Fitted() => session.Model(Rows, options: ["--kernel", "epanechnikov", "--bandwidth", "0.8"]);
}
