namespace Nadaraya.Benchmarks;

/// <summary>How often intervals and bands of 95 % hold the true mean.</summary>
internal static class CoveragePart
{
    private const int Seed = 3;
    private const double Confidence = 0.95;
    private const int BandDraws = 399;
    private const double Least = 0.93;
    private const double Most = 0.97;
    private const double Ninety5 = 0.945; // what theory must say to be said to say 95
    private static readonly double[] At = [0, 0.25, 0.5, 0.75, 1];
    private static readonly double[] Grid = [.. Enumerable.Range(0, 40).Select(k => (k + 0.5) / 40)];
    private static readonly double[] Fine = [.. Enumerable.Range(0, 197).Select(k => 0.01 + (k / 200.0))]; // a tube is to hold a curve, not points of it

    private static readonly (string Name, Bandwidth Rule)[] Rules = [.. Choices.All.Where(c => c.Name is "cv" or "aicc" or "plug-in")];

    private static readonly Design[] Shown =
    [
        Designs.Sine,
        Designs.Sine with { Name = "sine, noise that grows", Rows = 200, Spread = x => 0.1 + (0.4 * x[0]) },
        Designs.Quartic with { Rows = 200 },
        Designs.Bump,
    ];

    public static string Run(double share)
    {
        int draws = Math.Max(40, (int)(2000 * share));
        MarkdownTable table = new(["design", "bandwidth", .. At.Select(x => FormattableString.Invariant($"x = {x}")), "band", "tube", "without"]);
        MarkdownTable theory = new(["design", "bandwidth", .. At.Select(x => FormattableString.Invariant($"x = {x}"))]);
        int cells = 0, within = 0, apart = 0;
        foreach (Design design in Shown)
        {
            Held[][] held = Replications.Run($"coverage, {design.Name}", draws, k => Of(design, k));
            for (int rule = 0; rule < Rules.Length; rule++)
            {
                Held[] own = [.. held.Select(h => h[rule])];
                table.Add([
                    $"{design.Name}, n = {design.Rows}", Rules[rule].Name,
                    .. At.Select((_, p) => Cell([.. own.Select(h => h.Points[p])], own.Average(h => h.Theory[p]))),
                    Cell([.. own.Select(h => h.Band)]), Cell([.. own.Select(h => h.Tube)]), $"{own.Sum(h => h.Points.Count(p => p is null)) + own.Count(h => h.Band is null)}"]);
                theory.Add([$"{design.Name}, n = {design.Rows}", Rules[rule].Name, .. At.Select((_, p) => MarkdownTable.Number(100 * own.Average(h => h.Theory[p]), 1))]);
            }
        }

        return $"""
            Robust bias-corrected intervals of a local line (`PredictOptions.Confidence` = 0.95, robust errors, x uniform on (0, 1)), {draws} draws of each design: the share that holds the true mean, in percent, with its
            Monte-Carlo error. "band" is the share of simultaneous bands ({BandDraws} draws) that hold it at all of {Grid.Length} points from {Grid[0]} to {Grid[^1]}, "tube" that of tube bands at {Fine.Length} points from {Fine[0]} to {Fine[^1]}, as good as all; "without" counts intervals and bands that do not exist.

            Claim: where theory says 95, each share lies within 93 and 97 %. **{(within == cells ? "Met" : "Missed")}**: {within} of {cells}; those outside are marked * where they are within two Monte-Carlo errors of it, else bold.
            Theory says 95 of an interval whose bias is small beside its standard error. What it says at the bandwidths that were chosen, with the bias and the variance of the local parabola that such an interval rests on
            as they are, is in the second table. Where that is under {MarkdownTable.Number(100 * Ninety5, 1)}, at the top of a peak as narrow as the bandwidth, the share is in brackets and no part of the claim: {apart} of {cells + apart}.

            {table}

            Theory, in percent:

            {theory}
            """;

        string Cell(bool?[] all, double expected = Confidence)
        {
            int of = all.Count(h => h is not null);
            if (of == 0)
            {
                return "–";
            }

            double share = all.Count(h => h == true) / (double)of;
            double error = Math.Sqrt(share * (1 - share) / of);
            string text = $"{MarkdownTable.Number(100 * share, 1)} ({MarkdownTable.Number(100 * error, 1)})";
            if (expected < Ninety5)
            {
                apart++;
                return $"[{text}]";
            }

            bool fine = share is >= Least and <= Most;
            cells++;
            within += fine ? 1 : 0;
            return fine ? text : share > Least - (2 * error) && share < Most + (2 * error) ? text + " *" : $"**{text}**";
        }
    }

    /// <summary>One draw, by every rule.</summary>
    private static Held[] Of(Design design, int number)
    {
        Draw draw = design.Sample(Seed, number);
        Dataset data = draw.Data;
        return [.. Rules.Select(rule =>
        {
            KernelRegression model = Choices.Fit(data, Estimator.Linear, rule.Rule);
            bool?[] points = Holds(design, At, model.PredictMany(Queries.From(At), new PredictOptions { Confidence = Confidence }));
            bool? Band(BandKind kind, double[] at)
            {
                bool?[] all = Holds(design, at, model.PredictMany(Queries.From(at), new PredictOptions { Confidence = Confidence, Band = kind, Replications = BandDraws, Seed = number }));
                return all.Any(h => h is null) ? null : all.All(h => h == true);
            }

            double[] theory = [.. At.Select(x => FiniteTheory.Coverage(design, draw.Features[0], x, model.Features[0].Bandwidth!.Value, Confidence))];
            return new Held(points, theory, Band(BandKind.Simultaneous, Grid), Band(BandKind.Tube, Fine));
        })];
    }

    private static bool?[] Holds(Design design, double[] at, Predictions predictions) =>
        [.. at.Select((x, q) => predictions.MeanInterval(q) is MeanInterval interval ? interval.Lower <= design.Mean([x]) && design.Mean([x]) <= interval.Upper : (bool?)null)];

    private sealed record Held(bool?[] Points, double[] Theory, bool? Band, bool? Tube);
}
