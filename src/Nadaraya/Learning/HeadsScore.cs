using System.Globalization;
using Nadaraya.Engines;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Several learned maps, each with a softmax of its own, and a convex mixture of their averages: ŷ = Σ_h π_h ŷ_h. θ = [the heads' maps, a] with π = softmax(a).</summary>
/// <remarks>
/// All are trained together on the loss of the mixture, so that heads see what the others leave; in the end π is what stacking their leave-one-out predictions gives (Wolpert 1992; Breiman 1996).
/// Heads that start alike would stay alike: the first is that of the bandwidths, the second lies along the gradients of the regression, later ones see one half of the features each. Weight decay
/// draws the maps to 0 and π to equal shares.
/// </remarks>
/// <param name="coordinates">The coordinates.</param>
/// <param name="options">The options.</param>
/// <param name="heads">N.</param>
internal sealed class HeadsScore(Coordinates coordinates, FitOptions options, int heads) : TrainableScore(coordinates, options)
{
    private const double Floor = -600; // ln π of a head that stacking leaves out
    private const double LeastShare = 1e-200;
    private const double Hardly = 0.1; // of a scale that a head starts without, but for a slope

    private readonly int d = coordinates.Count;
    private readonly int length = coordinates.Count * coordinates.Count;
    private readonly MapScore map = new(coordinates, options, coordinates.Count);

    /// <inheritdoc/>
    public override int Count => heads * (length + 1);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names =>
    [
        .. Enumerable.Range(0, heads * length).Select(k => string.Create(CultureInfo.InvariantCulture, $"W{(k / length) + 1}[{(k % length / d) + 1},{Coordinates.Names[k % d]}]")),
        .. Enumerable.Range(1, heads).Select(h => string.Create(CultureInfo.InvariantCulture, $"a[{h}]")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(TrainingStart from, int count)
    {
        double[] scales = from.Scales(Coordinates);
        double[] along = d > 1 ? map.AlongGradients(from) : [2 * scales[0]];
        return [.. Enumerable.Range(0, Math.Max(count, 1)).Select(draw =>
        {
            double[] theta = new double[Count];
            for (int h = 0; h < heads; h++)
            {
                SplitMix64 random = SplitMix64.ForDraw(from.Seed, (draw * heads) + h);
                double[] one = h == 1 ? along : Diagonal(scales, h, from.Seed + draw);
                double size = Math.Sqrt(one.Sum(v => v * v) / length);
                for (int k = 0; k < length; k++)
                {
                    theta[(h * length) + k] = one[k] + (draw > 0 || h > 1 ? size / 20 * random.NextNormal() : 0);
                }
            }

            return theta;
        })];
    }

    /// <inheritdoc/>
    public override double Evaluate(double[] theta, TrainingRows rows, PointLoss loss, Span<double> gradient, Run run)
    {
        double[] shares = HeadWeights(theta);
        MappedRows[] mapped = [.. Enumerable.Range(0, heads).Select(h => new MappedRows(Coordinates, MapOf(theta, h), rows, Options, run))];
        PreparedEngine[] engines = [.. mapped.Select(m => EngineOf(m.Request, m.Queries.Count, run))];
        Moments[] moments = [.. engines.Select((engine, h) => engine.Sum(mapped[h].Queries, rows.Leave, run))];
        PooledLoss pooled = new(rows, loss, Options.Support.Stability);
        double[][][] adjoints = [.. moments.Select(m => m.Sums.Select(_ => new double[rows.Queries.Count]).ToArray())];
        double[] ofShares = new double[heads], values = new double[heads];
        for (int q = 0; q < rows.Queries.Count; q++)
        {
            (double fit, double total) = Mix(moments, rows, q, shares, values);
            double slope = pooled.Slope(q, total > 0 ? fit : null);
            for (int h = 0; h < heads && slope != 0; h++)
            {
                if (!double.IsNaN(values[h]))
                {
                    double own = slope * shares[h] / total, weight = moments[h].Weight(q);
                    adjoints[h][1][q] = own / weight;
                    adjoints[h][0][q] = -own * values[h] / weight;
                    ofShares[h] += own * (values[h] - fit);
                }
            }
        }

        if (!gradient.IsEmpty)
        {
            gradient.Clear();
            for (int h = 0; h < heads; h++)
            {
                mapped[h].Pull(engines[h], moments[h], adjoints[h], gradient.Slice(h * length, length), run);
            }

            ofShares.CopyTo(gradient[(heads * length)..]);
        }

        return pooled.Total;
    }

    /// <summary>Sets π by stacking the heads' predictions, each row predicted from the others.</summary>
    public override double[] Finish(double[] theta, TrainingRows rows, PointLoss loss, Run run)
    {
        int n = rows.Queries.Count;
        double scale = rows.Keys.Payload.Scales[0];
        double[][] errors = [.. Enumerable.Range(0, heads).Select(_ => new double[n])];
        for (int h = 0; h < heads; h++)
        {
            MappedRows mapped = new(Coordinates, MapOf(theta, h), rows, Options, run);
            Moments moments = EngineOf(mapped.Request, n, run).Sum(mapped.Queries, rows.Leave, run);
            for (int q = 0; q < n; q++)
            {
                bool steady = Steady.At(moments, rows.Keys.Payload, q, Options.Support.Stability);
                errors[h][q] = ((steady ? moments.Target(q, 0) / moments.Weight(q) : 0) - rows.Truth(q)) * scale;
            }
        }

        double[] shares = Stacking.Shares(errors, [.. Enumerable.Range(0, n).Select(rows.Weight)], loss, HeadWeights(theta));
        double[] finished = [.. theta];
        for (int h = 0; h < heads; h++)
        {
            finished[(heads * length) + h] = shares[h] > 0 ? Math.Max(Math.Log(shares[h]), Floor) : Floor;
        }

        return finished;
    }

    /// <inheritdoc/>
    public override LearnedKeys Keys(double[] theta) =>
        new HeadsKeys([.. Enumerable.Range(0, heads).Select(h => new MappedKeys(Coordinates, MapOf(theta, h)))], HeadWeights(theta));

    /// <summary>Of the root of Σ_h π_h W_h'W_h: the step of a feature that scores −½ on the average of the heads.</summary>
    public override double?[] Bandwidths(double[] theta)
    {
        double[] shares = HeadWeights(theta);
        return MapScore.BandwidthsOf(Coordinates, [.. Enumerable.Range(0, heads).SelectMany(h =>
            map.Metric(MapOf(theta, h)).Select(row => row.Select(v => v * Math.Sqrt(shares[h])).ToArray()))]);
    }

    /// <summary>π = softmax(a); exactly 0 of a head that was left out.</summary>
    public override double[] HeadWeights(double[] theta)
    {
        double[] a = theta[(heads * length)..];
        double most = a.Max();
        double[] shares = [.. a.Select(v => VectorMath.Exp(v - most))];
        double total = shares.Sum();
        return [.. shares.Select(share => share / total < LeastShare ? 0 : share / total)];
    }

    /// <inheritdoc/>
    public override double[] Canonical(double[] theta) => [.. Enumerable.Range(0, heads).SelectMany(h => map.Canonical(MapOf(theta, h))), .. theta[(heads * length)..]];

    /// <inheritdoc/>
    public override double[] FromCanonical(double[] told) => [.. Enumerable.Range(0, heads).SelectMany(h => map.FromCanonical(MapOf(told, h))), .. told[(heads * length)..]];

    private double[] MapOf(double[] theta, int head) => theta[(head * length)..((head + 1) * length)];

    /// <summary>The value of the mixture and the shares of the heads that have one; each head's in its place, NaN where it has none.</summary>
    private (double Fit, double Total) Mix(Moments[] moments, TrainingRows rows, int query, double[] shares, double[] values)
    {
        double fit = 0, total = 0;
        for (int h = 0; h < heads; h++)
        {
            bool steady = Steady.At(moments[h], rows.Keys.Payload, query, Options.Support.Stability);
            values[h] = steady ? moments[h].Target(query, 0) / moments[h].Weight(query) : double.NaN;
            if (steady)
            {
                fit += shares[h] * values[h];
                total += shares[h];
            }
        }

        return (fit / total, total);
    }

    /// <summary>
    /// The bandwidths' map of the first head. Of later pairs of heads each sees about half of the features well, drawn by chance, and the others hardly, through windows that are narrower for it; of a
    /// single feature windows are narrower and wider in turn.
    /// </summary>
    private double[] Diagonal(double[] scales, int head, int seed)
    {
        double[] diagonal = new double[length];
        int pair = head < 2 ? -1 : (head - 2) / 2;
        int[] order = [.. Coordinates.Features.Distinct()];
        SplitMix64 random = SplitMix64.ForDraw(seed, pair);
        for (int k = 0; k < order.Length; k++)
        {
            int other = k + random.NextBelow(order.Length - k);
            (order[k], order[other]) = (order[other], order[k]);
        }

        bool isAlone = order.Length == 1;
        double all = head == 0 ? 1 : isAlone ? Math.ScaleB(1, head % 2 == 0 ? -head / 2 : (head + 1) / 2) : (pair % 3) switch { 0 => 2, 1 => 1, _ => 4 };
        for (int c = 0; c < d; c++)
        {
            bool isSeen = isAlone || head == 0 || (Array.IndexOf(order, Coordinates.Features[c]) < (order.Length + 1) / 2) == (head % 2 == 0);
            diagonal[(c * d) + c] = scales[c] * (isSeen ? all : Hardly);
        }

        return diagonal;
    }
}
