namespace Nadaraya.Benchmarks;

/// <summary>How often the test of significance rejects where nothing is to be found, and where something is.</summary>
internal static class TestsPart
{
    private const int Seed = 4;
    private const int Rows = 200;
    private const int Samples = 399;
    private const double Level = 0.05;
    private static readonly double[] Effects = [0.1, 0.2, 0.3, 0.4, 0.6];
    private static readonly TestBootstrap[] Kinds = [TestBootstrap.Rademacher, TestBootstrap.Wild, TestBootstrap.Iid];

    public static string Run(double share)
    {
        int nulls = Math.Max(60, (int)(2000 * share));
        int alternatives = Math.Max(20, (int)(500 * share));
        MarkdownTable sizes = new("estimator", "draws", "rejected at 5 % (error)", "at 10 %", "at 1 %", "within 3 to 7 %");
        MarkdownTable powers = new(["estimator", "draws", .. Effects.Select(e => FormattableString.Invariant($"effect {e}"))]);
        bool met = true;
        foreach ((string name, Estimator estimator) in Choices.Estimators)
        {
            double[][] p = Replications.Run($"tests, size, {name}", nulls, k => PValues(estimator, 0, k, Kinds));
            for (int kind = 0; kind < Kinds.Length; kind++)
            {
                int Rejected(double level) => p.Count(own => own[kind] <= level);
                double size = (double)Rejected(Level) / nulls;
                double slack = 2 * Math.Sqrt(size * (1 - size) / nulls);
                bool within = size is >= 0.03 and <= 0.07;
                met &= within;
                sizes.Add(name, Word(Kinds[kind]), MarkdownTable.Share(Rejected(Level), nulls), MarkdownTable.Share(Rejected(0.1), nulls), MarkdownTable.Share(Rejected(0.01), nulls), within ? "yes" : size > 0.03 - slack && size < 0.07 + slack ? "not by more than two errors" : "**no**");
            }

            double[][] found = [.. Effects.Select((effect, e) =>
                Replications.Run(FormattableString.Invariant($"tests, power, {name}, effect {effect}"), alternatives, k => PValues(estimator, effect, k, [Kinds[0]])[0]))];
            powers.Add([name, Word(Kinds[0]), .. found.Select(own => MarkdownTable.Share(own.Count(p => p <= Level), alternatives))]);
        }

        return $"""
            y = sin(x₁) + effect·sin(x₂) + 0.5·N(0, 1), x₁ and x₂ uniform on (−π, π), n = {Rows}; x₂ is tested by `TestSignificance` with B = {Samples}, bandwidths by cross-validation. The kinds
            of draws see the same data.

            Claim: of true nulls (effect 0) 3 to 7 % are rejected at 5 %. **{(met ? "Met" : "Missed")}**, {nulls} nulls.

            {sizes}
            Power at 5 %, {alternatives} draws an effect; an effect of e adds a standard deviation of 0.71·e to noise of 0.5. Claim: it grows with the effect to nearly 1.

            {powers}
            """;
    }

    private static double[] PValues(Estimator estimator, double effect, int number, TestBootstrap[] kinds)
    {
        Design design = new(
            "significance",
            Rows,
            random => [Math.PI * ((2 * random.NextUniform()) - 1), Math.PI * ((2 * random.NextUniform()) - 1)],
            x => Math.Sin(x[0]) + (effect * Math.Sin(x[1])),
            _ => 0.5);

        // The test chooses every bandwidth anew, those of the model have no say in it: their search ends at once.
        KernelRegression model = KernelRegression.Fit(
            design.Sample(Seed, number).Data, new() { Estimator = estimator, Threads = 1, SummaryRows = 0, TimeLimit = TimeSpan.FromTicks(1) });
        return [.. kinds.Select(kind => model.TestSignificance(["x2"], new() { Bootstrap = kind, Replications = Samples, Seed = number })[0].PValue)];
    }

    private static string Word(TestBootstrap kind) => kind.ToString().ToLowerInvariant();
}
