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
    public static Bandwidth LeaveOneOut { get; } = new Searched("leave-one-out", Rule.LeaveOneOut);

    /// <summary>By the corrected Akaike criterion, ln σ̂² + (1 + tr H/n)/(1 − (tr H + 2)/n), with the trace of the estimator that is fitted. Source: Hurvich, Simonoff &amp; Tsai (1998).</summary>
    public static Bandwidth Aicc { get; } = new Searched("aicc", Rule.Aicc);

    /// <summary>By generalised cross-validation, (RSS/n)/(1 − tr H/n)²; none where n − tr H is under ten and under a fifth of n, where it tells nothing. Source: Craven &amp; Wahba (1979).</summary>
    public static Bandwidth Gcv { get; } = new Searched("gcv", Rule.Gcv);

    /// <summary>By Mallows' criterion, RSS/σ̂² − n + 2 tr H, with σ̂² from differences of neighbouring rows. Source: Mallows (1973), Rice (1984).</summary>
    public static Bandwidth Cp { get; } = new Searched("cp", Rule.Cp);

    /// <summary>Leaving out one of k parts of the rows at a time, drawn by the seed; a cluster stays together.</summary>
    /// <param name="folds">k, from 2.</param>
    public static Bandwidth KFold(int folds) => folds >= 2
        ? new Searched(string.Create(CultureInfo.InvariantCulture, $"k-fold:{folds}"), Rule.Folds) { Folds = folds }
        : throw new ArgumentOutOfRangeException(nameof(folds), folds, "Cross-validation takes at least two parts.");

    /// <summary>Leaving out one cluster at a time: what <see cref="LeaveOneOut"/> becomes where rows come in clusters.</summary>
    public static Bandwidth LeaveOneClusterOut { get; } = new Searched("leave-one-cluster-out", Rule.Clusters);

    /// <summary>The direct plug-in of Ruppert, Sheather &amp; Wand (1995): one continuous feature, a local line, the Gaussian kernel.</summary>
    public static Bandwidth PlugIn { get; } = new PlugInRule();

    /// <summary>0.9·min(s, IQR/1.34)·n^(−1/5) for one feature, else the normal reference rule; times δ₀(kernel)/δ₀(Gaussian). Source: Silverman (1986).</summary>
    public static Bandwidth Silverman { get; } = new SilvermanRule();

    /// <summary>s·n^(−1/(q+4)) for each of q features, times δ₀(kernel)/δ₀(Gaussian). Source: Scott (1992).</summary>
    public static Bandwidth Scott { get; } = new ScottRule();

    /// <summary>One given bandwidth for every continuous feature; λ of discrete ones is tuned with it.</summary>
    /// <param name="value">Positive and finite: h in the unit of the features, or k.</param>
    public static Bandwidth Given(double value) => new GivenForAll(Checked(value, null));

    /// <summary>Given bandwidths by feature; features not named are tuned by leave-one-out with the given ones fixed.</summary>
    /// <param name="values">Positive and finite: h in the unit of each feature, or k; from 0 to its largest for λ of discrete features.</param>
    public static Bandwidth Given(IReadOnlyDictionary<string, double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach ((string name, double value) in values)
        {
            _ = value == 0 ? 0 : Checked(value, name); // λ may be 0
        }

        return new GivenByFeature(values.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The same as <see cref="Given(double)"/>.</summary>
    /// <param name="value">Positive and finite.</param>
    public static implicit operator Bandwidth(double value) => Given(value);

    /// <summary>A scale factor c for every continuous feature: h = c·σ·n^(−1/(2P+q)), σ the smallest positive of sd, IQR/1.349 and 1.4826·MAD, P the kernel's order, q their number.</summary>
    /// <param name="factor">c, positive and finite.</param>
    public static Bandwidth ScaleFactor(double factor) => new ScaledRule(Checked(factor, null));

    /// <summary>The name that reports show: leave-one-out, aicc, gcv, cp, k-fold:K, leave-one-cluster-out, plug-in, silverman, scott or given.</summary>
    public abstract string Name { get; }

    private static double Checked(double value, string? feature) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(
            nameof(value),
            string.Create(CultureInfo.InvariantCulture, $"Bandwidth{(feature is null ? string.Empty : " of " + feature)} is {value}: it must be a positive finite number in the unit of the feature."));

    /// <summary>What a search minimises.</summary>
    internal enum Rule
    {
        LeaveOneOut,
        Aicc,
        Gcv,
        Cp,
        Folds,
        Clusters,
    }

    /// <summary>The lowest of a criterion.</summary>
    internal sealed record Searched(string Title, Rule Minimises) : Bandwidth
    {
        public int Folds { get; init; }

        public override string Name => Title;
    }

    internal sealed record PlugInRule : Bandwidth
    {
        public override string Name => "plug-in";
    }

    internal sealed record ScaledRule(double Factor) : Bandwidth
    {
        public override string Name => "given";
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
