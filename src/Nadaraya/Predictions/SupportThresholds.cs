namespace Nadaraya;

/// <summary>Where the support verdict draws its lines. Stored with the model.</summary>
public sealed record SupportThresholds
{
    /// <summary>Under this effective sample size support is low. Default 3; 0 or more.</summary>
    public double EffectiveSampleSize
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The effective sample size under which support is low must be 0 or more.");
    }

    = 3;

    /// <summary>Where the nearest row's k(u)/k(0) is under this, support is low. Default e^−4.5, three Gaussian bandwidths away; 0 to 1.</summary>
    public double NearestWeight
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The nearest row's k(u)/k(0) under which support is low must lie between 0 and 1.");
    }

    = Math.Exp(-4.5);

    /// <summary>Where |Σk| of a signed kernel is under this share of Σ|k|, there is no value. Default 1e-6.</summary>
    public double Stability
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The share of signed weights that must remain lies between 0 and 1.");
    }

    = 1e-6;

    /// <summary>Whether a local polynomial gives a value far from all data, outside their range. Default false: it has none there.</summary>
    public bool Extrapolate { get; init; }
}
