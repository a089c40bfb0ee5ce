namespace Nadaraya.Cli.Demo;

/// <summary>The chapter's exercises in words, code and pictures.</summary>
internal sealed class ClassicExerciseParts(ClassicLesson lesson, ClassicExercises exercises, DemoText text)
{
    private readonly ChartText chartText = ChartText.For(text.Language);

    private DemoRows Rows => lesson.Rows;

    public IEnumerable<LessonPart> Parts()
    {
        yield return Sizes();
        yield return Meaning();
        yield return BandwidthChoice();
        yield return Leaning();
        yield return DesignsPart.Of(lesson, exercises.Designs, text);
    }

    private LessonPart Sizes()
    {
        IReadOnlyList<SampleSizeStudy> sizes = exercises.Sizes;
        double[] rows = [.. sizes.Select(s => (double)s.Rows)];
        double[] queries = [.. ChapterRows.Queries];
        return new()
        {
            Section = text.ExerciseSection,
            Title = text.SizesTitle,
            Chapter = text.SizesStep,
            Code = $"IReadOnlyList<SampleSizeStudy> sizes = SampleSizeStudy.Run(bandwidth: 1, seed: {Number.Exact(Rows.Seed ?? 0)});",
            Notes =
            [
                Number.Fill(
                    text.SizesNote,
                    ("bias", Number.Text(sizes[^1].FixedError)),
                    ("from", Number.Text(sizes[0].TunedError)),
                    ("to", Number.Text(sizes[^1].TunedError))),
            ],
            Table = new(
                [text.SizesRows, text.SizesDraws, text.SizesFixed, text.SizesTuned, "h"],
                [.. sizes.Select(s => (string[])
                [
                    Number.Text(s.Rows), Number.Text(s.Draws), Number.Text(s.FixedError), Number.Text(s.TunedError), Number.Text(s.TunedBandwidth),
                ])]),
            Figures =
            [
                () => Lines(
                    LessonPart.NameOf(text.SizesTitle),
                    text.SizesRows,
                    text.ErrorAgainstTruth,
                    text.SizesCaption,
                    true,
                    new(text.SizesFixed, rows, [.. sizes.Select(s => s.FixedError)]),
                    new(text.SizesTuned, rows, [.. sizes.Select(s => s.TunedError)])),
                () => Lines(
                    text.SizesCurvesTitle,
                    "x",
                    "y",
                    text.SizesCurvesCaption,
                    false,
                    new(text.Truth, queries, [.. queries.Select(ChapterRows.Truth)]),
                    new("h = 1", queries, sizes[^1].FixedCurve),
                    new($"h = {Number.Text(sizes[^1].TunedBandwidth)}", queries, sizes[^1].TunedCurve)),
            ],
        };
    }

    private LessonPart Meaning()
    {
        string query = Number.Text(exercises.Query);
        return new()
        {
            Title = text.MeaningTitle,
            Chapter = text.MeaningStep,
            Code = $"Prediction p = KernelRegression.Fit(data, new() {{ Bandwidth = 1 / best }}).Predict([{query}]);\n"
                + "double[] attention = p.Attention.Weights();",
            Notes = [Number.Fill(text.MeaningNote, ("query", query))],
            Table = new(
                ["w", text.Bandwidth, text.MeaningRows, text.MeaningLargest, text.MeaningPrediction],
                [.. exercises.Meanings.Select(m => (string[])
                [
                    Number.Text(m.Scale), Number.Text(1 / m.Scale), Number.Text(m.EffectiveSampleSize), Number.Text(m.Largest), Number.Text(m.Prediction),
                ])]),
            Figures =
            [
                () => Lines(
                    Number.Fill(text.MeaningChart, ("query", query)),
                    $"{text.MeaningKey} ({Rows.XName})",
                    text.AttentionWeight,
                    text.MeaningCaption,
                    false,
                    [.. exercises.Meanings.Select(m => new NamedLine($"w = {Number.Text(m.Scale)}", Rows.X, m.Weights))]),
            ],
        };
    }

    private LessonPart BandwidthChoice()
    {
        double h = lesson.Tuned.Features[0].Bandwidth!.Value;
        double criterion = lesson.Optimum.Loss / Rows.X.Length;
        return new()
        {
            Title = text.BandwidthTitle,
            Chapter = text.BandwidthStep,
            Code = "double h = KernelRegression.Fit(data, new() { Bandwidth = Bandwidth.LeaveOneOut }).Features[0].Bandwidth!.Value;",
            Notes =
            [
                Number.Fill(
                    text.BandwidthNote, ("h", Number.Text(h)), ("criterion", Number.Text(criterion)), ("w", Number.Text(lesson.Optimum.Scale))),
            ],
            Figures =
            [
                () => new(
                    new ProfileChart
                    {
                        Title = text.BandwidthChart,
                        XTitle = "h",
                        YTitle = text.BandwidthCriterion,
                        Bandwidths = exercises.Bandwidths,
                        Criterion = exercises.Criterion,
                        Chosen = new(h, criterion, $"h = {Number.Text(h)}"),
                    }.Draw(chartText),
                    text.BandwidthCaption),
            ],
        };
    }

    private LessonPart Leaning()
    {
        double?[] predictions = [.. exercises.LeaningPredictions.Select(v => (double?)v)];
        return new()
        {
            Title = text.LeaningTitle,
            Chapter = text.LeaningStep,
            Code = "LeaningTraining leaning = LeaningScale.Train(data);\n"
                + "double[] leant = LeaningScale.Pool(queries, x, y, leaning.Scale);\n"
                + $"PoolingContest contest = PoolingContest.Run(draws: 200, rows: 50, seed: {Number.Exact(Rows.Seed ?? 0)});",
            Notes =
            [
                text.LeaningNote,
                Number.Fill(
                    text.LeaningTrainedNote,
                    ("w", Number.Text(exercises.Leaning.Scale)),
                    ("loss", Number.Text(exercises.Leaning.Loss)),
                    ("plainLoss", Number.Text(lesson.Optimum.Loss))),
                .. Rows.Error(predictions) is double error ? [Number.Fill(text.ErrorNote, ("error", Number.Text(error)))] : Array.Empty<string>(),
                Contest(),
            ],
            Table = new(
                [text.Model, text.SquaredError, text.ContestWon],
                [
                    [text.SummaryScalar, Number.Text(exercises.Contest.PlainMean), Number.Percent(1 - exercises.Contest.Won)],
                    [text.SummaryLeaning, Number.Text(exercises.Contest.LeaningMean), Number.Percent(exercises.Contest.Won)],
                ],
                Named: true),
            Figures =
            [
                () => Figures.Fit(Rows, chartText, text.LeaningFitTitle, text.LeaningFitCaption, predictions),
                () => Figures.Heat(Rows, chartText, text.LeaningHeatTitle, text.LeaningHeatCaption, exercises.LeaningWeights),
                () => Lines(
                    text.LeaningLossTitle,
                    "w",
                    text.Loss,
                    text.LeaningLossCaption,
                    false,
                    new(text.SummaryScalar, lesson.CurveScales, lesson.CurveLosses),
                    new(text.SummaryLeaning, lesson.CurveScales, exercises.LeaningLosses)),
            ],
        };
    }

    private string Contest()
    {
        PoolingContest contest = exercises.Contest;
        (double low, double high) = (contest.MeanDifference - contest.HalfWidth, contest.MeanDifference + contest.HalfWidth);
        string verdict = high < 0 ? text.ContestBetter : low > 0 ? text.ContestWorse : text.ContestOpen;
        string space = text.Language == Language.Chinese ? string.Empty : " ";
        return Number.Fill(
            text.ContestNote,
            ("draws", Number.Text(contest.Draws)),
            ("plain", Number.Text(contest.PlainMean)),
            ("leaning", Number.Text(contest.LeaningMean)),
            ("won", Number.Percent(contest.Won)),
            ("difference", Number.Text(contest.MeanDifference)),
            ("low", Number.Text(low)),
            ("high", Number.Text(high))) + space + verdict;
    }

    private Figure Lines(string title, string x, string y, string caption, bool points, params IReadOnlyList<NamedLine> lines) => new(
        new LineChart { Title = title, XTitle = x, YTitle = y, Lines = lines, LogX = points, LogY = points, ShowPoints = points }.Draw(chartText),
        caption);
}
