using Nadaraya.Numerics;

namespace Nadaraya.Benchmarks;

/// <summary>How often intervals for new observations hold them, over all and where noise is low or high, and how long they are.</summary>
internal static class IntervalsPart
{
    private const int Seed = 5;
    private const double Coverage = 0.9;
    private const int NewRows = 100;
    private const int Quintiles = 5;
    private const int Judged = 100; // rows of the half that a split judges by
    private const double Errors = 3; // Monte-Carlo errors that are no miss

    private static readonly (string Name, PredictOptions Options)[] Methods =
    [
        ("split", Of(IntervalMethod.Split)),
        ("split-scaled", Of(IntervalMethod.SplitScaled)),
        ("quantile", Of(IntervalMethod.Quantile)),
        ("cv+", Of(IntervalMethod.CrossValidationPlus)),
        ("jackknife+", Of(IntervalMethod.JackknifePlus)),
        ("jackknife+, honest", Of(IntervalMethod.JackknifePlus, honest: true)),
        ("jackknife-minmax", Of(IntervalMethod.JackknifeMinmax)),
        ("jackknife-minmax, honest", Of(IntervalMethod.JackknifeMinmax, honest: true)),
        ("full", Of(IntervalMethod.Full)),
        ("full, honest", Of(IntervalMethod.Full, honest: true)),
        ("normal", Of(IntervalMethod.Normal)),
    ];

    private static readonly Design Growing = Designs.Sine with { Name = "noise that grows", Rows = 200, Spread = x => 0.1 + x[0] };

    private static readonly (Design Design, bool IsEven)[] Shown =
    [
        (Designs.Sine with { Name = "even noise", Rows = 200 }, true),
        (Designs.Sine with { Name = "even noise, t(3)", Rows = 200, Noise = Designs.Student }, true),
        (Growing, false),
        (Growing with { Name = "noise in the middle", Spread = x => 0.1 + Math.Exp(-(x[0] - 0.5) * (x[0] - 0.5) / 0.02) }, false),
        (Growing with { Name = "noise that grows, t(3)", Noise = Designs.Student }, false),
        (Growing with { Name = "noise that grows, skewed", Noise = random => -Math.Log(random.NextUniform()) - 1 }, false),
        (Designs.Sine with
        {
            Name = "two features, noise by the second",
            Rows = 200,
            Features = random => [random.NextUniform(), random.NextUniform()],
            Mean = x => Math.Sin(2 * Math.PI * x[0]) + (x[1] * x[1]),
            Spread = x => 0.1 + x[1],
        }, false),
    ];

    public static string Run(double share)
    {
        int draws = Math.Max(20, (int)(1000 * share));
        MarkdownTable table = new(["design", "method", "kind", "guaranteed", "coverage", "length", .. Enumerable.Range(1, Quintiles).Select(k => $"{k}: coverage, length"), "off by"]);
        int claims = 0, met = 0, near = 0, nearer = 0, apart = 0, shortOf = 0;
        foreach ((Design design, bool isEven) in Shown)
        {
            double[] lines = Lines(design, isEven);
            Held[][] held = Replications.Run($"intervals, {design.Name}", draws, k => Of(design, isEven, lines, k));
            double[] off = [.. Methods.Select((_, m) => Enumerable.Range(0, Quintiles).Average(k => Math.Abs(Mean(k, m, h => h.Inside) - Coverage)))];
            for (int m = 0; m < Methods.Length; m++)
            {
                double[] shares = [.. held.Select(h => h[m].Inside.Sum() / NewRows)];
                (double mean, double error) = (shares.Average(), MarkdownTable.ErrorOf(shares));
                double? least = Methods[m].Options.LeastCoverage(Methods[m].Options.Honest ? design.Rows / 2 : design.Rows);
                bool isSplit = held[0][m].Kind == IntervalKind.Split;
                bool tooFew = mean < least - (Errors * error);
                bool tooMany = isSplit && mean > Coverage + (1.0 / (Judged + 1)) + (Errors * error);
                if (held[0][m].Kind == IntervalKind.Approximate)
                {
                    apart += least is null ? 0 : 1;
                    shortOf += tooFew ? 1 : 0;
                }
                else
                {
                    claims += isSplit ? 2 : 1;
                    met += (tooFew ? 0 : 1) + (isSplit && !tooMany ? 1 : 0);
                }

                bool isFairer = off[m] < off[0];
                if (!isEven && m is 1 or 2)
                {
                    near++;
                    nearer += isFairer ? 1 : 0;
                }

                string text = $"{MarkdownTable.Number(100 * mean, 2)} ({MarkdownTable.Number(100 * error, 2)})";
                table.Add([
                    m == 0 ? design.Name : string.Empty,
                    Methods[m].Name,
                    held[0][m].Kind.ToString().ToLowerInvariant(),
                    least is double l ? (isSplit ? $"{MarkdownTable.Number(100 * l, 1)} to {MarkdownTable.Number(100 * (Coverage + (1.0 / (Judged + 1))), 1)}" : held[0][m].Kind == IntervalKind.Approximate ? $"({MarkdownTable.Number(100 * l, 1)})" : MarkdownTable.Number(100 * l, 1)) : "–",
                    tooFew || tooMany ? $"**{text}**" : text,
                    Length(held.Select(h => h[m].Length.Sum() / NewRows)),
                    .. Enumerable.Range(0, Quintiles).Select(k => $"{MarkdownTable.Number(100 * Mean(k, m, h => h.Inside), 1)}, {Length(held.Where(h => h[m].Rows[k] > 0).Select(h => h[m].Length[k] / h[m].Rows[k]))}"),
                    !isEven && m is 1 or 2 && !isFairer ? $"**{MarkdownTable.Number(100 * off[m], 1)}**" : MarkdownTable.Number(100 * off[m], 1)]);
            }

            double Mean(int quintile, int method, Func<Held, double[]> of) => held.Sum(h => of(h[method])[quintile]) / held.Sum(h => h[method].Rows[quintile]);
        }

        return $"""
            Intervals of {Coverage} for new observations (`PredictOptions.Interval`), local constant, bandwidth by leave-one-out, n = 200, {draws} draws of each design, {NewRows} new rows each: the share inside in percent with its
            Monte-Carlo error over draws, and the length: the mean of a draw, its median over draws, since where bandwidths are a hundredth of the gap to the next row no value stands out. The columns 1 to 5 are fifths of the new rows, from the least noise to the most (of x where noise is even). "off by" is the mean distance of their
            coverages from {100 * Coverage} %. "guaranteed" is what the method's theorem says for any noise; it stands in brackets where one set of bandwidths was chosen by all rows, so that the theorem does not speak.

            Claim: no exact or split interval covers less than its guarantee, nor a split interval more than its upper bound, beyond {Errors} Monte-Carlo errors. **{(met == claims ? "Met" : "Missed")}**: {met} of {claims}.
            Of the approximate ones, which claim nothing, {shortOf} of {apart} are short of the theorem in brackets.
            Claim: where noise is uneven, the scaled and the quantile intervals are nearer to {100 * Coverage} % over the fifths than plain split. **{(nearer == near ? "Met" : "Missed")}**: {nearer} of {near}.

            {table}
            """;
    }

    private static string Length(IEnumerable<double> ofDraws) => MarkdownTable.Number(MarkdownTable.Quantile(ofDraws, 0.5), 2);

    private static PredictOptions Of(IntervalMethod method, bool honest = false) => new() { Interval = Coverage, Method = method, Honest = honest };

    /// <summary>One draw, by every method.</summary>
    private static Held[] Of(Design design, bool isEven, double[] lines, int number)
    {
        KernelRegression model = KernelRegression.Fit(design.Sample(Seed, number).Data, new() { Threads = 1 });
        Draw fresh = (design with { Rows = NewRows }).Sample(-1 - Seed, number);
        Queries queries = Queries.FromColumns(fresh.Features);
        int[] quintile = [.. Enumerable.Range(0, NewRows).Select(i => lines.Count(line => Noise(design, isEven, [.. fresh.Features.Select(f => f[i])]) > line))];
        return [.. Methods.Select(method =>
        {
            Predictions predictions = model.PredictMany(queries, method.Options with { Seed = number });
            Held held = new(predictions.Interval(0)!.Value.Kind, new double[Quintiles], new double[Quintiles], new double[Quintiles]);
            for (int i = 0; i < NewRows; i++)
            {
                PredictionInterval interval = predictions.Interval(i)!.Value;
                held.Rows[quintile[i]]++;
                held.Inside[quintile[i]] += interval.Contains(fresh.Targets[i]) ? 1 : 0;
                held.Length[quintile[i]] += interval.Length!.Value;
            }

            return held;
        })];
    }

    /// <summary>Where a fifth of the rows ends and the next begins.</summary>
    private static double[] Lines(Design design, bool isEven)
    {
        SplitMix64 random = SplitMix64.ForDraw(Seed, int.MaxValue);
        double[] noise = [.. Enumerable.Range(0, 20_000).Select(_ => Noise(design, isEven, design.Features(random)))];
        return [.. Enumerable.Range(1, Quintiles - 1).Select(k => MarkdownTable.Quantile(noise, (double)k / Quintiles))];
    }

    private static double Noise(Design design, bool isEven, double[] x) => isEven ? x[0] : design.Spread(x);

    /// <summary>What came in each fifth: how many rows, how many of them inside, the lengths together.</summary>
    private sealed record Held(IntervalKind Kind, double[] Rows, double[] Inside, double[] Length);
}
