namespace Nadaraya.Cli;

/// <summary>Where the model knows what it says: the verdict on support along its most telling numbers, and a little beyond the data.</summary>
internal sealed class AtlasSection(KernelRegression model, ReportText text, ChartText words, CancellationToken cancellation)
{
    private const int Columns = 60;
    private const int Lines = 45;
    private const int StripCells = 240;

    /// <summary>More dots than this are a blot.</summary>
    private const int MostDots = 3000;

    private readonly int[] rows = CountedRows.Of(model.Data);
    private readonly int[] dots = Some(CountedRows.Of(model.Data));

    /// <summary>Adds the section; nothing where no feature is a number that varies.</summary>
    public void AddTo(HtmlReport page)
    {
        int[] telling = TellingFeatures.Of(model);
        if (telling.Length == 0)
        {
            return;
        }

        _ = page.Section(text.Atlas).Paragraph(text.AtlasIntroduction);
        FeatureFit first = model.Features[telling[0]];
        bool mapped = telling.Length > 1 && !model.Features[telling[1]].SmoothedOut;
        string[] caption =
        [
            mapped ? ModelReport.Fill(text.AtlasCaption, first.Name, model.Features[telling[1]].Name) : ModelReport.Fill(text.AtlasStripCaption, first.Name),
            mapped || model.Kernel.Constants.Signed ? string.Empty : text.AtlasLine,
            dots.Length < rows.Length ? ModelReport.Fill(text.AtlasSomeRows, dots.Length, rows.Length) : text.AtlasRows,
            model.Features.Count > (mapped ? 2 : 1) ? text.AtlasHeld : string.Empty,
            text.AtlasMoves,
        ];
        _ = page.Chart(mapped ? Map(telling[0], telling[1]) : Strip(telling[0]), string.Join(' ', caption.Where(part => part.Length > 0)));
        _ = page.Table(new()
        {
            Columns = [new(words.Support), new(text.Meaning), new(text.WhatToDo)],
            Rows =
            [
                [words.SupportInside, text.InsideMeaning, text.InsideAdvice],
                [words.SupportEdge, text.EdgeMeaning, text.EdgeAdvice],
                [words.SupportLow, text.LowMeaning, text.LowAdvice],
                [words.SupportNone, text.NoneMeaning, text.NoneAdvice],
            ],
        });
    }

    private Chart Map(int first, int second)
    {
        double[] x = FeatureRange.Beyond(model.Features[first], Columns + 1);
        double[] y = FeatureRange.Beyond(model.Features[second], Lines + 1);
        double[] across = [.. Enumerable.Repeat(FeatureRange.Middles(x), Lines).SelectMany(m => m)];
        double[] up = [.. FeatureRange.Middles(y).SelectMany(m => Enumerable.Repeat(m, Columns))];
        Predictions found = At((first, across), (second, up));
        return new AtlasChart
        {
            XTitle = model.Features[first].Name,
            YTitle = model.Features[second].Name,
            ValueTitle = model.Data.TargetNames[0],
            X = x,
            Y = y,
            Supports = found.Supports.ToArray(),
            EffectiveSampleSizes = Sizes(found),
            Values = [.. found.Values().Select(v => v ?? double.NaN)],
            RowX = CountedRows.Take(model.Data.Feature(first), dots),
            RowY = CountedRows.Take(model.Data.Feature(second), dots),
        }.Draw(words);
    }

    private Chart Strip(int feature)
    {
        double[] x = FeatureRange.Beyond(model.Features[feature], StripCells + 1);
        Predictions found = At((feature, FeatureRange.Middles(x)));
        return new AtlasStrip
        {
            XTitle = model.Features[feature].Name,
            ValueTitle = model.Data.TargetNames[0],
            X = x,
            Supports = found.Supports.ToArray(),
            EffectiveSampleSizes = Sizes(found),
            Values = [.. found.Values().Select(v => v ?? double.NaN)],
            RowX = CountedRows.Take(model.Data.Feature(feature), dots),
        }.Draw(words);
    }

    /// <summary>All rows, or some spread evenly over them.</summary>
    private static int[] Some(int[] all) => [.. Enumerable.Range(0, Math.Min(all.Length, MostDots)).Select(i => all[(int)((long)i * all.Length / Math.Min(all.Length, MostDots))])];

    private static double[] Sizes(Predictions found) => [.. Enumerable.Range(0, found.Count).Select(q => found.EffectiveSampleSize(q) ?? double.NaN)];

    /// <summary>Predictions at places of some features, the others as a typical row has them.</summary>
    private Predictions At(params (int Feature, double[] Values)[] set)
    {
        double[][] columns = [.. model.Features.Select((_, j) => Enumerable.Repeat(TypicalRow.Of(model, rows, j), set[0].Values.Length).ToArray())];
        foreach ((int feature, double[] values) in set)
        {
            columns[feature] = values;
        }

        return model.PredictMany(Queries.FromColumns(columns), null, cancellation);
    }
}
