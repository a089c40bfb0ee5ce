namespace Nadaraya.Cli.Demo;

/// <summary>The step that trains the chapter's framework tabs side by side.</summary>
internal static class TabsPart
{
    private const int Last = 5;

    public static LessonPart Of(ClassicLesson lesson, DemoText text)
    {
        IReadOnlyList<FrameworkTab> tabs = lesson.Tabs;
        return new()
        {
            Title = text.TabsTitle,
            Chapter = text.TabsStep,
            Code = $"ScaleTraining torch = LearnedScale.Train(data, new() {{ Start = {Number.Exact(lesson.Rows.Start)}, LearningRate = 0.5 }});\n"
                + "// The gradient of ½e² is half of that of e².\n"
                + $"ScaleTraining mxnet = LearnedScale.Train(data, new() {{ Start = {Number.Exact(tabs[0].Scales[0])}, LearningRate = 0.25 }});",
            Notes =
            [
                Number.Fill(
                    text.TabsNote,
                    ("first", Number.Text(tabs[1].Scales.ElementAtOrDefault(1))),
                    ("half", Number.Text(tabs[^1].Scales.ElementAtOrDefault(1))),
                    ("best", Number.Text(lesson.Optimum.Scale)),
                    ("torch", Number.Text(Math.Abs(tabs[1].Scales[^1]))),
                    ("loss", Number.Text(tabs[1].Losses[^1])),
                    ("least", Number.Text(lesson.Optimum.Loss)),
                    ("mxnet", Number.Text(Math.Abs(tabs[0].Scales[^1])))),
                text.TabsSeedNote,
            ],
            Table = new(
                [text.TabsFramework, text.Loss, text.TabsStart, .. Enumerable.Range(1, Last).Select(e => $"|w| {Number.Text(e)}"), "Σ e²"],
                [.. tabs.Select(tab => Row(tab, text)), [text.SummaryOptimum, string.Empty, string.Empty, .. Enumerable.Repeat(Number.Text(lesson.Optimum.Scale), Last), Number.Text(lesson.Optimum.Loss)]],
                Named: true),
            Figures =
            [
                () => Lines(lesson, text, text.TabsScaleTitle, "|w|", text.TabsScaleCaption, tab => [.. tab.Scales.Select(Math.Abs)], lesson.Optimum.Scale),
                () => Lines(lesson, text, text.TabsLossTitle, "Σ e²", text.TabsLossCaption, tab => tab.Losses, lesson.Optimum.Loss),
            ],
        };
    }

    private static string Name(FrameworkTab tab, DemoText text) => tab.IsEarlier ? Number.Fill(text.TabsEarlier, ("framework", tab.Framework)) : tab.Framework;

    private static string[] Row(FrameworkTab tab, DemoText text) =>
    [
        Name(tab, text),
        tab.Loss,
        Number.Text(tab.Scales[0]),
        .. Enumerable.Range(1, Last).Select(e => Number.Text(e < tab.Scales.Count ? Math.Abs(tab.Scales[e]) : null)),
        Number.Text(tab.Losses[^1]),
    ];

    /// <summary>One line for tabs that go the same way.</summary>
    private static Figure Lines(ClassicLesson lesson, DemoText text, string title, string y, string caption, Func<FrameworkTab, IReadOnlyList<double>> values, double optimum)
    {
        IEnumerable<NamedLine> lines = lesson.Tabs
            .GroupBy(tab => string.Join(' ', values(tab).Select(Number.Exact)))
            .Select(alike => new NamedLine(
                string.Join(", ", alike.Select(tab => Name(tab, text))), [.. Enumerable.Range(0, values(alike.First()).Count).Select(e => (double)e)], values(alike.First())));
        LineChart chart = new()
        {
            Title = title,
            XTitle = text.Epoch,
            YTitle = y,
            ShowPoints = true,
            Lines = [.. lines, new(text.SummaryOptimum, [0, Last], [optimum, optimum])],
        };
        return new(chart.Draw(ChartText.For(text.Language)), caption);
    }
}
