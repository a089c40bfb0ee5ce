using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>
/// An objective over the training rows at given bandwidths, with its gradient: each row predicted from all others, from other folds, or from all with the trace of the
/// hat matrix. Leave-one-out: CV(h) = Σ vᵢ e₋ᵢ² / Σ vᵢ. Source: Clark (1975); definitions in docs/notation.md.
/// </summary>
/// <remarks>
/// Summed over targets, each divided by its variance. A row that no other row reaches (or whose signed weights cancel) is predicted by the weighted
/// mean of all other rows. The time is the engine's: O(n) where a fast one serves, O(n²) else; O(n) memory, taken once. Not for two threads at once.
/// </remarks>
internal sealed class Criterion
{
    private const int Block = 4096;
    private const double ToleranceOfALook = 1e-4;
    private readonly Sample sample;
    private readonly FitOptions options;
    private readonly int[] features;
    private readonly double stability;
    private readonly Run run;
    private readonly bool isLook;
    private readonly Leave leave;
    private readonly int[]? rows;
    private readonly double[] factors; // what makes a squared error its part of the criterion; 0 for a target without variance
    private readonly Bandwidth.Searched rule;
    private readonly Objective objective;
    private readonly bool isAverage; // then the loss is a sum over rows, and one walk gives it with its gradient
    private readonly Lock building = new();
    private Moments? moments;
    private double[] last = [];

    public Criterion(Sample sample, FitOptions options, int[] features, Run run, Bandwidth.Searched? rule = null, bool isLook = false)
    {
        this.isLook = isLook;
        this.rule = rule ??= (Bandwidth.Searched)Bandwidth.LeaveOneOut;
        if (features.Length == 1)
        {
            // The criterion does not depend on the order of the rows, but its speed does.
            KeyOrder order = sample.KeysOf(features).Ascending;
            sample = sample.InOrder(order);
            rows = order.Rows;
        }

        this.sample = sample;
        this.options = options;
        this.features = features;
        stability = options.Support.Stability;
        this.run = run;
        leave = LeaveOf(sample, rule, options.Seed);
        int n = sample.Count;
        double totalWeight = 0;
        for (int i = 0; i < n; i++)
        {
            totalWeight += sample.Weight(i);
        }

        int targets = sample.Payload.Targets;
        Variances = new double[targets];
        for (int t = 0; t < targets; t++)
        {
            double[] c = sample.Payload.Columns[t];
            double squares = 0;
            for (int i = 0; i < n; i++)
            {
                squares += sample.Weight(i) * c[i] * c[i];
            }

            Variances[t] = squares / totalWeight;
        }

        factors = [.. Variances.Select(v => v == 0 ? 0 : 1 / (totalWeight * v))];
        objective = Objective.Of(rule.Minimises, () => NoiseVariance.Of(sample, features, 0, Variances[0]));
        isAverage = sample.Data.FeatureNames.All(name => options.Estimator.DegreeOf(name) == 0) && !objective.IsInSample && options.MinimumEffectiveSample == 0;
    }

    /// <summary>The number of rows.</summary>
    public int Rows => sample.Count;

    /// <summary>The same criterion for a look: no more exact than a look needs, on some of the rows, drawn by a seed, or on all where there are no more.</summary>
    public Criterion ForALook(int size, int seed, int? threads = null)
    {
        FitOptions loose = options.Tolerance == 0 ? options : options with { Tolerance = Math.Max(options.Tolerance, ToleranceOfALook) };
        return new(size >= Rows ? sample : sample.Part(size, new Random(seed)), loose, features, threads is int most ? run with { Threads = most } : run, rule, isLook: true);
    }

    /// <summary>The variance of each centred and scaled target.</summary>
    public double[] Variances { get; }

    /// <summary>Whether it is the plain criterion: each row predicted from all others.</summary>
    public bool IsLeaveOneOut => rule.Minimises == Bandwidth.Rule.LeaveOneOut;

    /// <summary>A value in the targets' own units; over several targets it has none, and stays.</summary>
    public double Raw(double value) => sample.Payload.Targets > 1
        ? value
        : objective.Raw(value, Variances[0] * sample.Payload.Scales[0] * sample.Payload.Scales[0]);

    /// <summary>Whether a look takes less time because sums of a lower tolerance do: of weighted averages in numbers alone.</summary>
    public bool HasLooserLooks => isAverage && features.All(j => sample.Data.FeatureTypes[j].Kind == FeatureKind.Continuous);

    /// <summary>Whether a look takes less time because sums in singles do, which tell nearly as much.</summary>
    public bool HasFineLooks(double[] bandwidths) => options.MinimumEffectiveSample == 0 && EngineAt(bandwidths, run).HasCheaperLooks;

    /// <summary>What is no more than a share of the error above a value: where a search still looks.</summary>
    public double Above(double value, double share) => objective.Above(value, share);

    private MeanLosses Losses => field ??= new(sample, factors, stability, (row, target) => Others.Mean(row, target));

    private MeansOfOthers Others
    {
        get
        {
            lock (building)
            {
                return field ??= new(sample);
            }
        }
    }

    /// <summary>What one evaluation is expected to cost on one thread, from fixed constants.</summary>
    public double PredictedSeconds(double[] bandwidths) =>
        Planner.Shipped.For(sample.Request(options, features, bandwidths), sample.Count, cancellation: run.Cancellation).PredictedSeconds;

    /// <summary>The criterion at bandwidths, divided by the variance of the target.</summary>
    /// <param name="bandwidths">One a feature.</param>
    /// <param name="gradient">Whether ∂/∂ln h is wanted.</param>
    public CriterionResult Evaluate(double[] bandwidths, bool gradient) => Evaluate(bandwidths, gradient, run);

    /// <summary>
    /// The criterion at bandwidths and at each 1/√2 of the ones before, from one exponential a pair; none where the engine knows no way to have them together.
    /// </summary>
    /// <param name="widest">The first bandwidths, one a feature.</param>
    /// <param name="levels">How many.</param>
    public double[] AlongScales(double[] widest, int levels)
    {
        PoolingRequest request = sample.Request(options, features, widest);
        PreparedEngine engine = Planner.Shipped.Prefer(request, sample.Count, options.Engine, run.Cancellation);
        return engine.SumLevels(Points.Queries(request.Keys.Columns, sample.Count), leave, levels, run) is Moments[] all
            ? [.. all.Select((sums, level) => Lost(sums)
                ? Evaluate([.. widest.Select(h => h * Math.Pow(2, -0.5 * level))], gradient: false).Value
                : Losses.Of(sums, [], run).Value)]
            : [];

        bool Lost(Moments sums) => sums.AbsoluteWeights.Any(w => !(w >= DenseTiles.Trusted));
    }

    /// <summary>The standard error of the criterion at the last bandwidths: of a mean over rows, through the objective.</summary>
    public double StandardErrorOfLast()
    {
        (double[][] fits, _) = Predict(last, run with { Progress = null });
        double[] losses = new double[sample.Count];
        double total = 0;
        for (int i = 0; i < losses.Length; i++)
        {
            int row = rows?[i] ?? i;
            total += sample.Weight(i);
            for (int t = 0; t < fits.Length; t++)
            {
                double error = sample.Payload.Columns[t][i] - ((fits[t][row] / sample.Payload.Scales[t]) - sample.Payload.Centers[t]);
                losses[i] += Variances[t] == 0 ? 0 : error * error / Variances[t];
            }
        }

        double mean = 0;
        for (int i = 0; i < losses.Length; i++)
        {
            mean += sample.Weight(i) / total * losses[i];
        }

        double squares = 0;
        for (int i = 0; i < losses.Length; i++)
        {
            double share = sample.Weight(i) / total;
            squares += share * share * (losses[i] - mean) * (losses[i] - mean);
        }

        return objective.Slopes(mean, 0, sample.Size).OfError * Math.Sqrt(squares);
    }

    /// <summary>Leave-one-out predictions at bandwidths, one array a target, in the target's unit, and the criterion.</summary>
    /// <param name="bandwidths">One a feature.</param>
    /// <param name="apart">Threads, cancellation and progress of this call, which a search's deadline does not end.</param>
    public (double[][] Predictions, CriterionResult Result) Predict(double[] bandwidths, Run apart)
    {
        CriterionResult result = Evaluate(bandwidths, gradient: false, apart);
        double[][] predictions = [.. Variances.Select(_ => new double[sample.Count])];
        PreparedEngine engine = EngineAt(bandwidths, apart);
        Points queries = Points.Queries(engine.Request.Keys.Columns, sample.Count);
        apart.ForBlocks(sample.Count, Block, (from, to) =>
        {
            LocalFit fit = new(engine, queries, leave, moments!, stability);
            for (int row = from; row < to; row++)
            {
                bool reached = fit.At(row);
                for (int t = 0; t < predictions.Length; t++)
                {
                    predictions[t][rows?[row] ?? row] = sample.Payload.Restore(t, reached ? fit.Coefficients[t, 0] : Others.Mean(row, t));
                }
            }
        });
        return (predictions, result);
    }

    private CriterionResult Evaluate(double[] bandwidths, bool gradient, Run run)
    {
        last = bandwidths;
        PreparedEngine engine = EngineAt(bandwidths, run);
        PoolingRequest request = engine.Request;
        Points queries = Points.Queries(request.Keys.Columns, sample.Count);

        // One set of columns for all evaluations: a search makes many, and fresh memory is dear.
        Moments sums = moments ??= new(sample.Count, request, options.MinimumEffectiveSample > 0 ? Wanted.Squares : Wanted.Sums);
        if (!isAverage)
        {
            engine.Sum(queries, leave, sums, run);
            CriterionResult result = new RowLosses(sample, factors, objective, options, Others.Mean).Evaluate(engine, queries, leave, sums, gradient, run);
            return result with { Gradient = ByFeature(result.Gradient) };
        }

        double[] slopes = [];
        if (gradient)
        {
            slopes = engine.SumAndPull(queries, leave, sums, (row, adjoint) => Losses.Adjoin(sums, row, adjoint), run);
        }
        else
        {
            engine.Sum(queries, leave, sums, run);
        }

        return Losses.Of(sums, ByFeature(slopes), run);
    }

    /// <summary>The engine of an evaluation; a run of its own has its own cancellation, which a search's deadline does not end.</summary>
    private PreparedEngine EngineAt(double[] bandwidths, Run run) =>
        Planner.Shipped.Prefer(sample.Request(options, features, bandwidths) with { IsLook = isLook }, sample.Count, options.Engine, run.Cancellation);

    /// <summary>A gradient as one entry a feature: numbers of neighbours, which come first, have no slope.</summary>
    private double[] ByFeature(double[] slopes) =>
        slopes.Length == 0 ? slopes : [.. Enumerable.Repeat(0.0, features.Length - slopes.Length), .. slopes];

    /// <summary>Who is left out at each row: itself, its fold, its cluster, or nobody.</summary>
    private static Leave LeaveOf(Sample sample, Bandwidth.Searched rule, int seed) => rule.Minimises switch
    {
        Bandwidth.Rule.LeaveOneOut => sample.LeaveOneOut(),
        Bandwidth.Rule.Folds => Leave.Group(sample.Folds(rule.Folds, seed), sample.Folds(rule.Folds, seed)),
        Bandwidth.Rule.Clusters => Leave.Group(sample.ClusterOfKey(), sample.ClusterOfKey()),
        _ => Leave.Nobody,
    };
}
