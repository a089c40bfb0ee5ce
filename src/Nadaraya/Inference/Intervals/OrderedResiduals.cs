using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>The rows of a model in the order of their leave-one-out residuals of one target, so that those near a quantile stand together. Immutable; open one <see cref="Reader"/> a thread.</summary>
internal sealed class OrderedResiduals
{
    private const double Hair = 1e-6; // fast engines keep sums to their tolerance

    private readonly PreparedEngine engine;
    private readonly MeansOfOthers others;
    private readonly Sample sample;
    private readonly int[]? clusterOfKey; // in this order
    private readonly double stability;
    private readonly double largestWeight;
    private readonly double lowest; // leave-one-out values
    private readonly double highest;
    private readonly bool isBounded;

    /// <param name="model">The model.</param>
    /// <param name="groups">Groups that are ordered by themselves.</param>
    /// <param name="residuals">e₋ᵢ, centred and over the target's scale.</param>
    /// <param name="target">The target.</param>
    public OrderedResiduals(KernelRegression model, IntervalGroups groups, double[] residuals, int target)
    {
        Target = target;
        Fitted fitted = model.Fitted;
        Ranked = new([.. residuals.Select(Math.Abs)], groups.OfKeys(fitted.Sample), groups.Count, fitted.Sample.Counts);
        sample = fitted.Sample.InOrder(new(Ranked.Order, fitted.Sample.KeysOf(fitted.Features)));
        PoolingRequest request = sample.Request(model.Options, fitted.Features, fitted.Bandwidths);
        engine = HeadsTiles.Exactly(request);
        others = new(sample);
        stability = model.Options.Support.Stability;
        clusterOfKey = model.Errors.HasClusters ? [.. Ranked.Order.Select(key => model.Errors.ClusterOfKey[key])] : null;
        largestWeight = Enumerable.Range(0, sample.Count).Max(sample.Weight);
        (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int i = 0; i < residuals.Length; i++)
        {
            double fit = fitted.Sample.Payload.Columns[target][i] - residuals[i];
            (lowest, highest) = (Math.Min(lowest, fit), Math.Max(highest, fit));
        }

        isBounded = clusterOfKey is null && request.Heads.Count == 0 && request.Basis.TargetTerms == 1 && !request.Score.Signed && model.Options.BandwidthType == BandwidthType.Fixed;
    }

    /// <summary>The target.</summary>
    public int Target { get; }

    /// <summary>R_i = |e₋ᵢ|.</summary>
    public RankedScores Ranked { get; }

    /// <summary>How far a value is from any leave-one-out value at most.</summary>
    public double Farthest(double value) => Math.Max(highest - value, value - lowest);

    /// <summary>A reader for one thread.</summary>
    public Reader Open() => new(this);

    /// <summary>What a value loses with each row, at one query after another.</summary>
    internal sealed class Reader
    {
        private readonly OrderedResiduals source;
        private readonly RowRemoval removal;
        private readonly GroupRemoval? clusters;
        private readonly double[] ofClusters = [];
        private readonly double[] changes;
        private bool isAbsolute;

        public Reader(OrderedResiduals source)
        {
            this.source = source;
            changes = new double[source.sample.Count];
            Moved = new double[source.sample.Count];
            removal = new(source.engine, source.sample.InverseCounts, source.stability, source.others.Mean);
            if (source.clusterOfKey is int[] of)
            {
                ofClusters = new double[of.Max() + 1];
                clusters = new(source.engine, of, ofClusters.Length, source.stability);
            }
        }

        /// <summary>The rows.</summary>
        public OrderedResiduals Source => source;

        /// <summary>Room for as many numbers as there are rows.</summary>
        public double[] Moved { get; }

        /// <summary>Turns to a query that has been solved; returns its value, centred and over the scale.</summary>
        public double Turn(Points points, Moments moments, int query, LocalFit fit)
        {
            isAbsolute = moments.Reference(query) < 0;
            if (!isAbsolute)
            {
                // Relative to a key of another order: summed again in this one.
                points = points.Alone(query);
                moments = source.engine.Sum(points, Leave.Nobody, new Run(1, default));
                fit = new(source.engine, points, Leave.Nobody, moments, source.stability);
                query = 0;
                _ = fit.At(query);
            }

            removal.Turn(points, moments, query, fit);
            double value = removal.Value(source.Target);
            if (clusters is not null)
            {
                clusters.Changes(points, moments, query, fit, source.Target, ofClusters);
                for (int g = 0; g < ofClusters.Length; g++)
                {
                    ofClusters[g] = double.IsNaN(ofClusters[g]) ? value - source.MeanWithout(g) : ofClusters[g];
                }
            }

            return value;
        }

        /// <summary>c = α/(1 − α) of the largest weight there can be, so that no row moves the value by more than c|y − m̂|; infinite where nothing is known.</summary>
        public double Bound(Moments moments, int query)
        {
            if (!source.isBounded || !isAbsolute)
            {
                return double.PositiveInfinity;
            }

            double largest = source.largestWeight * Math.Exp(moments.LogNearest[query] + source.engine.Request.Score.LogWeightAtZero) / moments.Weight(query) * (1 + Hair);
            return largest < 1 ? largest / (1 - largest) : double.PositiveInfinity;
        }

        /// <summary>m̂ − m̂₋ᵢ of the rows at places from … to − 1, until the next call.</summary>
        public ReadOnlySpan<double> Changes(int from, int to)
        {
            Span<double> found = changes.AsSpan(0, to - from);
            if (clusters is null)
            {
                removal.Changes(source.Target, from, to, found);
                return found;
            }

            for (int k = from; k < to; k++)
            {
                found[k - from] = ofClusters[source.clusterOfKey![k]];
            }

            return found;
        }
    }

    /// <summary>The weighted mean of all rows outside a cluster.</summary>
    private double MeanWithout(int cluster)
    {
        (double sum, double total) = (0, 0);
        for (int i = 0; i < sample.Count; i++)
        {
            double v = clusterOfKey![i] == cluster ? 0 : sample.Weight(i);
            (sum, total) = (sum + (v * sample.Payload.Columns[Target][i]), total + v);
        }

        return sum / total;
    }
}
