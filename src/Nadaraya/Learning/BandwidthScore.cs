using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Bandwidths that are learned: w of numbers, with h = 1/|w|, and λ of levels. The engines' own gradient, ∂/∂ln h and ∂/∂λ, is all it takes.</summary>
/// <remarks>
/// A shared w is in the features' own units, as in the chapter; one of a feature is a = w·sd, so that features of any unit learn alike. λ = λ_max/(1 + e^(−t)). w and −w are the same
/// score: told as |w|. At w = 0 every key is alike and the slope is 0 by symmetry.
/// </remarks>
internal sealed class BandwidthScore : TrainableScore
{
    private const double Smallest = 1e-150; // |w|: below, every key is alike to the last digit
    private const double LeastShare = 1e-3; // of λ_max, where training starts: t has next to no slope beyond

    private readonly bool isShared;
    private readonly IReadOnlyList<FeatureType> types;
    private readonly int[] features; // arranged: numbers, numbers on a circle, levels
    private readonly int numbers;
    private readonly int scales;
    private readonly double[] units; // of each number
    private readonly double[] largest; // λ_max of each feature of levels
    private readonly int count; // of all features

    /// <param name="coordinates">The coordinates.</param>
    /// <param name="options">The options.</param>
    /// <param name="types">The features' types.</param>
    /// <param name="names">Their names.</param>
    /// <param name="isShared">Whether one w is for all numbers.</param>
    public BandwidthScore(Coordinates coordinates, FitOptions options, IReadOnlyList<FeatureType> types, IReadOnlyList<string> names, bool isShared)
        : base(coordinates, options)
    {
        (this.isShared, this.types) = (isShared, types);
        count = types.Count;
        features = [.. coordinates.Features.Distinct().OrderBy(j => types[j].Kind switch { FeatureKind.Continuous => 0, FeatureKind.Periodic => 1, _ => 2 }).ThenBy(j => j)];
        numbers = features.Count(j => !types[j].IsDiscrete);
        units = [.. features[..numbers].Select(j => isShared ? 1 : types[j].Kind == FeatureKind.Periodic ? types[j].Period : coordinates.Units[coordinates.Features.ToList().IndexOf(j)])];
        scales = isShared ? Math.Min(numbers, 1) : numbers;
        largest = [.. features[numbers..].Select(j => (types[j].Kind == FeatureKind.Ordered ? options.OrderedKernel : options.UnorderedKernel).Largest(types[j].Levels.Count))];
        Names = [.. isShared ? Enumerable.Repeat("w", scales) : features[..numbers].Select(j => $"w[{names[j]}]"), .. features[numbers..].Select(j => $"λ[{names[j]}]")];
    }

    /// <inheritdoc/>
    public override int Count => scales + largest.Length;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(TrainingStart from, int count)
    {
        double[] first = new double[Count];
        double[] w = [.. features[..numbers].Select(j => from.Given ?? (from.Bandwidths[j] is double h ? 1 / h : 0))];
        for (int k = 0; k < numbers && !isShared; k++)
        {
            first[k] = from.Given is null ? Math.Clamp(w[k] * units[k], 0.02, 1e6) : w[k] * units[k];
        }

        if (isShared && numbers > 0)
        {
            // Between bandwidths of several features the middle one in logarithms.
            double[] logs = [.. w.Where(v => v > 0).Select(v => Math.Log(v))];
            first[0] = from.Given ?? (logs.Length == 0 ? 0 : Math.Exp(logs.Average()));
        }

        for (int k = 0; k < largest.Length; k++)
        {
            double share = (from.Bandwidths[features[numbers + k]] ?? largest[k]) / largest[k];
            share = Math.Clamp(share, LeastShare, 1 - LeastShare);
            first[scales + k] = Math.Log(share / (1 - share));
        }

        List<double[]> starts = [first];
        for (int draw = 1; draw < count; draw++)
        {
            Numerics.SplitMix64 random = Numerics.SplitMix64.ForDraw(from.Seed, draw);
            starts.Add([.. first.Select((v, k) => k < scales ? v * Math.Exp(random.NextNormal()) : v + random.NextNormal())]);
        }

        return starts;
    }

    /// <inheritdoc/>
    public override double Evaluate(double[] theta, TrainingRows rows, PointLoss loss, Span<double> gradient, Run run)
    {
        PoolingRequest request = rows.Keys.Request(Options, features, Bounded(theta));
        Points queries = Points.Queries(rows.IsWhole ? request.Keys.Columns : [.. features.Select(j => rows.Queries.Columns[j])], rows.Queries.Count);
        double[] slopes;
        double total;
        if (gradient.IsEmpty || request.Basis.TargetTerms > 1)
        {
            PulledSums sums = Pool(request, queries, rows, loss, run);
            total = sums.Loss;
            if (gradient.IsEmpty)
            {
                return total;
            }

            slopes = sums.Engine.Pull(queries, rows.Leave, sums.Moments, sums.Adjoints, run);
        }
        else
        {
            PreparedEngine engine = EngineOf(request, queries.Count, run);
            Moments moments = new(queries.Count, request);
            PooledLoss pooled = new(rows, loss, Options.Support.Stability);
            slopes = engine.SumAndPull(queries, rows.Leave, moments, (query, adjoint) => pooled.Adjoin(moments, query, adjoint), run);
            total = pooled.Total;
        }

        gradient.Clear();
        for (int k = 0; k < features.Length; k++)
        {
            if (k < numbers)
            {
                // ln h = −ln|w|, so ∂ln h/∂w = −1/w.
                int at = isShared ? 0 : k;
                gradient[at] -= Math.Abs(theta[at]) <= Smallest ? 0 : slopes[k] / theta[at];
            }
            else
            {
                double share = Share(theta[scales + k - numbers]);
                gradient[scales + k - numbers] = slopes[k] * largest[k - numbers] * share * (1 - share);
            }
        }

        return total;
    }

    /// <inheritdoc/>
    public override LearnedKeys? Keys(double[] theta) => null;

    /// <inheritdoc/>
    public override double?[] Bandwidths(double[] theta)
    {
        double[] used = Bounded(theta);
        double?[] all = new double?[count];
        for (int k = 0; k < features.Length; k++)
        {
            bool silent = k < numbers && Math.Abs(theta[isShared ? 0 : k]) <= Smallest;
            all[features[k]] = silent ? null : used[k];
        }

        return all;
    }

    /// <inheritdoc/>
    public override double[][] Metric(double[] theta)
    {
        double?[] all = Bandwidths(theta);
        return [.. Enumerable.Range(0, Coordinates.Count).Select(c =>
        {
            double[] row = new double[Coordinates.Count];
            row[c] = all[Coordinates.Features[c]] is double bandwidth ? Reach(Coordinates.Features[c], bandwidth) : 0;
            return row;
        })];
    }

    /// <summary>W of a coordinate: 1/h of a number, that of the chord on a circle, and of levels what makes e^(−½W²) of two neighbours what the kernel gives them.</summary>
    private double Reach(int feature, double bandwidth)
    {
        FeatureType type = types[feature];
        if (!type.IsDiscrete)
        {
            return type.Kind == FeatureKind.Periodic ? type.Period / (2 * Math.PI * bandwidth) : 1 / bandwidth;
        }

        DiscreteKernel kernel = type.Kind == FeatureKind.Ordered ? Options.OrderedKernel : Options.UnorderedKernel;
        double[] scores = type.Kind == FeatureKind.Ordered ? [.. type.Scores] : [.. type.Levels.Select((_, level) => (double)level)];
        double ratio = kernel.Weight(scores, 0, 1, bandwidth) / kernel.Weight(scores, 0, 0, bandwidth);
        return Math.Sqrt(-2 * Math.Log(Math.Clamp(ratio, 1e-8, 1)));
    }

    /// <inheritdoc/>
    public override bool Decays(int parameter) => parameter < scales;

    /// <inheritdoc/>
    public override double[] Canonical(double[] theta) => [.. theta.Select((v, k) =>
        k < scales ? Math.Abs(v) / (isShared ? 1 : units[k]) : largest[k - scales] * Share(v))];

    /// <inheritdoc/>
    public override double[] FromCanonical(double[] told) => [.. told.Select((v, k) =>
        k < scales ? v * (isShared ? 1 : units[k]) : Logit(v / largest[k - scales]))];

    private static double Logit(double share) => Math.Log(Math.Max(share, double.Epsilon)) - Math.Log(Math.Max(1 - share, double.Epsilon));

    private static double Share(double t) => 1 / (1 + Math.Exp(-t));

    /// <summary>One bandwidth a feature in the order of the request, all of them positive.</summary>
    private double[] Bounded(double[] theta) => [.. Enumerable.Range(0, features.Length).Select(k => k < numbers
        ? units[k] / Math.Max(Math.Abs(theta[isShared ? 0 : k]), Smallest)
        : largest[k - numbers] * Share(theta[scales + k - numbers]))];
}
