using System.Globalization;

namespace Nadaraya.Cli;

/// <summary>Rows to click, each with the training rows that its prediction comes from.</summary>
internal sealed class ProvenanceSection(KernelRegression model, ReportText text, ChartText words, CancellationToken cancellation)
{
    private const int MostQueries = 300;
    private const int MostRows = 20;
    private const int NearestRows = 5;
    private const int MostTargets = 3;
    private const int MostNamed = 3;
    private const int CurvePoints = 300;

    /// <summary>Every query visits every row: so many weights take seconds.</summary>
    private const int MostWeights = 60_000_000;

    private readonly int[] rows = CountedRows.Of(model.Data);

    /// <summary>Adds the charts; nothing where no feature is a number that varies.</summary>
    public void AddTo(HtmlReport page)
    {
        if (TellingFeatures.Of(model) is not [int along, ..])
        {
            return;
        }

        int[] picks = Picks(along);
        Dictionary<int, int> queryOf = picks.Select((row, q) => (model.Data.RowNumber(row), q)).ToDictionary();
        Dictionary<int, double> placeOf = rows.ToDictionary(model.Data.RowNumber, row => model.Data.Feature(along)[row]);
        _ = page.Subsection(text.Provenance);
        for (int t = 0; t < Math.Min(model.Data.TargetNames.Count, MostTargets); t++)
        {
            double[] curve = model.Features.Count == 1 ? FeatureRange.Places(model.Features[0], CurvePoints) : [];
            Chart chart = new ProvenanceChart
            {
                XTitle = model.Features[along].Name,
                YTitle = model.Data.TargetNames[t],
                X = CountedRows.Take(model.Data.Feature(along), rows),
                Y = CountedRows.Take(model.Data.Target(t), rows),
                CurveX = curve,
                Curve = curve.Length == 0 ? [] : [.. model.PredictMany(Queries.FromColumns(curve), null, cancellation).Values(t).Select(v => v ?? double.NaN)],
                Queries = [.. picks.Select(row => Query(row, along, t, placeOf, queryOf))],
            }.Draw(words);
            _ = page.Chart(chart, text.ProvenanceCaption + (picks.Length < rows.Length ? " " + ModelReport.Fill(text.ProvenanceSome, picks.Length, rows.Length) : string.Empty));
        }
    }

    /// <summary>The rows that can be clicked: all, or some spread evenly over the sorted rows.</summary>
    private int[] Picks(int along)
    {
        int[] order = [.. rows];
        Array.Sort(CountedRows.Take(model.Data.Feature(along), rows), order);
        int count = Math.Min(order.Length, Math.Clamp(MostWeights / order.Length, 30, MostQueries));
        return [.. Enumerable.Range(0, count).Select(i => order[(int)((long)i * order.Length / count)])];
    }

    private ProvenanceQuery Query(int row, int along, int target, Dictionary<int, double> placeOf, Dictionary<int, int> queryOf)
    {
        cancellation.ThrowIfCancellationRequested();
        ShownQuery query = ShownQuery.OfRow(model, row);
        Prediction prediction = model.Predict(query.Values);
        TopAttention top = prediction.Attention.Top(MostRows, target);
        return new()
        {
            Label = Label(model.Data.Id(row), model.Data.RowNumber(row)),
            X = query.Values[along],
            Y = model.Data.Target(target)[row],
            Prediction = prediction.Values[target] ?? double.NaN,
            Words = Words(row, query, along, prediction, top, target),
            Rows = [.. top.Rows.Select(r => new ProvenanceRow(
                Label(r.Id, r.Row), placeOf[r.Row], r.Value, r.Weight, r.Contribution, queryOf.TryGetValue(r.Row, out int there) ? there : null))],
        };
    }

    /// <summary>Short lines, which a narrow page shows whole.</summary>
    private string[] Words(int row, ShownQuery query, int along, Prediction prediction, TopAttention top, int target)
    {
        IEnumerable<int> features = Enumerable.Range(0, model.Features.Count).OrderByDescending(j => j == along).Take(MostNamed);
        IEnumerable<string> named = features.Select(j => $"{model.Features[j].Name} = {query.Text(j, x => Human.Number(x))}");
        string which = ModelReport.Fill(
            text.PickedRow, Label(model.Data.Id(row), model.Data.RowNumber(row)), string.Join(", ", named) + (model.Features.Count > MostNamed ? ", …" : string.Empty));
        string actual = Human.Number(model.Data.Target(target)[row]);
        if (prediction.Values[target] is not double value)
        {
            return [which, ModelReport.Fill(text.PickedNone, actual)];
        }

        string predicted = ModelReport.Fill(text.PickedValue, Human.Number(value), actual);
        return prediction.EffectiveSampleSize is double size
            ? [which, predicted, Shares(top), ModelReport.Fill(text.PickedFrom, Rounded(size))]
            : [which, predicted, Shares(top)];
    }

    private string Shares(TopAttention top)
    {
        string Percent(IEnumerable<AttendedRow> part) => Rounded(100 * part.Sum(r => r.Weight));
        int against = top.Rows.Count(r => r.Weight < 0);
        return against > 0 ? ModelReport.Fill(text.PickedSigned, top.Rows.Count, Percent(top.Rows), against)
            : top.Rows.Count <= NearestRows ? ModelReport.Fill(text.PickedAll, top.Rows.Count, Percent(top.Rows))
            : ModelReport.Fill(text.PickedShares, NearestRows, Percent(top.Rows.Take(NearestRows)), top.Rows.Count, Percent(top.Rows));
    }

    private static string Label(string? id, int number) => id is null ? NumberText.Format(number) : OneLine.Of(id);

    /// <summary>Two digits, or whole numbers: a sentence is read, not calculated with.</summary>
    private static string Rounded(double value) => value.ToString(Math.Abs(value) >= 9.95 ? "F0" : "G2", CultureInfo.InvariantCulture);
}
