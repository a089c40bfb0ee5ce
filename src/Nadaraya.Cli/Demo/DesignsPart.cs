namespace Nadaraya.Cli.Demo;

/// <summary>The part of exercise 4 in which scores of several shapes are learned and compared on rows they have not seen.</summary>
internal static class DesignsPart
{
    public static LessonPart Of(ClassicLesson lesson, IReadOnlyList<LearnedDesign> designs, DemoText text)
    {
        DemoRows rows = lesson.Rows;
        bool known = rows.Truth is not null;
        LearnedScore? first = designs.Count > 0 ? designs[0].Learned : null;
        string[] Cells(string name, string found, double? trained, double? unseen, IReadOnlyList<double?> predictions) =>
            [name, found, Number.Text(trained), Number.Text(unseen), .. known ? [Number.Text(rows.Error(predictions))] : Array.Empty<string>()];
        return new()
        {
            Title = text.DesignsTitle,
            Chapter = text.DesignsStep,
            Code = "FitOptions Learn(LearnableScore s) => new() { Learning = new() { Score = s, Nested = 10 } };\n"
                + "KernelRegression scale = KernelRegression.Fit(data, Learn(LearnableScore.Scale));\n"
                + "KernelRegression own = KernelRegression.Fit(data, Learn(LearnableScore.Own(new TailScore())));\n"
                + "KernelRegression local = KernelRegression.Fit(data, Learn(LearnableScore.Local)), heads = KernelRegression.Fit(data, Learn(LearnableScore.Heads(2)));\n"
                + "double? unseen = own.Learned!.Nested?.Rmse, ofBandwidths = own.Learned.Nested?.BaselineRmse;",
            Notes =
            [
                text.DesignsNote,
                .. first is null ? [] : new[] { Number.Fill(text.DesignsScaleNote, ("w", Number.Text(Math.Abs(first.Parameters[0]))), ("best", Number.Text(lesson.Optimum.Scale)), ("epochs", Number.Text(first.Epochs.Count))) },
                .. designs.Where(d => d.Score.Kind == TailScore.Word).Select(d => Number.Fill(text.DesignsTailNote, ("a", Number.Text(d.Learned.Parameters[^1])))),
                text.DesignsHonest,
            ],
            Table = new(
                [text.Model, text.DesignsFound, text.DesignsTrained, text.DesignsUnseen, .. known ? [text.ErrorAgainstTruth] : Array.Empty<string>()],
                [
                    Cells(text.DesignsBandwidth, $"h = {Number.Text(1 / lesson.Optimum.Scale)}", first?.BaselineLeaveOneOutRmse, first?.Nested?.BaselineRmse, lesson.Optimum.Predictions),
                    .. designs.Select(d => Cells(Name(d.Score, text), Found(d.Learned), d.Learned.LeaveOneOutRmse, d.Learned.Nested?.Rmse, d.Predictions)),
                ],
                Named: true),
            Figures = designs.Count == 0 ? [] : [() => Curves(lesson, designs, text)],
        };
    }

    public static string Name(LearnableScore score, DemoText text) => score.Kind switch
    {
        "scale" => text.DesignsScale,
        "local" => text.DesignsLocal,
        "heads" => Number.Fill(text.DesignsHeads, ("n", Number.Text(score.Size))),
        _ => text.DesignsOwn,
    };

    /// <summary>The parameters, where they are few.</summary>
    private static string Found(LearnedScore learned) => learned.Parameters.Count > 3
        ? $"{Number.Text(learned.Parameters.Count)} θ"
        : string.Join(", ", learned.Parameters.Select(v => Number.Text(v)));

    private static Figure Curves(ClassicLesson lesson, IReadOnlyList<LearnedDesign> designs, DemoText text)
    {
        DemoRows rows = lesson.Rows;
        NamedLine[] truth = rows.TruthAtQueries is { } known ? [new(text.Truth, rows.Queries, known)] : [];
        LineChart chart = new()
        {
            Title = text.DesignsChart,
            XTitle = rows.XName,
            YTitle = rows.YName,
            Lines = [.. truth, .. designs.Select(d => new NamedLine(Name(d.Score, text), rows.Queries, Figures.Gaps(d.Predictions)))],
        };
        return new(chart.Draw(ChartText.For(text.Language)), text.DesignsCaption);
    }
}
