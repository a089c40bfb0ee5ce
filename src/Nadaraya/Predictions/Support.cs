namespace Nadaraya;

/// <summary>How well the training rows support a prediction. The first that applies, in this order.</summary>
public enum Support
{
    /// <summary>No row has any weight, or signed weights cancel: there is no value. See <see cref="SupportReason"/>.</summary>
    None,

    /// <summary>Fewer than three effective rows, or the nearest row is far out in the kernel's tail.</summary>
    Low,

    /// <summary>Outside the range of the training rows in some feature that is not smoothed out.</summary>
    Edge,

    /// <summary>Inside the data.</summary>
    Inside,
}

/// <summary>Why a prediction has no value.</summary>
public enum SupportReason
{
    /// <summary>It has one.</summary>
    Supported,

    /// <summary>No training row lies within the kernel's reach.</summary>
    NoRowInReach,

    /// <summary>Signed weights cancel, of a signed kernel or a local polynomial: |Σℓ| &lt; 1e-6·Σ|ℓ|.</summary>
    Unstable,

    /// <summary>Far from all data a local polynomial only draws on: it has a value where <see cref="SupportThresholds.Extrapolate"/> says so.</summary>
    Extrapolation,
}
