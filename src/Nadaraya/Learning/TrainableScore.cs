using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>A score with parameters θ, as training sees it: a loss with its gradient, and in the end a model.</summary>
/// <remarks>The kinds differ in what θ is and in how ∂L/∂M comes back to it; the sums, the loss and the optimisers are the same for all.</remarks>
/// <param name="coordinates">What the score is of.</param>
/// <param name="options">Kernel, estimator, tolerance, engine.</param>
internal abstract class TrainableScore(Coordinates coordinates, FitOptions options)
{
    /// <summary>The number of parameters.</summary>
    public abstract int Count { get; }

    /// <summary>What each parameter is.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>What the score is of.</summary>
    protected Coordinates Coordinates => coordinates;

    /// <summary>How the sums are taken.</summary>
    protected FitOptions Options => options;

    /// <summary>Where training starts, the best known first.</summary>
    /// <param name="from">The rows, the bandwidths that they would have, and the seed.</param>
    /// <param name="count">How many starts are wanted, at most.</param>
    public abstract IReadOnlyList<double[]> Starts(TrainingStart from, int count);

    /// <summary>L(θ), and where a gradient is wanted ∂L/∂θ.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="rows">Who is predicted from whom.</param>
    /// <param name="loss">ρ.</param>
    /// <param name="gradient">Gets ∂L/∂θ; empty where none is wanted.</param>
    /// <param name="run">Threads and cancellation.</param>
    public abstract double Evaluate(double[] theta, TrainingRows rows, PointLoss loss, Span<double> gradient, Run run);

    /// <summary>What is done once training has ended; θ as it is, unless a score knows better.</summary>
    /// <param name="theta">The best θ of training.</param>
    /// <param name="rows">All rows, each predicted from the others.</param>
    /// <param name="loss">ρ.</param>
    /// <param name="run">Threads and cancellation.</param>
    public virtual double[] Finish(double[] theta, TrainingRows rows, PointLoss loss, Run run) => theta;

    /// <summary>How rows become keys; null where θ are bandwidths.</summary>
    /// <param name="theta">θ.</param>
    public abstract LearnedKeys? Keys(double[] theta);

    /// <summary>The bandwidth of each feature: of a map 1/‖W e‖, the step of the feature alone that scores −½; null where it has none.</summary>
    /// <param name="theta">θ.</param>
    public abstract double?[] Bandwidths(double[] theta);

    /// <summary>W in the units of the coordinates; null where the score is no linear map.</summary>
    /// <param name="theta">θ.</param>
    public virtual double[][]? Metric(double[] theta) => null;

    /// <summary>The weights of the heads; empty where there is one.</summary>
    /// <param name="theta">θ.</param>
    public virtual double[] HeadWeights(double[] theta) => [];

    /// <summary>Whether weight decay draws a parameter to 0.</summary>
    /// <param name="parameter">Which.</param>
    public virtual bool Decays(int parameter) => true;

    /// <summary>θ as it is told, in the units of the features.</summary>
    /// <param name="theta">θ.</param>
    public virtual double[] Canonical(double[] theta) => theta;

    /// <summary>θ of what is told: the way back of <see cref="Canonical"/>, but for rounding and signs.</summary>
    /// <param name="told">What was told.</param>
    public virtual double[] FromCanonical(double[] told) => told;

    /// <summary>The score of a name over coordinates.</summary>
    /// <param name="coordinates">The coordinates.</param>
    /// <param name="types">The features' types.</param>
    /// <param name="names">Their names.</param>
    /// <param name="options">The options, of which <see cref="FitOptions.Learning"/> names the score.</param>
    public static TrainableScore Of(Coordinates coordinates, IReadOnlyList<FeatureType> types, IReadOnlyList<string> names, FitOptions options)
    {
        LearnableScore score = options.Learning!.Score;
        return score switch
        {
            { OwnScore: DifferentiableScore own } => new FactorScore(coordinates, options, new OwnTileScore(own, coordinates.Count)),
            { Kind: "scale" } => new BandwidthScore(coordinates, options, types, names, isShared: true),
            { Kind: "diagonal" } => new BandwidthScore(coordinates, options, types, names, isShared: false),
            { Kind: "full" } => new MapScore(coordinates, options, coordinates.Count),
            { Kind: "dot" } => new FactorScore(coordinates, options, new DotTileScore(coordinates.Count)),
            { Kind: "additive" } => new FactorScore(coordinates, options, new AdditiveTileScore(coordinates.Count)),
            { Kind: "local" } => new FactorScore(coordinates, options, new LocalTileScore(coordinates.Count)),
            { Kind: "heads" } => new HeadsScore(coordinates, options, score.Size),
            { Kind: "low-rank" } => new MapScore(coordinates, options, Math.Min(score.Size, coordinates.Count)),
            _ => throw new InvalidOperationException($"'{score.Name}' has no parameters of this kind."),
        };
    }

    /// <summary>The sums of a request over rows, and what to pull back: loss, queries, sums and adjoints in place.</summary>
    /// <param name="request">The request.</param>
    /// <param name="queries">The queries in its columns.</param>
    /// <param name="rows">Who is left out.</param>
    /// <param name="loss">ρ.</param>
    /// <param name="run">Threads and cancellation.</param>
    protected PulledSums Pool(PoolingRequest request, Points queries, TrainingRows rows, PointLoss loss, Run run)
    {
        PreparedEngine engine = EngineOf(request, queries.Count, run);
        Moments moments = engine.Sum(queries, rows.Leave, run);
        PooledLoss pooled = new(rows, loss, options.Support.Stability);
        double[][] adjoints = pooled.Adjoints(engine, queries, moments, run);
        return new(engine, queries, moments, adjoints, pooled.Total);
    }

    /// <summary>The engine of a request.</summary>
    protected PreparedEngine EngineOf(PoolingRequest request, long queries, Run run) =>
        Planner.Shipped.Prefer(request, queries, options.Engine, run.Cancellation);
}

/// <summary>Sums with the slopes of a loss in them.</summary>
/// <param name="Engine">What gave them.</param>
/// <param name="Queries">The queries.</param>
/// <param name="Moments">The sums.</param>
/// <param name="Adjoints">∂L/∂M.</param>
/// <param name="Loss">L.</param>
internal sealed record PulledSums(PreparedEngine Engine, Points Queries, Moments Moments, double[][] Adjoints, double Loss);
