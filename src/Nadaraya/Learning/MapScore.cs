using System.Globalization;
using Nadaraya.Engines;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>A linear map A of the coordinates that is learned, s = −½‖A(q̂ − k̂)‖²: a full metric, or a few directions.</summary>
/// <remarks>
/// ∂L/∂A = Σ ∂L/∂zᵢ x̂ᵢ', by the gradient of the mapped rows: O(n²p) time, O(n·p) memory. A and UA are the same score for any rotation U. Metric learning for kernel regression:
/// Weinberger &amp; Tesauro (2007), with the distance halved, so that A is 1/bandwidth. Of the starts one is the root of the average outer product of the regression's gradients, along which the
/// target changes: Xia et al. (2002); Radhakrishnan et al. (2024).
/// </remarks>
/// <param name="coordinates">The coordinates.</param>
/// <param name="options">The options.</param>
/// <param name="directions">The rows of A.</param>
internal sealed class MapScore(Coordinates coordinates, FitOptions options, int directions) : TrainableScore(coordinates, options)
{
    private const int MostGradients = 2000;

    private readonly int d = coordinates.Count;

    /// <inheritdoc/>
    public override int Count => directions * d;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(0, directions * coordinates.Count).Select(k =>
        string.Create(CultureInfo.InvariantCulture, $"W[{(k / coordinates.Count) + 1},{coordinates.Names[k % coordinates.Count]}]"))];

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(TrainingStart from, int count)
    {
        double[] scales = from.Scales(Coordinates);
        double[] diagonal = new double[Count];
        int[] largest = [.. Enumerable.Range(0, d).OrderByDescending(c => Math.Abs(scales[c])).Take(directions).Order()];
        for (int k = 0; k < directions; k++)
        {
            diagonal[(k * d) + largest[k]] = scales[largest[k]];
        }

        List<double[]> starts = [diagonal];
        if (from.Given is null && (count > 1 || directions < d))
        {
            double[] outer = AlongGradients(from);
            starts.Insert(directions < d ? 0 : 1, outer);
        }

        for (int draw = starts.Count; draw < count; draw++)
        {
            SplitMix64 random = SplitMix64.ForDraw(from.Seed, draw);
            double size = Math.Sqrt(starts[0].Sum(v => v * v) / Count);
            starts.Add([.. starts[0].Select(v => v + (size / 2 * random.NextNormal()))]);
        }

        return [.. starts.Take(Math.Max(count, 1))];
    }

    /// <inheritdoc/>
    public override double Evaluate(double[] theta, TrainingRows rows, PointLoss loss, Span<double> gradient, Run run)
    {
        MappedRows mapped = new(Coordinates, theta, rows, Options, run);
        PulledSums sums = Pool(mapped.Request, mapped.Queries, rows, loss, run);
        if (!gradient.IsEmpty)
        {
            gradient.Clear();
            mapped.Pull(sums.Engine, sums.Moments, sums.Adjoints, gradient, run);
        }

        return sums.Loss;
    }

    /// <inheritdoc/>
    public override LearnedKeys Keys(double[] theta) => new MappedKeys(Coordinates, theta);

    /// <inheritdoc/>
    public override double?[] Bandwidths(double[] theta) => BandwidthsOf(Coordinates, Metric(theta));

    /// <inheritdoc/>
    public override double[][] Metric(double[] theta) => [.. Enumerable.Range(0, directions).Select(k =>
        Enumerable.Range(0, d).Select(c => theta[(k * d) + c] / Coordinates.Units[c]).ToArray())];

    /// <inheritdoc/>
    public override double[] Canonical(double[] theta) => [.. theta.Select((v, k) => v / Coordinates.Units[k % d])];

    /// <inheritdoc/>
    public override double[] FromCanonical(double[] told) => [.. told.Select((v, k) => v * Coordinates.Units[k % d])];

    /// <summary>The bandwidths of a metric: of each feature 1/‖W e‖; null where it has no say, and of levels, which have no unit.</summary>
    /// <param name="coordinates">The coordinates.</param>
    /// <param name="metric">W.</param>
    public static double?[] BandwidthsOf(Coordinates coordinates, double[][] metric)
    {
        double?[] all = new double?[coordinates.FeatureCount];
        foreach (IGrouping<int, int> feature in Enumerable.Range(0, coordinates.Count).Where(c => !coordinates.IsOfLevels(c)).GroupBy(c => coordinates.Features[c]))
        {
            // Of levels without an order, and of a circle, the middle size of their coordinates.
            double size = Math.Sqrt(feature.Sum(c => metric.Sum(row => row[c] * row[c])) / feature.Count());
            all[feature.Key] = size > 0 ? 1 / size : null;
        }

        return all;
    }

    /// <summary>A map along the gradients, as long as predicts best.</summary>
    /// <param name="from">Where training starts.</param>
    public double[] AlongGradients(TrainingStart from) => Scaled(AlongGradients(from, from.Scales(Coordinates)), from);

    /// <summary>The root of M = mean of ∇f ∇f' at the bandwidths: all of it for a full metric, else the largest directions.</summary>
    private double[] AlongGradients(TrainingStart from, double[] scales)
    {
        Sample all = from.Rows.Keys;
        int step = Math.Max((all.Count + MostGradients - 1) / MostGradients, 1);
        int[] some = [.. Enumerable.Range(0, all.Count).Where(i => i % step == 0)];
        TrainingRows rows = TrainingRows.Part(all, some, [.. Enumerable.Range(0, all.Count)]);
        double[] diagonal = new double[d * d];
        for (int c = 0; c < d; c++)
        {
            diagonal[(c * d) + c] = scales[c];
        }

        FitOptions plain = Options with { Estimator = Estimator.Constant };
        MappedKeys map = new(Coordinates, diagonal);
        Points keys = Points.Keys(map.Map(all.Columns, all.Count, from.Run), all.Count);
        Points queries = Points.Queries(map.Map(rows.Queries.Columns, some.Length, from.Run), some.Length);
        PreparedEngine engine = EngineOf(map.Request(keys, all, plain), some.Length, from.Run);
        Moments moments = engine.Sum(queries, rows.Leave, from.Run);
        double[][] adjoints = [new double[some.Length], new double[some.Length]];
        for (int q = 0; q < some.Length; q++)
        {
            if (Steady.At(moments, all.Payload, q, Options.Support.Stability))
            {
                adjoints[1][q] = 1 / moments.Weight(q);
                adjoints[0][q] = -moments.Target(q, 0) / moments.Weight(q) / moments.Weight(q);
            }
        }

        (double[][] slopes, _) = new PointPull(engine, queries, rows.Leave, moments, adjoints).Evaluate(from.Run);
        double[] outer = new double[d * d];
        for (int a = 0; a < d; a++)
        {
            for (int b = 0; b < d; b++)
            {
                for (int q = 0; q < some.Length; q++)
                {
                    outer[(a * d) + b] += slopes[a][q] * scales[a] * slopes[b][q] * scales[b];
                }
            }
        }

        (double[] values, double[] vectors) = SymmetricEigen.Of(outer, d);
        double[] root = new double[Count];
        for (int k = 0; k < d; k++)
        {
            double size = Math.Sqrt(Math.Max(values[k], 0));
            for (int c = 0; c < d; c++)
            {
                for (int row = 0; row < directions && directions == d; row++)
                {
                    root[(row * d) + c] += size * vectors[(k * d) + row] * vectors[(k * d) + c];
                }

                if (directions < d && k < directions)
                {
                    root[(k * d) + c] = size * vectors[(k * d) + c];
                }
            }
        }

        double norm = Math.Sqrt(root.Sum(v => v * v)), wanted = Math.Sqrt(scales.Sum(v => v * v));
        return norm > 0 ? [.. root.Select(v => v * wanted / norm)] : [.. root.Select((_, k) => k % (d + 1) == 0 ? scales[k % d] : 0)];
    }

    /// <summary>A direction with the length that predicts best: a grid of halvings and doublings.</summary>
    private double[] Scaled(double[] theta, TrainingStart from)
    {
        double Loss(double factor) => Evaluate([.. theta.Select(v => v * factor)], from.Rows, PointLoss.Squared, [], from.Run);
        double best = Enumerable.Range(-3, 8).Select(k => Math.ScaleB(1, k)).MinBy(Loss);
        return [.. theta.Select(v => v * best)];
    }
}
