using System.Globalization;
using System.Text.Json;

namespace Nadaraya.Cli.Tests;

/// <summary>Models to give away, from the command line.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public void I_can_publish_a_model_without_its_rows()
    {
        Outcome fit = session.Run("fit", Session.Motorcycle, "--target", "accel", "--out", session["m.safetensors"], "--publish", session["p.safetensors"]).Silent();
        KernelRegression model = KernelRegression.Load(session["m.safetensors"]), cells = KernelRegression.Load(session["p.safetensors"]);
        PublishResult again = model.Publish();
        Assert.Equal(again.Model.Data.Target().ToArray(), cells.Data.Target().ToArray());
        Publication told = cells.Publication!;
        string number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
        PublicationLoss loss = told.Losses[0];
        Assert.Contains(
            $"Saved to {session["m.safetensors"]}. The file contains the training rows: share it as you would share them.\n" +
            $"Published to {session["p.safetensors"]}: {told.Cells} cells of 5 or more rows in place of 133 rows.\n" +
            $"  Loss: RMSE {number(loss.PublishedRmse!.Value)} out of sample where the model with its rows has {number(loss.Rmse!.Value)} (−{Math.Round(-100 * loss.RelativeIncrease!.Value, 2).ToString(CultureInfo.InvariantCulture)} %); " +
            $"at the training rows the two differ by {number(loss.RootMeanSquaredDifference!.Value)} in the root mean square, at most {number(again.LargestDifferences[0]!.Value)}.\n" +
            "  The file contains no training row, but means of 5 or more of them, which are no proof of privacy: docs/privacy.md says what they still tell.\n",
            fit.Output,
            StringComparison.Ordinal);

        Outcome predict = session.Run("times\n15.2\n", ["predict", session["p.safetensors"], "-", "--explain", "1"]).Silent();
        Assert.Matches("^cell \\d+ of \\d+ rows$", predict.Csv[1][4]);
        Assert.Equal(cells.Predict([15.2]).Value, double.Parse(predict.Csv[1][1], CultureInfo.InvariantCulture));
        session.Run("predict", session["p.safetensors"], Session.Motorcycle, "--standard-error").Fails(
            3, $"The model is published: it holds {told.Cells} cells in place of its rows, and these can't tell standard errors: expected a model that contains its rows; ask the full one.");
    }

    [Fact]
    public void A_model_says_whether_it_contains_its_rows()
    {
        JsonElement fit = session.Run("fit", Session.Motorcycle, "--target", "accel", "--out", session["m"], "--publish", session["p"], "--anonymity", "10", "--json").Silent().Json;
        JsonElement written = fit.GetProperty("published");
        Assert.Equal(
            ["model", "anonymity", "cells", "smallestCell", "rows", "rowsLeftOut", "rowsGeneralised", "folds", "rowsWithoutPrediction", "loss"], written.EnumerateObject().Select(p => p.Name));
        Assert.Equal((session["p"], 10, 133), (written.GetProperty("model").GetString(), written.GetProperty("anonymity").GetInt32(), written.GetProperty("rows").GetInt32()));
        Assert.True(written.GetProperty("smallestCell").GetInt32() >= 10);
        JsonElement loss = written.GetProperty("loss")[0];
        Assert.Equal(
            ["target", "rmse", "publishedRmse", "relativeIncrease", "rootMeanSquaredDifference", "largestDifference"], loss.EnumerateObject().Select(p => p.Name));
        Assert.Equal(loss.GetProperty("publishedRmse").GetDouble(), loss.GetProperty("rmse").GetDouble() * (1 + loss.GetProperty("relativeIncrease").GetDouble()), 1e-9);

        JsonElement full = session.Run("info", session["m"], "--json").Silent().Json, cells = session.Run("info", session["p"], "--json").Silent().Json;
        Assert.True(full.GetProperty("containsTrainingRows").GetBoolean());
        Assert.False(full.TryGetProperty("published", out _));
        Assert.False(cells.GetProperty("containsTrainingRows").GetBoolean());
        Assert.Equal(JsonValueKind.Null, cells.GetProperty("standardError").ValueKind);
        JsonElement read = cells.GetProperty("published");
        Assert.Equal(written.EnumerateObject().Skip(1).SkipLast(1).Select(p => p.ToString()), read.EnumerateObject().SkipLast(1).Select(p => p.ToString()));
        Assert.Equal(loss.EnumerateObject().SkipLast(1).Select(p => p.ToString()), read.GetProperty("loss")[0].EnumerateObject().Select(p => p.ToString()));

        Assert.Contains("\nThe file contains the training rows: share it as you would share them.\n", session.Run("info", session["m"]).Silent().Output, StringComparison.Ordinal);
        string info = session.Run("info", session["p"]).Silent().Output;
        Assert.Contains($"accel on times: {read.GetProperty("cells").GetInt32()} cells of {read.GetProperty("smallestCell").GetInt32()} or more rows in place of 133 rows.\n", info, StringComparison.Ordinal);
        Assert.Contains("\nStandard errors: none, for means of cells don't tell how far rows lie from them; ask the model that contains its rows.\n", info, StringComparison.Ordinal);
        Assert.EndsWith("The file contains no training row, but means of 10 or more of them, which are no proof of privacy: docs/privacy.md says what they still tell.\n", info, StringComparison.Ordinal);
    }

    [Fact]
    public void I_can_publish_levels_clusters_and_several_targets()
    {
        string data = session.File("d.csv", "x,c,firm,y,z\n" + string.Concat(Enumerable.Range(0, 60).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{i * 7 % 60},{(i < 2 ? "rare" : i % 2 == 0 ? "a" : "b")},f{i % 12},{Math.Sin(i)},{i}\n"))));
        Outcome fit = session.Run(
            "fit", data, "--target", "y,z", "--categorical", "c", "--cluster", "firm", "--bandwidth", "x=9,c=0.1", "--out", session["m"], "--publish", session["p"], "--anonymity", "4");
        Assert.Equal(0, fit.Code);
        Assert.Contains("(2 rows took levels that more rows share).\n  Loss of y: RMSE ", fit.Output, StringComparison.Ordinal);
        Assert.Contains("\n  Loss of z: RMSE ", fit.Output, StringComparison.Ordinal);
        session.Run("x,c\n3,rare\n", ["predict", session["p"], "-"]).Fails(
            3, "standard input, line 2, row 1, column 'c': 'rare' is a level that the model has never seen; expected one of 'a', 'b'; mend it, or add --unseen different to take it as unlike all.");
    }

    [Theory]
    [InlineData("--anonymity 5", "--anonymity says nothing without --publish FILE; add that, or leave --anonymity out.")]
    [InlineData("--publish p --anonymity 1", "--anonymity is '1'; expected a whole number from 2 to 2147483647.")]
    [InlineData("--publish p --anonymity few", "--anonymity is 'few'; expected a whole number from 2 to 2147483647.")]
    [InlineData("--publish -", "--publish is -, but a model is saved as a file; expected a name such as public.safetensors.")]
    [InlineData("--publish d.csv", "--publish is 'd.csv', which is also read; expected another file; name one that may be replaced.")]
    [InlineData("--publish m --out ./m", "--publish is 'm', where the model with its rows is saved; expected another file; name one to give away.")]
    public void Fit_WithAPublicationThatMeansNothing_IsAUsageError(string options, string line) =>
        session.Run(["fit", "d.csv", "--target", "y", .. options.Split(' ')]).Fails(2, line);

    [Fact]
    public void Fit_WithFewerRowsThanACell_WritesNothing()
    {
        string data = session.File("d.csv", "x,y\n1,2\n2,3\n4,1\n");
        session.Run("fit", data, "--target", "y", "--bandwidth", "1", "--out", session["m"], "--publish", session["p"]).Fails(
            3, "The model has 3 rows that count, but a cell of a published model stands for 5 or more: expected at least as many; fit more, or publish with a smaller anonymity.");
        Assert.False(File.Exists(session["m"]) || File.Exists(session["p"]));
    }

    [Fact]
    public void Fit_WithAFolderThatIsNotThere_SaysSoFirst() =>
        Assert.Equal(7, session.Run("fit", Session.Motorcycle, "--target", "accel", "--out", session["m"], "--publish", session["no/p"]).Code);
}
