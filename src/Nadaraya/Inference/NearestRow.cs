using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>The value of the nearest row in the place of a prediction, as <see cref="UnsupportedPolicy.Nearest"/> says what is near. O(n d) a query.</summary>
internal sealed class NearestRow : Substitute
{
    // u of two doubles over a third is under 2^2099, and its square no double from 2^512 on: both are then brought under 2^1023.
    private const int Far = -1090;

    // More than a sum of a thousand squares loses.
    private const double Rounding = 1e-12;

    private readonly Sample sample;
    private readonly (int Feature, double Unit, double Period)[] numbers;
    private readonly (int Feature, double[][] Apart)[] levels; // 2 ln(l(alike)/l), a row a level of the query, that of none first

    public NearestRow(KernelRegression model)
    {
        model.CheckBandwidths("nearest row");
        sample = model.Fitted.Sample;
        int[] features = [.. Enumerable.Range(0, model.Features.Count).Where(j => model.Features[j] is { Bandwidth: not null, SmoothedOut: false })];
        numbers = [.. features.Where(j => !model.Features[j].Type.IsDiscrete).Select(j => (j, Unit(model, j), model.Features[j].Type.Period))];
        levels = [.. features.Where(j => model.Features[j].Type.IsDiscrete).Select(j => (j, Apart(model, j)))];
    }

    /// <inheritdoc/>
    public override void At(Queries queries, int query, Span<double> values)
    {
        // One pass finds them, but where every row is of another level with λ = 0, or farther than a square can say.
        _ = Average(queries, query, withLevels: true, far: false, values) || Average(queries, query, withLevels: true, far: true, values)
            || Average(queries, query, withLevels: false, far: false, values) || Average(queries, query, withLevels: false, far: true, values);
    }

    private static double Unit(KernelRegression model, int feature) =>
        model.Options.BandwidthType == BandwidthType.Fixed || model.Features[feature].Type.Kind == FeatureKind.Periodic
            ? model.Features[feature].Bandwidth!.Value
            : SortedColumn.Of(model.Fitted.Sample, feature).RobustSpread() is > 0 and double spread ? spread : 1;

    private double[][] Apart(KernelRegression model, int feature)
    {
        DiscreteKernel kernel = sample.KernelOf(model.Options, feature);
        double[] scores = sample.ScoresOf(feature);
        double lambda = model.Features[feature].Bandwidth!.Value;
        return [.. Enumerable.Range(-1, scores.Length + 1).Select(level => scores.Select((_, key) =>
            2 * (Math.Log(kernel.Weight(scores, key, key, lambda)) - Math.Log(kernel.Weight(scores, level, key, lambda)))).ToArray())];
    }

    /// <summary>The mean of the rows at the smallest distance; false where all are infinitely far.</summary>
    private bool Average(Queries queries, int query, bool withLevels, bool far, Span<double> values)
    {
        double least = double.PositiveInfinity;
        for (int i = 0; i < sample.Count; i++)
        {
            least = Math.Min(least, Distance(queries, query, i, withLevels, far));
        }

        if (double.IsPositiveInfinity(least))
        {
            return false;
        }

        // Far out all distances are alike to the last digit: what is within rounding is compared by differences.
        List<int> nearest = [];
        double smallest = 0;
        int reference = -1;
        for (int i = 0; i < sample.Count; i++)
        {
            if (Distance(queries, query, i, withLevels, far) > least * (1 + Rounding))
            {
                continue;
            }

            reference = reference < 0 ? i : reference;
            double excess = far ? Distance(queries, query, i, withLevels, far) - least : Excess(queries, query, i, reference, withLevels);
            if (nearest.Count == 0 || excess < smallest)
            {
                (smallest, nearest) = (excess, []);
            }

            if (excess == smallest)
            {
                nearest.Add(i);
            }
        }

        for (int t = 0; t < values.Length; t++)
        {
            double[] y = sample.Targets[t];
            double scale = sample.Payload.Scales[t];
            double mean = nearest.Sum(i => sample.Weight(i) * (y[i] / scale)) / nearest.Sum(sample.Weight) * scale;
            values[t] = Math.Clamp(mean, nearest.Min(i => y[i]), nearest.Max(i => y[i]));
        }

        return true;
    }

    /// <summary>Squared; for what is far the distance itself, times a power of two, beside which finite parts of levels are nothing.</summary>
    private double Distance(Queries queries, int query, int key, bool withLevels, bool far)
    {
        double distance = 0;
        foreach ((int feature, double unit, double period) in numbers)
        {
            (double q, double x) = (queries.Columns[feature][query], sample.Columns[feature][key]);
            double half = period > 0 ? PeriodicGeometry.Chord(q - x, period) / 2 : (q / 2) - (x / 2);
            if (far)
            {
                int exponent = Math.ILogB(unit);
                distance = double.Hypot(distance, Math.ScaleB(half / Math.ScaleB(unit, -exponent), 1 - exponent + Far));
                continue;
            }

            double u = period > 0 ? 2 * half / unit : (q - x) / unit;
            distance += u * u;
        }

        for (int k = 0; k < levels.Length && withLevels; k++)
        {
            (int feature, double[][] apart) = levels[k];
            double part = apart[(int)queries.Columns[feature][query] + 1][(int)sample.Columns[feature][key]];
            distance += far && double.IsFinite(part) ? 0 : part;
        }

        return distance;
    }

    /// <summary>The squared distance of a row less that of another, u² − u′² = (u − u′)(u + u′), in which nothing large cancels.</summary>
    private double Excess(Queries queries, int query, int key, int reference, bool withLevels)
    {
        double excess = 0;
        foreach ((int feature, double unit, double period) in numbers)
        {
            double q = queries.Columns[feature][query];
            (double x, double other) = (sample.Columns[feature][key], sample.Columns[feature][reference]);
            (double own, double its) = period > 0
                ? (PeriodicGeometry.Chord(q - x, period), PeriodicGeometry.Chord(q - other, period))
                : (q - x, q - other);
            double apart = period > 0 ? own - its : other - x;
            excess += apart / unit * ((own + its) / unit);
        }

        for (int k = 0; k < levels.Length && withLevels; k++)
        {
            (int feature, double[][] apart) = levels[k];
            double[] row = apart[(int)queries.Columns[feature][query] + 1];
            excess += row[(int)sample.Columns[feature][key]] - row[(int)sample.Columns[feature][reference]];
        }

        return excess;
    }
}
