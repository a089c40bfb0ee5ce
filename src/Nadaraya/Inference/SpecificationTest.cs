using Nadaraya.Engines;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>
/// Whether a parametric regression is the truth: J = Σ_{i≠j} uᵢuⱼKᵢⱼ / √(2 Σ_{i≠j} uᵢ²uⱼ²Kᵢⱼ²) of its residuals u, large where neighbours' residuals have one sign. Samples are drawn from
/// the parametric fit, which is fitted again to each. Sources: Zheng (1996), Hsiao, Li &amp; Racine (2007).
/// </summary>
/// <param name="model">The model, whose kernels compare rows.</param>
/// <param name="against">The regression under test: constant, linear, or powers up to a degree.</param>
/// <param name="options">Options.</param>
/// <param name="run">Threads, cancellation, progress.</param>
internal sealed class SpecificationTest(KernelRegression model, Estimator against, TestOptions options, Run run)
{
    private const int Block = RowProducts.Rows;
    private const int Tile = 256; // what factors have room for

    private readonly TestSample sample = new(model, options.Target, run);

    /// <summary>Runs the test.</summary>
    public TestResult Result()
    {
        if (options.Bootstrap == TestBootstrap.Pairs)
        {
            throw new DataException("Pairs of rows do not obey a parametric model: draw by wild, rademacher or iid.");
        }

        int[] varying = [.. Enumerable.Range(0, model.Features.Count).Where(sample.Varies)];
        if (varying.Length == 0)
        {
            throw new DataException("Every feature is the same in every row, so no rows are nearer to one another than others: there is nothing to test.");
        }

        ParametricFit fit = new(sample.Sample, varying, against.Degree);
        if (fit.Parameters >= sample.Keys)
        {
            throw new DataException($"The {against.Name} model has {fit.Parameters} parameters for {sample.Keys} rows: test one with fewer.");
        }

        double[] residuals = sample.Y[..sample.Keys];
        fit.Residuals(residuals);
        NullSample drawn = sample.Null([.. residuals.Select((u, i) => sample.Y[i] - u)], fit.Own());
        Dictionary<string, double> bandwidths = varying.ToDictionary(
            j => model.Features[j].Name, j => sample.IsChosen(j) ? sample.ByRule(j) : model.Features[j].Bandwidth!.Value, StringComparer.Ordinal);
        double[] statistics = Statistics(drawn, fit, bandwidths);
        (double p, double[] critical) = TestSample.Compare(statistics[0], statistics[1..]);
        string terms = against.Degree switch { 0 => "a constant", 1 => "linear in every number", _ => $"a polynomial of degree {against.Degree} in every number" };
        return new(
            "specification", model.Data.TargetNames[options.Target], [.. varying.Select(j => model.Features[j].Name)], statistics[0], p, options.Replications,
            $"the target's mean is {terms}{(against.Degree > 0 && varying.Any(j => model.Features[j].Type.IsDiscrete) ? " with an effect of every level" : string.Empty)}", options.Bootstrap)
        {
            StatisticDescription = "sum of products of neighbouring residuals over its standard error",
            Bandwidths = bandwidths,
            CriticalValues = critical,
            Seed = options.Seed,
        };
    }

    private double[] Statistics(NullSample drawn, ParametricFit fit, Dictionary<string, double> bandwidths)
    {
        int[] features = sample.Sample.Arranged(Enumerable.Range(0, model.Features.Count).Where(j => bandwidths.ContainsKey(model.Features[j].Name)));
        PoolingRequest request = sample.Sample.Request(
            model.Options with { Estimator = Estimator.Constant }, features, [.. features.Select(j => bandwidths[model.Features[j].Name])]);
        Points points = Points.Queries(request.Keys.Columns, sample.Keys);
        double[] statistics = new double[options.Replications + 1];
        int done = 0;
        while (done < statistics.Length)
        {
            int count = Math.Min(Math.Max(sample.Chunk / 2, 16), statistics.Length - done);
            int own = done == 0 ? 1 : 0;
            double[][] u = [.. done == 0 ? (double[][])[[.. sample.Y]] : [], .. drawn.Draw(options.Bootstrap, options.Seed, done + own, count - own, run)];
            double[][] squares = new double[count][];
            (run with { Progress = null }).ForBlocks(count, 16, (from, to) =>
            {
                for (int b = from; b < to; b++)
                {
                    fit.Residuals(u[b].AsSpan(0, sample.Keys));
                    for (int i = 0; i < sample.Keys; i++)
                    {
                        u[b][i] *= sample.Sample.Weight(i);
                    }

                    squares[b] = [.. u[b].Select(x => x * x)];
                }
            });
            Sum(request, points, u, squares, run.Part((double)done / statistics.Length, (double)(done + count) / statistics.Length)).CopyTo(statistics, done);
            done += count;
        }

        return statistics;
    }

    private double[] Sum(PoolingRequest request, Points points, double[][] u, double[][] squares, Run part)
    {
        int[] queries = sample.Queries;
        int width = sample.Width;
        int blocks = (queries.Length + Block - 1) / Block;
        (double[] Sum, double[] Square)[] parts = new (double[], double[])[blocks];
        part.For(blocks, block =>
        {
            double[] rows = new double[2 * Block * width];
            int from = block * Block;
            int to = Math.Min(queries.Length, from + Block);
            for (int q = from; q < to; q++)
            {
                Span<double> row = rows.AsSpan((q - from) * width, width);
                for (int start = 0; start < width; start += Tile)
                {
                    request.Score.Kernels(points, queries[q], start, row[start..Math.Min(width, start + Tile)]);
                }

                row[sample.Keys..].Clear();
                row[queries[q]] = 0;
                for (int i = 0; i < width; i++)
                {
                    rows[((Block + q - from) * width) + i] = row[i] * row[i];
                }
            }

            parts[block] = (new double[u.Length], new double[u.Length]);
            Span<double> products = stackalloc double[Block];
            for (int b = 0; b < u.Length; b++)
            {
                RowProducts.Four(rows.AsSpan(0, Block * width), u[b], products);
                for (int q = from; q < to; q++)
                {
                    parts[block].Sum[b] += u[b][queries[q]] * products[q - from];
                }

                RowProducts.Four(rows.AsSpan(Block * width), squares[b], products);
                for (int q = from; q < to; q++)
                {
                    parts[block].Square[b] += squares[b][queries[q]] * products[q - from];
                }
            }
        });
        return [.. Enumerable.Range(0, u.Length).Select(b =>
        {
            double variance = 2 * parts.Sum(p => p.Square[b]);
            return variance > 0 ? parts.Sum(p => p.Sum[b]) / Math.Sqrt(variance) : 0;
        })];
    }
}
