using System.Globalization;
using System.Text.Json;

namespace Nadaraya.Cli.Tests;

/// <summary>fit --learn: the chapter's numbers, what is said on the way, and what is refused.</summary>
public sealed class LearnTests : IDisposable
{
    private readonly Session session = new();

    private string Chapter => Path.GetFullPath(Path.Join(Path.GetDirectoryName(Session.Motorcycle), "d2l-chapter.csv"));

    public void Dispose() => session.Dispose();

    [Fact]
    public void Fit_LearnScale_TrainsAsTheLibraryDoesAndTellsEveryEpoch()
    {
        Outcome fit = session.Run(
            "fit", Chapter, "--target", "y", "--learn", "scale", "--optimizer", "sgd", "--learning-rate", "0.5", "--epochs", "5", "--start", "0.475", "--json", "--out", session["m.safetensors"]);
        Assert.Equal(0, fit.Code);
        JsonElement learning = fit.Json.GetProperty("learning");
        Assert.Equal("scale", learning.GetProperty("score").GetString());
        Assert.Equal("sgd", learning.GetProperty("optimizer").GetString());
        Assert.Equal("epochs", learning.GetProperty("stopped").GetString());
        KernelRegression model = KernelRegression.Load(session["m.safetensors"]);
        ScaleTraining chapter = LearnedScale.Train(model.Data, new() { Start = 0.475 });
        JsonElement[] epochs = [.. learning.GetProperty("epochs").EnumerateArray()];
        Assert.Equal(5, epochs.Length);
        for (int k = 0; k < 5; k++)
        {
            Assert.Equal(chapter.Epochs[k].Loss, epochs[k].GetProperty("loss").GetDouble(), 9);
            Assert.Equal(Math.Abs(chapter.Epochs[k].Scale), epochs[k].GetProperty("parameters")[0].GetDouble(), 9);
        }

        Assert.Equal(1 / Math.Abs(chapter.Scale), fit.Json.GetProperty("features")[0].GetProperty("bandwidth").GetDouble(), 9);
        string[] lines = fit.Error.Split('\n');
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"nadaraya: epoch 1: loss {chapter.Epochs[0].Loss:G6}"), lines[0]);
        Assert.Equal(5, lines.Count(line => line.StartsWith("nadaraya: epoch ", StringComparison.Ordinal)));
        Assert.True(learning.GetProperty("nested").GetProperty("rmse").GetDouble() > 0);
        Assert.True(learning.GetProperty("baseline").GetProperty("leaveOneOutRmse").GetDouble() > 0);
    }

    [Fact]
    public void I_can_learn_a_metric_and_predict_explain_and_report_with_it()
    {
        string data = session.File("d.csv", Rows());
        Outcome fit = session.Run("fit", data, "--target", "y", "--categorical", "c", "--learn", "full", "--epochs", "8", "--quiet", "--out", session["m.safetensors"]);
        Assert.Equal(0, fit.Code);
        Assert.Contains("Score learned           full by lbfgs", fit.Output, StringComparison.Ordinal);
        Assert.Contains("On rows unseen", fit.Output, StringComparison.Ordinal);
        Assert.Contains("in the learned score", fit.Output, StringComparison.Ordinal);
        Outcome predict = session.Run("predict", session["m.safetensors"], data, "--explain", "2", "--standard-error", "--quiet");
        Assert.Equal(0, predict.Code);
        Assert.Equal(41, predict.Csv.Count);
        Assert.Equal(0, session.Run("weights", session["m.safetensors"], "--at", "a=1", "--at", "b=2", "--at", "c=u").Code);
        Assert.Equal(0, session.Run("evaluate", session["m.safetensors"], data, "--quiet").Code);
        Outcome report = session.Run("report", session["m.safetensors"], "--out", session["m.html"], "--quiet");
        Assert.Equal(0, report.Code);
        Assert.Equal("full", session.Run("info", session["m.safetensors"], "--json").Json.GetProperty("learning").GetProperty("score").GetString());
        Outcome refused = session.Run("test", session["m.safetensors"]);
        Assert.Equal(3, refused.Code);
        Assert.Contains("The score 'full' was learned, and has no tests", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Interrupted_ResumesFromItsCheckpoint()
    {
        string data = session.File("d.csv", Rows());
        string[] words = ["fit", data, "--target", "y", "--categorical", "c", "--learn", "full", "--epochs", "4", "--nested", "0"];
        JsonElement whole = session.Run([.. words, "--json", "--out", session["a.safetensors"]]).Json.GetProperty("learning");
        Outcome stopped = session.Run(null, [.. words, "--checkpoint", session["t"], "--out", session["b.safetensors"]], interruption => interruption.Request(ExitCode.Interrupted));
        Assert.Equal(130, stopped.Code);
        Outcome once = session.Run([.. words, "--checkpoint", session["t"], "--json", "--out", session["b.safetensors"]]);
        Outcome again = session.Run([.. words, "--checkpoint", session["t"], "--json", "--out", session["c.safetensors"]]);
        Assert.DoesNotContain("epoch 1", again.Error, StringComparison.Ordinal); // all of it was made
        foreach (Outcome fit in (Outcome[])[once, again])
        {
            Assert.Equal(whole.GetProperty("parameters").GetRawText(), fit.Json.GetProperty("learning").GetProperty("parameters").GetRawText());
        }

        Outcome other = session.Run([.. words, "--checkpoint", session["t"], "--seed", "1", "--out", session["d.safetensors"]]);
        Assert.Equal(4, other.Code);
        Assert.Contains("the checkpoint is of other data, options or seed than this training", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--learn is no score", "--learn: 'nonsense' is no score to learn: expected one of scale, diagonal, full, low-rank:K", "--learn", "nonsense")]
    [InlineData("no rank", "--learn: 'low-rank' says no rank: expected low-rank:K with K from 1, such as low-rank:2.", "--learn", "low-rank")]
    [InlineData("heads", "--learn: 'heads:1' says no number of heads: expected heads:N with N from 2 to 64", "--learn", "heads:1")]
    [InlineData("without", "--epochs says nothing without --learn SCORE; add that, or leave --epochs out.", "--epochs", "3")]
    [InlineData("rate", "--learning-rate is '0'; expected a positive number, such as 0.05.", "--learn", "full", "--learning-rate", "0")]
    [InlineData("loss", "--loss: 'huber' is no loss: expected squared, absolute, huber:D", "--learn", "full", "--loss", "huber")]
    [InlineData("share", "--hold-out is '1.5'; expected a share from 0 to 0.9, such as 0.1.", "--learn", "full", "--hold-out", "1.5")]
    [InlineData("folds", "--stop-folds is '1', which leaves nothing to train on; expected 0, or 2 to 100.", "--learn", "full", "--stop-folds", "1")]
    [InlineData("optimizer", "--optimizer is 'newton'; expected", "--learn", "full", "--optimizer", "newton")]
    public void Fit_OptionsThatMeanNothing_AreUsageErrors(string what, string says, params string[] options)
    {
        Outcome fit = session.Run(["fit", Session.Motorcycle, "--target", "accel", .. options]);
        Assert.True(fit.Code == 2, what);
        Assert.Contains(says, fit.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WhatCannotBeLearned_IsADataError()
    {
        Outcome fit = session.Run("fit", Session.Motorcycle, "--target", "accel", "--learn", "full", "--kernel", "tricube", "--out", session["m.safetensors"]);
        Assert.Equal(3, fit.Code);
        Assert.Contains("A score can't be learned like this, because 'full' is under the gaussian kernel.", fit.Error, StringComparison.Ordinal);
    }

    /// <summary>Two numbers and a level, forty rows.</summary>
    private static string Rows()
    {
        Random random = new(4);
        IEnumerable<string> lines = Enumerable.Range(0, 40).Select(_ =>
        {
            double a = 4 * random.NextDouble(), b = 4 * random.NextDouble();
            bool u = random.Next(2) == 0;
            return string.Create(CultureInfo.InvariantCulture, $"{a:R},{b:R},{(u ? "u" : "v")},{Math.Sin(a + b) + (u ? 1 : 0) + (0.1 * random.NextDouble()):R}");
        });
        return "a,b,c,y\n" + string.Join('\n', lines) + "\n";
    }
}
