namespace Nadaraya.Cli;

/// <summary>The rows that bend the whole fit most.</summary>
internal sealed class InfluenceSection(KernelRegression model, ReportText text, CancellationToken cancellation)
{
    private const int Shown = 8;
    private const int MostRows = 10_000; // every pair of rows is weighed

    /// <summary>Adds a table a target; nothing where rows are too many, or there is but one.</summary>
    public void AddTo(HtmlReport page)
    {
        if (model.Data.Rows is < 2 or > MostRows)
        {
            return;
        }

        _ = page.Subsection(text.Influence);
        for (int t = 0; t < model.Data.TargetNames.Count; t++)
        {
            RowInfluence[] most = [.. model.Influence(t, null, cancellation).OrderByDescending(row => row.Distance ?? row.Leverage).Take(Shown)];
            _ = page.Table(new()
            {
                Caption = ModelReport.Fill(text.InfluenceCaption, model.Data.TargetNames[t]),
                Columns = [new(text.Row), new(text.Distance, true), new(text.Leverage, true), new(text.Value, true), new(text.Prediction, true), new(text.Without, true)],
                Rows =
                [
                    .. most.Select(row => (string[])
                    [
                        row.Id ?? NumberText.Format(row.Row), Human.Number(row.Distance), Human.Number(row.Leverage), Human.Number(row.Value), Human.Number(row.Prediction),
                        row.Without is double without ? Human.Number(without) : text.NothingLeft,
                    ]),
                ],
            });
        }
    }
}
