using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>
/// Whether the target depends on some features, the others given: T = mean squared slope (of numbers) or contrast with the base level (of levels), each over its variance, against samples
/// drawn from a model without them. Sources: Racine (1997), Racine, Hart &amp; Li (2006); docs/tests.md says where and why this differs.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="tested">The features, by index.</param>
/// <param name="options">Options.</param>
/// <param name="run">Threads, cancellation, progress.</param>
internal sealed class SignificanceTest(KernelRegression model, int[] tested, TestOptions options, Run run)
{
    private static readonly double[] Scales = [0.35, 0.5, 0.71, 1, 1.41, 2, 4, 16];
    private readonly TestSample sample = new(model, options.Target, run);

    /// <summary>Runs the test.</summary>
    public TestResult Result()
    {
        int[] varying = [.. tested.Where(sample.Varies)];
        if (varying.Length == 0)
        {
            throw new DataException($"{Names} {(tested.Length == 1 ? "is" : "are")} the same in every row, so nothing can depend on {(tested.Length == 1 ? "it" : "them")}: test a feature that varies.");
        }

        KernelRegression? null0 = sample.Without(tested);
        NullSample drawn = sample.Null(null0);
        (Dictionary<string, double> bandwidths, double statistic, double[] statistics) = options.Bootstrap == TestBootstrap.Pairs
            ? ByPairs(null0, varying)
            : BySamples(null0, varying, drawn);
        (double p, double[] critical) = TestSample.Compare(statistic, statistics);
        string without = null0 is null ? "the mean of all rows" : $"a {null0.Options.Estimator.Name} fit on {string.Join(", ", null0.Features.Where(f => f.Bandwidth is not null).Select(f => f.Name))} alone";
        return new(
            "significance", model.Data.TargetNames[options.Target], [.. tested.Select(j => model.Features[j].Name)], statistic, p, options.Replications,
            $"the target does not depend on {Names}, the other features given; fitted under it: {without}", options.Bootstrap)
        {
            StatisticDescription = options.Pivotal ? "mean squared slope or contrast, each over its variance" : "mean squared slope or contrast",
            Bandwidths = bandwidths,
            CriticalValues = critical,
            Seed = options.Seed,
        };
    }

    private string Names => string.Join(", ", tested.Select(j => model.Features[j].Name));

    /// <summary>Bandwidths that the tested effect has no say in: of the others those of the model without it, of the tested features those given or by rule.</summary>
    private Dictionary<string, double> Bandwidths(KernelRegression? null0, int[] varying, double scale)
    {
        Dictionary<string, double> all = new(StringComparer.Ordinal);
        for (int j = 0; j < model.Features.Count; j++)
        {
            FeatureFit own = model.Features[j];
            if (own.Bandwidth is null)
            {
                continue;
            }

            all[own.Name] = !sample.IsChosen(j) ? own.Bandwidth.Value
                : varying.Contains(j) ? Scaled(j, sample.ByRule(j), scale)
                : null0!.Features.Single(f => f.Name == own.Name).Bandwidth!.Value;
        }

        return all;
    }

    private double Scaled(int feature, double bandwidth, double scale)
    {
        FeatureType type = model.Features[feature].Type;
        return type.IsDiscrete ? Math.Min(bandwidth * scale, sample.Sample.KernelOf(model.Options, feature).Largest(type.Levels.Count))
            : model.Options.BandwidthType == BandwidthType.Fixed || type.Kind == FeatureKind.Periodic ? bandwidth * scale
            : Math.Clamp(Math.Round(bandwidth * scale), 2, sample.Keys - 1);
    }

    private (Dictionary<string, double> Bandwidths, double Statistic, double[] Drawn) BySamples(KernelRegression? null0, int[] varying, NullSample drawn)
    {
        bool isAny = options.Reselect && varying.Any(sample.IsChosen);
        double[] scales = isAny ? Scales : [1];
        Dictionary<string, double>[] all = [.. scales.Select(s => Bandwidths(null0, varying, s))];
        double[] statistics = new double[options.Replications + 1];
        int chosen = 0;
        int done = 0;
        while (done < statistics.Length)
        {
            // The first "sample" of the first part is the data themselves.
            int count = Math.Min(sample.Chunk, statistics.Length - done);
            int own = done == 0 ? 1 : 0;
            double[][] samples = [.. done == 0 ? (double[][])[sample.Y] : [], .. drawn.Draw(options.Bootstrap, options.Seed, done + own, count - own, run)];
            double[] best = new double[count];
            best.AsSpan().Fill(double.PositiveInfinity);
            for (int k = 0; k < scales.Length; k++)
            {
                Run part = run.Part((done + (count * (double)k / scales.Length)) / statistics.Length, (done + (count * (k + 1.0) / scales.Length)) / statistics.Length);
                (double[] t, double[] errors) = Statistics(all[k], varying, samples, part);
                for (int b = 0; b < count; b++)
                {
                    if (errors[b] < best[b] || scales.Length == 1)
                    {
                        (best[b], statistics[done + b]) = (errors[b], t[b]);
                        chosen = done + b == 0 ? k : chosen;
                    }
                }
            }

            done += count;
        }

        return (all[chosen], statistics[0], statistics[1..]);
    }

    /// <summary>The other features and the target drawn together, the tested ones as they stand. Source: Racine (1997).</summary>
    private (Dictionary<string, double> Bandwidths, double Statistic, double[] Drawn) ByPairs(KernelRegression? null0, int[] varying)
    {
        if (options.Reselect)
        {
            throw new DataException("Bandwidths can't be chosen anew for pairs: draw by wild, rademacher or iid, or leave the choice as it is.");
        }

        if (sample.Clusters.Max() + 1 < sample.Keys)
        {
            throw new DataException("Rows come in clusters, and pairs would tear them apart: draw by wild or rademacher.");
        }

        Dictionary<string, double> bandwidths = Bandwidths(null0, varying, 1);
        (double[] own, _) = Statistics(bandwidths, varying, [sample.Y], run with { Progress = null });
        double[] drawn = new double[options.Replications];
        Run inner = run with { Threads = 1, Progress = null };
        run.For(drawn.Length, b =>
        {
            Numerics.SplitMix64 random = Numerics.SplitMix64.ForDraw(options.Seed, b + 1);
            int[] rows = [.. Enumerable.Range(0, sample.Keys).Select(_ => (int)(random.NextUniform() * sample.Keys))];
            Sample pairs = sample.Sample.Drawn(rows, tested);
            double[] y = new double[sample.Width];
            for (int i = 0; i < rows.Length; i++)
            {
                y[i] = sample.Y[rows[i]];
            }

            (double[] t, _) = Statistics(pairs, bandwidths, varying, [y], inner);
            drawn[b] = t[0];
        });
        return (bandwidths, own[0], drawn);
    }

    private (double[] Statistics, double[] Errors) Statistics(Dictionary<string, double> bandwidths, int[] varying, double[][] samples, Run part) =>
        Statistics(sample.Sample, bandwidths, varying, samples, part);

    private (double[] Statistics, double[] Errors) Statistics(Sample rows, Dictionary<string, double> bandwidths, int[] varying, double[][] samples, Run part)
    {
        int[] features = rows.Arranged(Enumerable.Range(0, model.Features.Count).Where(j => bandwidths.ContainsKey(model.Features[j].Name)));
        Fitted fitted = new(rows, model.Options with { Engine = null }, features, [.. features.Select(j => bandwidths[model.Features[j].Name])], part.Cancellation);
        double[][] at = [.. rows.Columns.Select(c => sample.Queries.Select(q => c[q]).ToArray())];
        SmootherRows source = new(fitted, model.Options, at, part);
        int[] numbers = [.. varying.Where(j => !model.Features[j].Type.IsDiscrete)];
        List<(SmootherRows Level, SmootherRows Base)> contrasts = [];
        foreach (int j in varying.Where(j => model.Features[j].Type.IsDiscrete))
        {
            SmootherRows first = With(j, 0);
            contrasts.AddRange(Enumerable.Range(1, model.Features[j].Type.Levels.Count - 1).Select(level => (With(j, level), first)));
        }

        DrawnStatistics statistics = new(
            sample.Queries, sample.Weights, numbers.Length + contrasts.Count, sample.Width, rows.InverseCounts, options.Pivotal);
        return statistics.Of(Open, samples, part);

        SmootherRows With(int feature, int level)
        {
            double[] levels = new double[sample.Queries.Length];
            levels.AsSpan().Fill(level);
            return new(fitted, model.Options, [.. at.Select((c, j) => j == feature ? levels : c)], part);
        }

        RowFiller Open()
        {
            SmootherRows.Reader reader = source.Open();
            (SmootherRows.Reader Level, SmootherRows.Reader Base)[] levels = [.. contrasts.Select(c => (c.Level.Open(), c.Base.Open()))];
            return (query, value, rows) =>
            {
                if (!reader.At(query))
                {
                    return false;
                }

                reader.AddValue(query, 1, value);
                for (int k = 0; k < numbers.Length; k++)
                {
                    reader.AddSlope(query, numbers[k], 1, rows[k]);
                }

                for (int k = 0; k < levels.Length; k++)
                {
                    if (levels[k].Level.At(query) && levels[k].Base.At(query))
                    {
                        levels[k].Level.AddValue(query, 1, rows[numbers.Length + k]);
                        levels[k].Base.AddValue(query, -1, rows[numbers.Length + k]);
                    }
                }

                return true;
            };
        }
    }
}
