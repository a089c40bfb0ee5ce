namespace Nadaraya.Cli;

/// <summary>The heat map of attention, rows to click, and the rows behind a few predictions.</summary>
internal sealed class AttentionSection(KernelRegression model, ReportText text, ChartText words, CancellationToken cancellation)
{
    private const int TopRows = 5;

    private readonly int[] order = Order(model.Data);

    /// <summary>Adds the section.</summary>
    public void AddTo(HtmlReport page)
    {
        _ = page.Section(text.Attention);
        if (model.Features.Count == 1 && !model.Features[0].Type.IsDiscrete)
        {
            AttentionGrid grid = RowAttention.Of(model, model.Data.Feature(0).ToArray(), order, cancellation);
            _ = page.Chart(new AttentionHeatMap { Grid = grid }.Draw(words), text.HeatMapCaption);
        }

        new ProvenanceSection(model, text, words, cancellation).AddTo(page);
        _ = page.Subsection(text.Examples);
        foreach (int row in new[] { order.Length / 4, order.Length / 2, order.Length * 3 / 4 }.Distinct())
        {
            Example(page, ShownQuery.OfRow(model, order[row]));
        }
    }

    private void Example(HtmlReport page, ShownQuery query)
    {
        Prediction prediction = model.Predict(query.Values);
        string at = string.Join(", ", model.Features.Select((f, j) => $"{f.Name} = {query.Text(j, x => Human.Number(x))}"));
        for (int t = 0; t < model.Data.TargetNames.Count; t++)
        {
            TopAttention attention = prediction.Attention.Top(TopRows, t);
            List<string[]> rows =
            [
                .. attention.Rows.Select(r => (string[])
                [
                    r.Id ?? NumberText.Format(r.Row), Human.Number(r.Weight), Human.Number(r.CumulativeWeight), Human.Number(r.Value), Human.Number(r.Contribution),
                    r.Without is double without ? Human.Number(without) : text.NothingLeft,
                ]),
                [ModelReport.Fill(text.Others, attention.Rest.Rows), Human.Number(attention.Rest.Weight), string.Empty, string.Empty, Human.Number(attention.Rest.Contribution), string.Empty],
            ];
            _ = page.Table(new()
            {
                Caption = ModelReport.Fill(text.ExampleCaption, model.Data.TargetNames[t], at, Human.Number(prediction.Values[t]), Human.Number(prediction.EffectiveSampleSize)),
                Columns = [new(text.Row), new(text.Weight, true), new(text.Together, true), new(text.Value, true), new(text.Contribution, true), new(text.Without, true)],
                Rows = rows,
            });
            if (model.Features.FirstOrDefault(f => f.Type.IsDiscrete && f.Type.Levels.Count > 1) is { } grouped)
            {
                Groups(page, grouped.Name, model.Data.TargetNames[t], prediction.Attention.ByGroup(grouped.Name, t));
            }
        }
    }

    private void Groups(HtmlReport page, string feature, string target, IReadOnlyList<AttendedGroup> groups)
    {
        _ = page.Table(new()
        {
            Caption = ModelReport.Fill(text.GroupCaption, target, feature),
            Columns = [new(ModelReport.Fill(text.Group, feature)), new(text.Rows, true), new(text.Weight, true), new(text.Contribution, true), new(text.Without, true)],
            Rows =
            [
                .. groups.Take(TopRows).Select(g => (string[])
                [
                    g.Label, NumberText.Format(g.Rows), Human.Number(g.Weight), Human.Number(g.Contribution), g.Without is double without ? Human.Number(without) : text.NothingLeft,
                ]),
            ],
        });
    }

    /// <summary>The rows that take part, by the first feature.</summary>
    private static int[] Order(Dataset data)
    {
        int[] rows = CountedRows.Of(data);
        double[] keys = CountedRows.Take(data.Feature(0), rows);
        Array.Sort(keys, rows);
        return rows;
    }
}
