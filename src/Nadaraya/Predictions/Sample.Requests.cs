using Nadaraya.Engines;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <content>From bandwidths to what is pooled: keys, kernels, geometry, basis.</content>
internal sealed partial class Sample
{
    private readonly Dictionary<string, Points> keysOf = [];
    private readonly Dictionary<(Points Keys, Estimator Estimator), Basis> bases = [];
    private readonly Dictionary<(int Feature, int Neighbours), double[]> radii = [];
    private Points? learnedPoints;

    /// <summary>The keys of some features, arranged, scored with a bandwidth each. No feature at all gives average pooling.</summary>
    /// <param name="options">Kernels, estimator, bandwidth type, tolerance.</param>
    /// <param name="features">The features, as <see cref="Arranged"/>.</param>
    /// <param name="bandwidths">h, k or λ, one a feature.</param>
    public PoolingRequest Request(FitOptions options, int[] features, double[] bandwidths)
    {
        if (Learned is not null)
        {
            return Learned.Request(LearnedPoints(new Run(options.Threads, default)), this, options);
        }

        Points keys = KeysOf(features);
        int continuous = Count(FeatureKind.Continuous);
        int numbers = continuous + Count(FeatureKind.Periodic);
        List<Factor> factors = [];
        if (continuous > 0)
        {
            int[] columns = features[..continuous];
            factors.Add(options.BandwidthType == BandwidthType.Span ? Span(options.Kernel, columns, bandwidths[0]) : options.Kernel.Accept(new FactorBuilder(KeysOf(columns), GeometryOf(options.BandwidthType, columns, bandwidths))));
        }

        for (int k = continuous; k < numbers; k++)
        {
            PeriodicGeometry circle = new(k, Data.FeatureTypes[features[k]].Period, bandwidths[k]);
            factors.Add(options.Kernel.Accept(new FactorBuilder(KeysOf([features[k]]), circle)));
        }

        for (int k = numbers; k < features.Length; k++)
        {
            factors.Add(new DiscreteFactor(KernelOf(options, features[k]), keys, k, ScoresOf(features[k]), bandwidths[k]));
        }

        return new(keys, new Score(factors, Weights, InverseCounts), Payload, BasisOf(options, keys, features[..numbers])) { Tolerance = options.Tolerance };

        int Count(FeatureKind kind) => features.Count(j => Data.FeatureTypes[j].Kind == kind);
    }

    /// <summary>The kernel of a discrete feature.</summary>
    public DiscreteKernel KernelOf(FitOptions options, int feature) =>
        Data.FeatureTypes[feature].Kind == FeatureKind.Ordered ? options.OrderedKernel : options.UnorderedKernel;

    /// <summary>Where the levels of a discrete feature stand: indexes where they have no order.</summary>
    public double[] ScoresOf(int feature)
    {
        FeatureType type = Data.FeatureTypes[feature];
        return type.Kind == FeatureKind.Ordered ? [.. type.Scores] : [.. type.Levels.Select((_, index) => (double)index)];
    }

    /// <summary>The distance of every key to its k-th nearest other key in a feature, in whole vectors; computed once and kept.</summary>
    public double[] RadiusOfKeys(int feature, int neighbours)
    {
        lock (radii)
        {
            if (!radii.TryGetValue((feature, neighbours), out double[]? radius))
            {
                double[] ascending = AscendingOf(feature);
                double[] column = Columns[feature];
                radius = new double[column.Length];
                for (int i = 0; i < radius.Length; i++)
                {
                    radius[i] = NearestDistance.At(ascending, column[i], Math.Min(neighbours + 1, Count));
                    radius[i] = radius[i] > 0 ? radius[i] : 1;
                }

                radii[(feature, neighbours)] = radius;
            }

            return radius;
        }
    }

    /// <summary>The values of a feature, ascending.</summary>
    public double[] AscendingOf(int feature) => KeysOf([feature]).Ascending.Keys.Columns[0][..Count];

    /// <summary>⌊αn⌋, at least 1: how many rows a span takes.</summary>
    public int NeighboursOf(double span) => Math.Clamp((int)Math.Floor((Count * span) + 1e-5), 1, Count);

    private Factor Span(Kernel kernel, int[] columns, double span)
    {
        // One column needs no unit; several are measured in their spread without a tenth of the rows at each end, as loess does.
        double[] units = [.. columns.Select(j => columns.Length == 1 ? 1 : SortedColumn.Of(this, j).TrimmedDeviation())];
        return kernel.Accept(new SpanBuilder(KeysOf(columns), units, NeighboursOf(Math.Min(span, 1)), span > 1 ? Math.Pow(span, 1.0 / columns.Length) : 1));
    }

    private Geometry GeometryOf(BandwidthType type, int[] features, double[] bandwidths) => type switch
    {
        BandwidthType.Nearest => new NearestGeometry(
            [.. features.Select(AscendingOf)], [.. features.Select((_, k) => Math.Clamp((int)bandwidths[k], 1, Count))]),
        BandwidthType.Adaptive => new AdaptiveGeometry([.. features.Select((j, k) => RadiusOfKeys(j, (int)bandwidths[k]))]),
        _ => new FixedGeometry(bandwidths[..features.Length]),
    };

    /// <summary>The basis of an estimator over keys; a search asks for it at every bandwidth.</summary>
    private Basis BasisOf(FitOptions options, Points keys, int[] numbers)
    {
        lock (bases)
        {
            if (!bases.TryGetValue((keys, options.Estimator), out Basis? basis))
            {
                int[] degrees = [.. numbers.Select(j => options.Estimator.DegreeOf(Data.FeatureNames[j]))];
                bases[(keys, options.Estimator)] = basis = LocalTerms.Of(keys, degrees, [.. numbers.Select(j => Data.FeatureTypes[j].Period)], options.Estimator.Terms);
            }

            return basis;
        }
    }

    /// <summary>The rows as a learned score maps them; mapped once.</summary>
    private Points LearnedPoints(Run run)
    {
        lock (keysOf)
        {
            return learnedPoints ??= Points.Keys(Learned!.Map(Columns, Count, run), Count);
        }
    }

    /// <summary>The keys in some features; the same object for the same features, so that what engines put in order is put in order once.</summary>
    public Points KeysOf(int[] features)
    {
        lock (keysOf)
        {
            string name = string.Join(',', features);
            if (!keysOf.TryGetValue(name, out Points? keys))
            {
                keysOf[name] = keys = Points.PaddedKeys([.. features.Select(j => Columns[j])], Count);
            }

            return keys;
        }
    }
}
