using System.Globalization;

namespace Nadaraya;

/// <summary>Options of <see cref="KernelRegression.Fit"/>.</summary>
public sealed record FitOptions
{
    /// <summary>The kernel; default <see cref="Kernel.Gaussian"/>.</summary>
    public Kernel Kernel { get; init; } = Kernel.Gaussian;

    /// <summary>How bandwidths are chosen; default <see cref="Bandwidth.LeaveOneOut"/>. A number is taken as given.</summary>
    public Bandwidth Bandwidth { get; init; } = Bandwidth.LeaveOneOut;

    /// <summary>Bandwidths that stay as they are while the others are chosen, by feature name; default none.</summary>
    public IReadOnlyDictionary<string, double> Fixed
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach ((string name, double h) in value)
            {
                if (!(h > 0) || !double.IsFinite(h))
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(value),
                        string.Create(CultureInfo.InvariantCulture, $"The fixed bandwidth of {name} is {h}: it must be a positive finite number in the unit of the feature."));
                }
            }

            field = value;
        }
    }

    = new Dictionary<string, double>();

    /// <summary>The seed of the search's random starts; default 0. Equal input and seed give equal bits.</summary>
    public int Seed { get; init; }

    /// <summary>The most threads to use; default 0, all processors. Never affects a result.</summary>
    public int Threads { get; init; }

    /// <summary>The longest a search may take; default none. A search stopped by it says so and is not repeatable to the bit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Where the support verdict draws its lines.</summary>
    public SupportThresholds Support { get; init; } = new();

    /// <summary>
    /// Up to how many rows fit statistics (leave-one-out predictions, R², degrees of freedom) are computed with the fit; default 200,000. They
    /// cost two passes over all pairs of rows.
    /// </summary>
    public int SummaryRows { get; init; } = 200_000;
}
