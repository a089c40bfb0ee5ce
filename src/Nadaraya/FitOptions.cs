using System.Globalization;

namespace Nadaraya;

/// <summary>Options of <see cref="KernelRegression.Fit"/>.</summary>
public sealed record FitOptions
{
    /// <summary>The tolerance where none is given: far below any statistical error, and nearly free.</summary>
    public const double DefaultTolerance = 1e-10;

    /// <summary>The smallest tolerance but 0: under it rounding would use up the promise.</summary>
    public const double SmallestTolerance = 1e-13;

    /// <summary>The kernel; default <see cref="Kernel.Gaussian"/>.</summary>
    public Kernel Kernel { get; init; } = Kernel.Gaussian;

    /// <summary>What is fitted around each query; default <see cref="Estimator.Constant"/>.</summary>
    public Estimator Estimator { get; init; } = Estimator.Constant;

    /// <summary>The kernel of unordered features; default <see cref="DiscreteKernel.AitchisonAitken"/>.</summary>
    public DiscreteKernel UnorderedKernel
    {
        get;
        init => field = value is { Ordered: false }
            ? value
            : throw new ArgumentException($"Kernel '{value}' is for levels in an order: choose one for unordered levels.", nameof(value));
    }

    = DiscreteKernel.AitchisonAitken;

    /// <summary>The kernel of ordered features; default <see cref="DiscreteKernel.OrderedLiRacine"/>.</summary>
    public DiscreteKernel OrderedKernel
    {
        get;
        init => field = value is { Ordered: true }
            ? value
            : throw new ArgumentException($"Kernel '{value}' is for levels without an order: choose one for ordered levels.", nameof(value));
    }

    = DiscreteKernel.OrderedLiRacine;

    /// <summary>What the bandwidth of a continuous feature is; default <see cref="BandwidthType.Fixed"/>.</summary>
    public BandwidthType BandwidthType { get; init; }

    /// <summary>
    /// Takes the smoothest bandwidth whose criterion is within one standard error of the lowest, instead of the lowest itself; default false. Source: Breiman et al. (1984).
    /// </summary>
    public bool OneStandardError { get; init; }

    /// <summary>
    /// How often rows far off the fit are given less weight, by the bisquare of their residual over six median deviations, after bandwidths are chosen; default 0. R's lowess takes 3, and so does loess, whose 4 iterations count the first fit.
    /// Source: Cleveland (1979).
    /// </summary>
    public int RobustIterations
    {
        get;
        init => field = value is >= 0 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of robust iterations lies between 0 and 100.");
    }

    /// <summary>Searches in bags of the rows instead of all of them; default null, all. For fixed bandwidths of a criterion, without clusters.</summary>
    public Bagging? Bagging { get; init; }

    /// <summary>The smallest effective sample size that a searched bandwidth may leave at any training row; default 0, any.</summary>
    public double MinimumEffectiveSample
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The smallest effective sample size is 0 or more.");
    }

    /// <summary>How bandwidths are chosen; default <see cref="Bandwidth.LeaveOneOut"/>. A number is taken as given.</summary>
    public Bandwidth Bandwidth { get; init; } = Bandwidth.LeaveOneOut;

    /// <summary>Learns a score; default null, bandwidths alone. Then <see cref="Bandwidth"/> gives the start, and the baseline that is compared with.</summary>
    public LearningOptions? Learning { get; init; }

    /// <summary>Bandwidths that stay as they are while the others are chosen, by feature name: h or k of continuous features, λ of discrete ones; default none.</summary>
    public IReadOnlyDictionary<string, double> Fixed
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach ((string name, double h) in value)
            {
                if (!(h >= 0) || !double.IsFinite(h))
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(value),
                        string.Create(CultureInfo.InvariantCulture, $"The fixed bandwidth of {name} is {h}: it must be a positive finite number in the unit of the feature; a λ may be 0."));
                }
            }

            field = value;
        }
    }

    = new Dictionary<string, double>();

    /// <summary>
    /// The error that fast engines may make, as a share of the weighted mean of |y − ȳ| at each query; default 1e-10, 0 for exact engines only. The
    /// promise holds for every query, tails included (docs/numerics.md).
    /// </summary>
    public double Tolerance
    {
        get;
        init => field = Checked(value);
    }

    = DefaultTolerance;

    /// <summary>The engine to compute with, by name; default null, the planner chooses.</summary>
    public string? Engine
    {
        get;
        init => field = value is null || Plan.Engines.Contains(value)
            ? value
            : throw new ArgumentException($"There is no engine '{value}': choose one of {string.Join(", ", Plan.Engines)}, or none to have the planner choose.", nameof(value));
    }

    /// <summary>The seed of the search's random starts; default 0. Equal input and seed give equal bits.</summary>
    public int Seed { get; init; }

    /// <summary>The most threads to use; default 0, all processors. Never affects a result.</summary>
    public int Threads { get; init; }

    /// <summary>The longest a search may take; default none. A search stopped by it says so and is not repeatable to the bit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Where the support verdict draws its lines.</summary>
    public SupportThresholds Support { get; init; } = new();

    /// <summary>
    /// Up to how many rows fit statistics (leave-one-out predictions, R², degrees of freedom) are computed where the dense engine visits every pair of
    /// rows for them; default 200,000. Faster engines always compute them.
    /// </summary>
    public int SummaryRows { get; init; } = 200_000;

    /// <summary>A tolerance that a promise can be made for, or an error.</summary>
    internal static double Checked(double tolerance) => tolerance == 0 || tolerance is >= SmallestTolerance and < 1
        ? tolerance
        : throw new ArgumentOutOfRangeException(
            nameof(tolerance),
            string.Create(CultureInfo.InvariantCulture, $"The tolerance is {tolerance}: it must be 0, for exact engines only, or from {SmallestTolerance} to under 1; rounding alone takes up less than that."));
}
