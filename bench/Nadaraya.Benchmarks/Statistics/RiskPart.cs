namespace Nadaraya.Benchmarks;

/// <summary>How far a chosen bandwidth is from the best one for the sample at hand, by the true error, beside other programs' choices on the same draws.</summary>
internal static class RiskPart
{
    private const int Seed = 2;
    private const int Points = 80;
    private const double Nothing = 0.002; // what stopping a little before a minimum is worth
    private static readonly int[] Sizes = [100, 200];
    private static readonly Design[] Shown = [Designs.Sine, Designs.Doppler, Designs.Bump, Designs.Line];

    public static string Run(double share)
    {
        int draws = Math.Max(10, (int)(200 * share));
        int ofPython = Math.Max(4, (int)(25 * share));
        Design[] designs = [.. from design in Shown from n in Sizes select design with { Rows = n, Name = $"{design.Name}, n = {n}" }];
        using PeerChoices peers = new();
        for (int d = 0; d < designs.Length; d++)
        {
            peers.Write(d, [.. Enumerable.Range(0, draws).Select(k => designs[d].Sample(Seed + (100 * d), k))]);
        }

        Task python = peers.StartPython([.. Enumerable.Range(0, designs.Length).Where(d => designs[d].Rows == Sizes[0])], ofPython);
        Task r = peers.StartR();
        Risks[][] ours = [.. designs.Select((design, d) =>
            Replications.Run($"risk, {design.Name}", draws, k => Risks.Of(design.Sample(Seed + (100 * d), k), Points)))];
        Console.Error.WriteLine("risk: waits for the peers");
        Task.WaitAll(python, r);
        return Ratios(designs, ours, draws) + "\n" + Beside(designs, ours, peers);
    }

    /// <summary>Error over that of the oracle.</summary>
    private static string Ratios(Design[] designs, Risks[][] ours, int draws)
    {
        System.Text.StringBuilder text = new();
        _ = text.Append($"""
            The mean squared distance from the true mean at the rows, over that of the best of {Points} bandwidths for the same draw: mean (Monte-Carlo error), then the 90th percentile, of {draws} draws.
            Nothing is claimed of these ratios; 1 is what only the truth can tell.


            """);
        foreach ((string estimator, _) in Choices.Estimators)
        {
            MarkdownTable table = new([estimator, .. designs.Select(d => d.Name)]);
            foreach ((string rule, _) in Choices.All)
            {
                string key = $"{estimator}/{rule}";
                if (ours[0][0].Ratio.ContainsKey(key))
                {
                    table.Add([rule, .. ours.Select(own => own.Select(k => k.Ratio[key]).ToArray())
                        .Select(v => $"{MarkdownTable.WithError(v, 2)}, {MarkdownTable.Number(MarkdownTable.Quantile(v, 0.9), 2)}")]);
                }
            }

            _ = text.Append(table).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The other programs' choices on the same draws, in the same estimator.</summary>
    private static string Beside(Design[] designs, Risks[][] ours, PeerChoices peers)
    {
        if (peers.Missing.Count > 0)
        {
            Console.Error.WriteLine(string.Join('\n', peers.Missing));
        }

        MarkdownTable table = new("ours", "theirs", "design", "draws", "ours, mean ratio", "theirs, mean ratio", "difference (error)", "not worse");
        bool[] met = [true, true];
        (string Ours, string Theirs, string Estimator, int Claim)[] pairs =
            [("cv", "cv_ls lc", "constant", 0), ("cv", "cv_ls ll", "linear", 0), ("plug-in", "dpill", "linear", 1)];
        foreach ((string rule, string theirs, string estimator, int claim) in pairs)
        {
            List<double> all = [], others = [];
            int failed = 0;
            for (int d = 0; d < designs.Length; d++)
            {
                List<double> own = [], other = [];
                foreach ((int draw, double h) in peers.Of(d, theirs))
                {
                    if (!(h > 0) || !double.IsFinite(h))
                    {
                        failed++;
                        continue;
                    }

                    Estimator way = estimator == "constant" ? Estimator.Constant : Estimator.Linear;
                    Draw sample = designs[d].Sample(Seed + (100 * d), draw);
                    own.Add(ours[d][draw].Ratio[$"{estimator}/{rule}"]);
                    other.Add(sample.ErrorOf(Choices.Fit(sample.Data, way, h)) / ours[d][draw].Oracle[estimator]);
                }

                if (own.Count > 0)
                {
                    _ = Add($"{estimator}/{rule}", theirs, designs[d].Name, own, other);
                    all.AddRange(own);
                    others.AddRange(other);
                }
            }

            if (all.Count > 0)
            {
                met[claim] &= Add($"{estimator}/{rule}", theirs, failed == 0 ? "**all**" : $"**all**; {failed} without a choice of theirs left out", all, others);
            }
        }

        return $"""
            Beside statsmodels' `KernelReg(bw="cv_ls")` (as many draws as the table says: it takes seconds each) and KernSmooth's `dpill`, on the same draws; each bandwidth in the same Gaussian fit of ours. Claims: over all designs
            together cv is not worse than cv_ls, **{Verdict("cv_ls lc", met[0])}**, and plug-in not worse than dpill, **{Verdict("dpill", met[1])}**: the paired difference of ratios is not above two of its Monte-Carlo errors and {Nothing}.

            {table}
            """;

        bool Add(string ours, string theirs, string design, List<double> own, List<double> other)
        {
            double[] difference = [.. own.Zip(other, (a, b) => a - b)];
            bool fine = !(difference.Average() > (2 * MarkdownTable.ErrorOf(difference)) + Nothing);
            table.Add(
                ours, theirs, design, $"{own.Count}", MarkdownTable.Number(own.Average()), MarkdownTable.Number(other.Average()),
                MarkdownTable.WithError(difference), fine ? "yes" : "**no**");
            return fine;
        }

        string Verdict(string method, bool met) => designs.Select((_, d) => d).All(d => peers.Of(d, method).Count == 0) ? "not measured" : met ? "met" : "missed";
    }
}
