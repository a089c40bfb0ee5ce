using System.Globalization;
using Nadaraya.Engines;

namespace Nadaraya;

/// <content>The criterion along a bandwidth.</content>
public sealed partial class KernelRegression
{
    /// <summary>Evaluates the criterion along the bandwidth of one feature, the others as they are. Cost: one evaluation a bandwidth.</summary>
    /// <param name="feature">A feature that has a bandwidth.</param>
    /// <param name="bandwidths">h in the unit of the feature, k, a span, or λ from 0 to its largest.</param>
    /// <param name="progress">Hears the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">The score was learned, and is no bandwidths.</exception>
    /// <exception cref="ArgumentException">No such feature, one without a bandwidth, or a bandwidth that means nothing for it.</exception>
    public BandwidthProfile Profile(
        string feature, IReadOnlyList<double> bandwidths, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(bandwidths);
        CheckBandwidths("criterion along a bandwidth");
        int at = Features.ToList().FindIndex(f => f.Name == feature && f.Bandwidth is not null);
        if (at < 0)
        {
            throw new ArgumentException(
                $"'{feature}' has no bandwidth: expected one of {string.Join(", ", Features.Where(f => f.Bandwidth is not null).Select(f => f.Name))}; name a feature that has one.", nameof(feature));
        }

        foreach (double bandwidth in bandwidths)
        {
            CheckBandwidth(at, bandwidth);
        }

        Sample sample = Fitted.Sample;
        int[] features = Fitted.Features;
        Bandwidth.Searched rule = Options.Bandwidth is Bandwidth.Searched { Minimises: not Bandwidth.Rule.LeaveOneOut } own ? own
            : (Bandwidth.Searched)(Data.Clusters.Count > 1 ? Bandwidth.LeaveOneClusterOut : Bandwidth.LeaveOneOut);
        Criterion criterion = new(sample, Options, features, new Run(Options.Threads, cancellation), rule);
        bool isSpan = Options.BandwidthType == BandwidthType.Span && Features[at].Type.Kind == FeatureKind.Continuous; // one number for all of them
        double[] values = new double[bandwidths.Count];
        for (int i = 0; i < values.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] all = [.. features.Select(j => j == at || (isSpan && Features[j].Type.Kind == FeatureKind.Continuous) ? bandwidths[i] : Features[j].Bandwidth!.Value)];
            values[i] = criterion.Raw(criterion.Evaluate(all, gradient: false).Value);
            progress?.Report((i + 1.0) / values.Length);
        }

        return new(feature, rule.Name, bandwidths, values);
    }

    private void CheckBandwidth(int feature, double bandwidth)
    {
        FeatureFit fit = Features[feature];
        bool isRows = Options.BandwidthType is BandwidthType.Nearest or BandwidthType.Adaptive && fit.Type.Kind == FeatureKind.Continuous;
        bool means = fit.Type.IsDiscrete ? bandwidth >= 0 && bandwidth <= Fitted.Sample.KernelOf(Options, feature).Largest(fit.Type.Levels.Count)
            : isRows ? bandwidth >= 1 && bandwidth < Fitted.Sample.Count && bandwidth == Math.Floor(bandwidth)
            : bandwidth > 0 && double.IsFinite(bandwidth);
        if (!means)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"A bandwidth of '{fit.Name}' is {bandwidth}: expected {(fit.Type.IsDiscrete ? "0 to the kernel's largest" : isRows ? "a whole number of rows under all of them" : "a positive finite number")}; leave it out."));
        }
    }
}
