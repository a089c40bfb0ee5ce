namespace Nadaraya;

/// <summary>What is known of a kernel beside its weight. Moments that do not exist are absent, and rules of thumb then refuse it.</summary>
public sealed record KernelConstants
{
    /// <summary>The radius beyond which the weight is 0, in units of u; +∞ for an unbounded kernel.</summary>
    public double Support { get; init; } = double.PositiveInfinity;

    /// <summary>Whether a key exactly at the radius belongs: |u| ≤ support rather than |u| &lt; support.</summary>
    public bool Closed { get; init; } = true;

    /// <summary>Whether the weight is negative somewhere; attention is then labelled signed.</summary>
    public bool Signed { get; init; }

    /// <summary>The order: the first p > 0 with ∫uᵖk ≠ 0; 2 for every non-negative kernel.</summary>
    public int Order { get; init; } = 2;

    /// <summary>∫k(u)du of the weight as implemented; 1 where it is normalised. Absent where infinite.</summary>
    public double? Mass { get; init; } = 1;

    /// <summary>μ₂ = ∫u²k / ∫k, of the normalised kernel. Absent where infinite.</summary>
    public double? SecondMoment { get; init; }

    /// <summary>R = ∫k² / (∫k)², of the normalised kernel. Absent where infinite.</summary>
    public double? Roughness { get; init; }

    /// <summary>Whether the support is a finite interval.</summary>
    public bool Compact => double.IsFinite(Support);

    /// <summary>
    /// δ₀ = (R/μ₂²)^(1/5), the canonical bandwidth: multiply a bandwidth by the ratio of two kernels' δ₀ to move it between
    /// them. Absent for kernels of higher order and where a moment is. Source: Marron &amp; Nolan (1988).
    /// </summary>
    public double? CanonicalBandwidth =>
        Order == 2 && SecondMoment is > 0 and double m && Roughness is double r ? Math.Pow(r / (m * m), 0.2) : null;
}
