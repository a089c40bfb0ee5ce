using System.Collections.Frozen;
using System.Globalization;

namespace Nadaraya;

/// <summary>How the bandwidths are chosen.</summary>
public abstract record Bandwidth
{
    private protected Bandwidth()
    {
    }

    /// <summary>By leave-one-out cross-validation, one bandwidth a feature: minimises Σ vᵢ e₋ᵢ² / Σ vᵢ. Source: Clark (1975), Härdle &amp; Marron (1985).</summary>
    public static Bandwidth LeaveOneOut { get; } = new LeaveOneOutRule();

    /// <summary>0.9·min(s, IQR/1.34)·n^(−1/5) for one feature, else the normal reference rule; times δ₀(kernel)/δ₀(Gaussian). Source: Silverman (1986).</summary>
    public static Bandwidth Silverman { get; } = new SilvermanRule();

    /// <summary>s·n^(−1/(q+4)) for each of q features, times δ₀(kernel)/δ₀(Gaussian). Source: Scott (1992).</summary>
    public static Bandwidth Scott { get; } = new ScottRule();

    /// <summary>One given bandwidth for every feature.</summary>
    /// <param name="value">Positive and finite, in the unit of the features.</param>
    public static Bandwidth Given(double value) => new GivenForAll(Checked(value, null));

    /// <summary>Given bandwidths by feature; features not named are tuned by leave-one-out with the given ones fixed.</summary>
    /// <param name="values">Positive and finite, in the unit of each feature.</param>
    public static Bandwidth Given(IReadOnlyDictionary<string, double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach ((string name, double value) in values)
        {
            Checked(value, name);
        }

        return new GivenByFeature(values.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The same as <see cref="Given(double)"/>.</summary>
    /// <param name="value">Positive and finite.</param>
    public static implicit operator Bandwidth(double value) => Given(value);

    /// <summary>The name that reports show: leave-one-out, silverman, scott or given.</summary>
    public abstract string Name { get; }

    private static double Checked(double value, string? feature) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(
            nameof(value),
            string.Create(CultureInfo.InvariantCulture, $"Bandwidth{(feature is null ? string.Empty : " of " + feature)} is {value}: it must be a positive finite number in the unit of the feature."));

    internal sealed record LeaveOneOutRule : Bandwidth
    {
        public override string Name => "leave-one-out";
    }

    internal sealed record SilvermanRule : Bandwidth
    {
        public override string Name => "silverman";
    }

    internal sealed record ScottRule : Bandwidth
    {
        public override string Name => "scott";
    }

    internal sealed record GivenForAll(double Value) : Bandwidth
    {
        public override string Name => "given";
    }

    internal sealed record GivenByFeature(IReadOnlyDictionary<string, double> Values) : Bandwidth
    {
        public override string Name => "leave-one-out";
    }
}
