namespace Nadaraya.Cli.Demo;

/// <summary>The current edition's steps in words, code and pictures.</summary>
internal sealed class CurrentParts(CurrentLesson lesson, DemoText text)
{
    private readonly ChartText chartText = ChartText.For(text.Language);

    private DemoRows Rows => lesson.Rows;

    public IEnumerable<LessonPart> Parts()
    {
        yield return RowsPart.Of(Rows, text, DemoEdition.Current);
        yield return Kernels();
        yield return Pooling();
        yield return Heat();
        yield return Sigma();
    }

    private LessonPart Kernels()
    {
        double[] u = [.. Enumerable.Range(0, 201).Select(i => (i - 100) / 40.0)];
        return new()
        {
            Title = text.KernelsTitle,
            Chapter = text.KernelsStep,
            Code = "Kernel[] kernels = [Kernel.Gaussian, Kernel.Of(\"boxcar\", new OpenBoxcar()), Kernel.Triangular];",
            Notes = [text.KernelsNote],
            Figures =
            [
                () => Lines(
                    LessonPart.NameOf(text.KernelsTitle),
                    "u",
                    "k(u)",
                    text.KernelsCaption,
                    new(text.Gaussian, u, [.. u.Select(v => Kernel.Gaussian.Weight(v) / Kernel.Gaussian.Weight(0))]),
                    new(text.Boxcar, u, [.. u.Select(v => CurrentLesson.Boxcar.Weight(v))]),
                    new(text.Constant, u, [.. u.Select(_ => 1.0)]),
                    new(text.Epanechikov, u, [.. u.Select(v => Kernel.Triangular.Weight(v))])),
            ],
        };
    }

    private LessonPart Pooling() => new()
    {
        Title = text.PoolTitle,
        Chapter = text.PoolStep,
        Code = "double?[][] estimates = [.. kernels.Select(k => AttentionPooling.Pool(queries, x, y, k, bandwidth: 1))];\n"
            + "double constant = AttentionPooling.Average(y);",
        Notes = [text.PoolNote],
        Table = Errors(text.Kernel, [.. lesson.Kernels.Select(k => (Name(k), k))]),
        Figures =
        [
            () => Figures.Fit(Rows, chartText, LessonPart.NameOf(text.PoolTitle), text.PoolFitCaption, lesson.Kernels[0].Predictions),
            () => Lines(LessonPart.NameOf(text.PoolTitle), Rows.XName, Rows.YName, text.PoolCaption, Curves(lesson.Kernels, Name)),
        ],
    };

    private LessonPart Heat() => new()
    {
        Title = text.HeatTitle,
        Chapter = text.HeatStep,
        Code = "double[,] attention = AttentionPooling.Weights(queries, x, Kernel.Gaussian, bandwidth: 1);",
        Notes = [text.HeatNote],
        Figures =
        [
            .. lesson.Kernels.Select<CurrentModel, Func<Figure>>(k => () => Figures.HeatOfKeys(
                Rows, text, chartText, $"{text.AttentionWeight}: {Name(k)}", Number.Fill(text.HeatCaption, ("kernel", Name(k))), k.Weights)),
        ],
    };

    private LessonPart Sigma() => new()
    {
        Title = text.SigmaTitle,
        Chapter = text.SigmaStep,
        Code = "double?[][] widths = [.. new[] { 0.1, 0.2, 0.5, 1 }.Select(s => AttentionPooling.Pool(queries, x, y, Kernel.Gaussian, s))];",
        Notes = [text.SigmaNote],
        Table = Errors("σ", [.. lesson.Sigmas.Select(s => (Number.Text(s.Sigma), s))]),
        Figures =
        [
            () => Lines(LessonPart.NameOf(text.SigmaTitle), Rows.XName, Rows.YName, text.SigmaCaption, Curves(lesson.Sigmas, s => $"σ = {Number.Text(s.Sigma)}")),
            .. lesson.Sigmas.Select<CurrentModel, Func<Figure>>(s => () => Figures.HeatOfKeys(
                Rows, text, chartText, $"{text.AttentionWeight}: σ = {Number.Text(s.Sigma)}", Number.Fill(text.SigmaHeatCaption, ("sigma", Number.Text(s.Sigma))), s.Weights)),
        ],
    };

    private string Name(CurrentModel model) => model.Name switch
    {
        "gaussian" => text.Gaussian,
        "boxcar" => text.Boxcar,
        "constant" => text.Constant,
        _ => text.Epanechikov,
    };

    private NamedLine[] Curves(IReadOnlyList<CurrentModel> models, Func<CurrentModel, string> name)
    {
        NamedLine[] truth = Rows.TruthAtQueries is { } known ? [new(text.Truth, Rows.Queries, known)] : [];
        return [.. truth, .. models.Select(m => new NamedLine(name(m), Rows.Queries, Figures.Gaps(m.Predictions)))];
    }

    /// <summary>Each model's error, or where no truth is known its prediction in the middle.</summary>
    private LessonTable Errors(string heading, (string Name, CurrentModel Model)[] models)
    {
        int middle = Rows.Queries.Length / 2;
        bool known = Rows.Truth is not null;
        return new(
            [heading, known ? text.ErrorAgainstTruth : $"f({Number.Text(Rows.Queries[middle])})"],
            [.. models.Select(m => (string[])[m.Name, Number.Text(known ? Rows.Error(m.Model.Predictions) : m.Model.Predictions[middle])])],
            Named: true);
    }

    private Figure Lines(string title, string x, string y, string caption, params IReadOnlyList<NamedLine> lines) =>
        new(new LineChart { Title = title, XTitle = x, YTitle = y, Lines = lines }.Draw(chartText), caption);
}
