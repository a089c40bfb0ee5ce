using System.Reflection;
using System.Text.RegularExpressions;

namespace Nadaraya.Cli.Tests;

public sealed class LearningReportTests
{
    private static readonly double[] X = [.. Enumerable.Range(0, 60).Select(i => i / 10.0)];

    private static readonly double[] Y = [.. X.Select(x => Math.Sin(2 * x) + (0.3 * Math.Sin(1000 * x)))];

    public static TheoryData<string> OneFeature => ["scale", "diagonal", "full"];

    [Theory]
    [MemberData(nameof(OneFeature))]
    public void Report_OneFeature_ShowsTrainingItsCurvesAndAttentionBeforeAndAfter(string score)
    {
        string page = Page(Wave(LearnableScore.Parse(score)), Language.English);
        Assert.Contains("What was learned", page, StringComparison.Ordinal);
        Assert.Contains("RMSE on rows unseen, 5 folds, 60 rows", page, StringComparison.Ordinal);
        Assert.Contains("Move the slider", page, StringComparison.Ordinal);
        Assert.Contains("Heat maps of attention weights before and after training", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<h2>The bandwidth</h2>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("directions of a learned metric", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_Map_ShowsImportanceAndDirectionsOfDecreasingSize()
    {
        KernelRegression model = Sum(LearnableScore.Full, 0);
        string page = Page(model, Language.Chinese);
        Assert.Contains("学到了什么", page, StringComparison.Ordinal);
        Assert.Contains("在打分中所占的份额", page, StringComparison.Ordinal);
        Assert.Contains("个方向", page, StringComparison.Ordinal);
        Assert.Contains(ReportText.Chinese.NotNested, page, StringComparison.Ordinal);
        Assert.Contains("1/‖W e‖", page, StringComparison.Ordinal);

        // The target is a function of a + b: the first direction has both in like shares.
        IReadOnlyList<double> first = model.LearnedDirections[0];
        Assert.InRange(first[0] / first[1], 0.7, 1.4);
        double[] sizes = [.. model.LearnedDirections.Select(d => d.Sum(v => v * v))];
        Assert.Equal(sizes.OrderDescending(), sizes);
    }

    [Fact]
    public void Report_ScoreThatIsNoDistance_LeavesBandwidthsOutAndKeepsTheRest()
    {
        string page = Page(Wave(LearnableScore.Own(new Demo.TailScore())), Language.English);
        Assert.Contains("heavy-tail", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Bandwidth of x", page, StringComparison.Ordinal);
        Assert.DoesNotContain(ReportText.English.Reach, page, StringComparison.Ordinal);
        Assert.Contains("A strip along x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("slope of y", page, StringComparison.Ordinal); // a score of one's own has no derivatives
    }

    [Fact]
    public void Report_HeldOutRows_DrawsTheirLossAndSaysWhyItStopped()
    {
        Dataset data = new([new("x", X)], [new("y", Y)]);
        LearningOptions learning = new() { Score = LearnableScore.Scale, Optimizer = Optimizer.Adam, HoldOut = 0.25, Patience = 3, Epochs = 60, Loss = TrainingLoss.Absolute };
        string page = Page(KernelRegression.Fit(data, new() { Learning = learning }), Language.English);
        Assert.Contains("Loss of rows held out", page, StringComparison.Ordinal);
        Assert.Contains("Mean loss (absolute) on rows unseen", page, StringComparison.Ordinal);
        Assert.Contains(ReportText.English.StopPatience, page, StringComparison.Ordinal);
    }

    [Fact]
    public void TrainedEpochs_Many_AreEvenWithFirstTakenAndLast()
    {
        LearnedScore learned = Wave(LearnableScore.Scale).Learned! with
        {
            Epochs = [.. Enumerable.Range(1, 500).Select(e => new TrainingEpoch(e, 1, 1, null, 1) { Parameters = e % 2 == 0 ? [1.0] : null })],
            BestEpoch = 137,
        };
        int[] epochs = TrainedEpochs.Of(learned, 30);
        Assert.True(epochs.Length <= 30);
        Assert.Equal((0, 500), (epochs[0], epochs[^1]));
        Assert.Contains(137, epochs);
        Assert.Equal(epochs.Distinct().Order(), epochs);
        Assert.True(epochs.Zip(epochs.Skip(1), (a, b) => b - a).Max() <= 20);
    }

    [Fact]
    public void Texts_BothLanguages_HaveTheSamePlaces()
    {
        foreach (PropertyInfo text in typeof(ReportText).GetProperties().Where(p => p.PropertyType == typeof(string)))
        {
            string english = (string)text.GetValue(ReportText.English)!, chinese = (string)text.GetValue(ReportText.Chinese)!;
            Assert.NotEqual(english, chinese);
            Assert.True(Places(english).SetEquals(Places(chinese)), text.Name);
        }
    }

    private static HashSet<string> Places(string text) => [.. Regex.Matches(text, @"\{\d\}").Select(m => m.Value)];

    private static KernelRegression Wave(LearnableScore score) => KernelRegression.Fit(
        new([new("x", X)], [new("y", Y)]), new() { Learning = new() { Score = score, Epochs = 12 } });

    private static KernelRegression Sum(LearnableScore score, int nested)
    {
        double[] a = [.. Enumerable.Range(0, 120).Select(i => i * 37 % 120 / 120.0)], b = [.. Enumerable.Range(0, 120).Select(i => i * 71 % 120 / 120.0)];
        Dataset data = new([new("a", a), new("b", b)], [new("y", a.Zip(b, (u, v) => Math.Sin(5 * (u + v))).ToArray())]);
        return KernelRegression.Fit(data, new() { Learning = new() { Score = score, Nested = nested } });
    }

    private static string Page(KernelRegression model, Language language) => new ModelReport(model, language, new Progress<double>(), default).Html();
}
