namespace Nadaraya.Cli.Demo;

/// <summary>The chapter's steps in words, code and pictures.</summary>
internal sealed class ClassicSteps(ClassicLesson lesson, DemoText text)
{
    private readonly ChartText chartText = ChartText.For(text.Language);

    private DemoRows Rows => lesson.Rows;

    public IEnumerable<LessonPart> Parts()
    {
        yield return RowsPart.Of(Rows, text, DemoEdition.Classic);
        yield return Average();
        yield return Plain();
        yield return BatchMatrixMultiplication();
        yield return Training();
        yield return Trained();
        yield return Hidden();
        yield return TabsPart.Of(lesson, text);
    }

    private LessonPart Average() => new()
    {
        Title = text.AverageTitle,
        Chapter = text.AverageStep,
        Code = "double mean = AttentionPooling.Average(y);",
        Notes = [Number.Fill(text.AverageNote, ("mean", Number.Text(lesson.Average))), .. ErrorNote([.. lesson.AverageEverywhere.Select(v => (double?)v)])],
        Figures = [() => Figures.Fit(Rows, chartText, LessonPart.NameOf(text.AverageTitle), text.AverageCaption, [.. lesson.AverageEverywhere.Select(v => (double?)v)])],
    };

    private LessonPart Plain() => new()
    {
        Title = text.PlainTitle,
        Chapter = text.PlainStep,
        Code = "double?[] plain = AttentionPooling.Pool(queries, x, y, Kernel.Gaussian, bandwidth: 1);\n"
            + "double[,] weights = AttentionPooling.Weights(queries, x, Kernel.Gaussian, bandwidth: 1);",
        Notes = [text.PlainNote, .. ErrorNote(lesson.Plain.Predictions)],
        Table = Predictions((text.SummaryPlain, lesson.Plain)),
        Figures =
        [
            () => Figures.Fit(Rows, chartText, LessonPart.NameOf(text.PlainTitle), text.PlainCaption, lesson.Plain.Predictions),
            () => Figures.Heat(Rows, chartText, text.PlainHeatTitle, text.PlainHeatCaption, lesson.Plain.Weights),
        ],
    };

    private LessonPart BatchMatrixMultiplication()
    {
        Batch ones = lesson.Ones;
        string shape = $"(2, 1, 4) · (2, 4, 6) → ({ones.Count}, {ones.Rows}, {ones.Columns})";
        return new()
        {
            Title = text.BmmTitle,
            Chapter = text.BmmStep,
            Code = "Batch ones = AttentionPooling.BatchMatrixMultiply(Batch.Filled(2, 1, 4, 1), Batch.Filled(2, 4, 6, 1));\n"
                + "Batch values = new(2, 10, 1, [.. Enumerable.Range(0, 20).Select(i => (double)i)]);\n"
                + "Batch pooled = AttentionPooling.BatchMatrixMultiply(Batch.Filled(2, 1, 10, 0.1), values);",
            Notes =
            [
                shape,
                Number.Fill(
                    text.BmmNote,
                    ("first", Number.Text(lesson.WeightedValues[0, 0, 0])),
                    ("second", Number.Text(lesson.WeightedValues[1, 0, 0]))),
            ],
        };
    }

    private LessonPart Training() => new()
    {
        Title = text.TrainTitle,
        Chapter = text.TrainStep,
        Code = $"ScaleTraining training = LearnedScale.Train(data, new() {{ Start = {Number.Exact(Rows.Start)}, LearningRate = 0.5, Epochs = 5 }});",
        Notes = [Number.Fill(text.TrainNote, ("start", Number.Text(Rows.Start)))],
        Table = new(
            [text.Epoch, text.Loss, text.WAfter],
            [.. lesson.Training.Epochs.Select(e => (string[])[Number.Text(e.Number), Number.Text(e.Loss), Number.Text(e.Scale)])]),
        Figures =
        [
            () => new(
                new EpochLossChart { Title = LessonPart.NameOf(text.TrainTitle), Loss = [.. lesson.Training.Epochs.Select(e => e.Loss)] }.Draw(chartText),
                text.TrainCaption),
        ],
    };

    private LessonPart Trained()
    {
        double width = lesson.Training.Bandwidth;
        return new()
        {
            Title = text.TrainedTitle,
            Chapter = Number.Fill(text.TrainedStep, ("w", Number.Text(lesson.Trained.Scale))),
            Code = "double?[] trained = AttentionPooling.Pool(queries, x, y, Kernel.Gaussian, training.Bandwidth);",
            Notes =
            [
                Number.Fill(width < 1 ? text.TrainedNarrower : text.TrainedWider, ("width", Number.Text(width))),
                .. ErrorNote(lesson.Trained.Predictions),
            ],
            Table = Predictions((text.SummaryPlain, lesson.Plain), (text.SummaryTrained, lesson.Trained)),
            Figures =
            [
                () => Figures.Fit(Rows, chartText, LessonPart.NameOf(text.TrainedTitle), text.TrainedCaption, lesson.Trained.Predictions),
                () => Figures.Heat(Rows, chartText, text.TrainedHeatTitle, text.TrainedHeatCaption, lesson.Trained.Weights),
            ],
        };
    }

    private LessonPart Hidden()
    {
        (ClassicModel best, ClassicModel last) = (lesson.Optimum, lesson.Trained);
        return new()
        {
            Section = text.HiddenSection,
            Title = text.HiddenTitle,
            Chapter = text.HiddenStep,
            Code = "KernelRegression tuned = KernelRegression.Fit(data);\n"
                + "double best = 1 / tuned.Features[0].Bandwidth!.Value;\n"
                + "double[] losses = LearnedScale.Losses(data, [best, training.Scale]);",
            Notes =
            [
                Number.Fill(
                    text.HiddenNote,
                    ("best", Number.Text(best.Scale)),
                    ("bestLoss", Number.Text(best.Loss)),
                    ("epochs", Number.Text(last.Epoch)),
                    ("last", Number.Text(last.Scale)),
                    ("reported", Number.Text(lesson.Training.Epochs[^1].Loss)),
                    ("lastLoss", Number.Text(last.Loss)),
                    ("times", Number.Text(best.Loss > 0 ? last.Loss / best.Loss : null))),
                Jump(),
                .. Outside(),
            ],
            Table = Summary(),
            Figures = [HiddenCurve, Slider, () => Figures.Fit(Rows, chartText, text.OptimumTitle, text.OptimumCaption, best.Predictions)],
        };
    }

    private string Jump()
    {
        (double start, double first) = (Math.Abs(lesson.Steps[0].Scale), Math.Abs(lesson.Steps[1].Scale));
        bool over = (start < lesson.Optimum.Scale) != (first < lesson.Optimum.Scale);
        return Number.Fill(
            over ? text.OvershootNote : text.NoOvershootNote,
            ("start", Number.Text(lesson.Steps[0].Scale)),
            ("first", Number.Text(lesson.Steps[1].Scale)),
            ("best", Number.Text(lesson.Optimum.Scale)));
    }

    private IEnumerable<string> Outside()
    {
        string[] far = [.. lesson.Steps.Where(s => !Shown(s)).Select(s => $"{Number.Text(s.Epoch)}: w = {Number.Text(s.Scale)}")];
        return far.Length == 0 ? [] : [Number.Fill(text.OutsideNote, ("steps", string.Join(", ", far)))];
    }

    private bool Shown(ClassicModel step) => Math.Abs(step.Scale) <= lesson.CurveScales[^1];

    private Figure HiddenCurve() => new(
        new LossChart
        {
            Title = text.HiddenCurveTitle,
            X = lesson.CurveScales,
            Loss = lesson.CurveLosses,
            Steps = [.. lesson.Steps.Where(Shown).Select(s => new ChartPoint(Math.Abs(s.Scale), s.Loss, Number.Text(s.Epoch)))],
            Optimum = new(lesson.Optimum.Scale, lesson.Optimum.Loss),
        }.Draw(chartText),
        text.HiddenCurveCaption);

    private Figure Slider() => new(
        new EpochSlider
        {
            Title = text.SliderTitle,
            XTitle = Rows.XName,
            YTitle = Rows.YName,
            X = Rows.X,
            Y = Rows.Y,
            CurveX = Rows.Queries,
            Truth = Rows.TruthAtQueries,
            Epochs = [.. lesson.Steps.Select(s => new EpochPicture
            {
                Epoch = s.Epoch,
                Loss = s.Loss,
                Parameter = s.Scale,
                Curve = Figures.Gaps(s.Predictions),
                Attention = Figures.Grid(Rows, s.Weights),
            })],
        }.Draw(chartText),
        text.SliderCaption);

    private LessonTable Summary()
    {
        ClassicModel average = new(0, 0, LearnedScale.Loss(lesson.Data, 0), [.. lesson.AverageEverywhere.Select(v => (double?)v)], new double[0, 0]);
        (string Name, ClassicModel Model)[] models =
        [
            (text.SummaryAverage, average), (text.SummaryPlain, lesson.Plain), (text.SummaryTrained, lesson.Trained), (text.SummaryOptimum, lesson.Optimum),
        ];
        bool known = Rows.Truth is not null;
        string[] columns = [text.Model, "w", text.Loss, .. known ? [text.ErrorAgainstTruth] : Array.Empty<string>()];
        return new(
            columns,
            [.. models.Select(m => (string[])
            [
                m.Name, Number.Text(m.Model.Scale), Number.Text(m.Model.Loss), .. known ? [Number.Text(Rows.Error(m.Model.Predictions))] : Array.Empty<string>(),
            ])],
            Named: true);
    }

    private LessonTable Predictions(params (string Name, ClassicModel Model)[] models)
    {
        double[]? truth = Rows.TruthAtQueries;
        string[] columns = [Rows.XName, .. truth is null ? Array.Empty<string>() : [text.Truth], .. models.Select(m => m.Name)];
        int[] shown = [0, 10, 20, 30, 40, 49];
        return new(columns, [.. shown.Select(q => (string[])
        [
            Number.Text(Rows.Queries[q]), .. truth is null ? Array.Empty<string>() : [Number.Text(truth[q])], .. models.Select(m => Number.Text(m.Model.Predictions[q])),
        ])]);
    }

    private IEnumerable<string> ErrorNote(IReadOnlyList<double?> predictions) =>
        Rows.Error(predictions) is double error ? [Number.Fill(text.ErrorNote, ("error", Number.Text(error)))] : [];
}
