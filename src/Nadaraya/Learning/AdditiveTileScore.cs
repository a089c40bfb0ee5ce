using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Additive attention, s = Σ_h v_h tanh(a_h·q̂ + b_h·k̂ + c_h) (Bahdanau, Cho &amp; Bengio 2014): θ = [A, B, c, v] with A and B of H × d, H = 2d, at least 4 and at most 32.</summary>
/// <remarks>
/// Training starts at pairs of hidden units of one coordinate each, v(tanh(c + z) + tanh(c − z)) with z = a(q̂ − k̂): a bump where key and query agree, of the curvature that the bandwidth has there.
/// O(H·d + n·H) a query.
/// </remarks>
/// <param name="coordinates">d.</param>
internal sealed class AdditiveTileScore(int coordinates) : TileScore(coordinates)
{
    private const int LeastHidden = 4;
    private const int MostHidden = 32;
    private const double Height = 8; // v of a coordinate's first pair: keys far off weigh some e^−12 of those at hand

    private readonly int hidden = Math.Clamp(2 * coordinates, LeastHidden, MostHidden);

    /// <inheritdoc/>
    public override int Count => 2 * hidden * (Coordinates + 1);

    private int Biases => 2 * hidden * Coordinates;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names(IReadOnlyList<string> names) =>
    [
        .. OfMap("A", names), .. OfMap("B", names), .. Enumerable.Range(1, hidden).Select(h => string.Create(CultureInfo.InvariantCulture, $"c[{h}]")),
        .. Enumerable.Range(1, hidden).Select(h => string.Create(CultureInfo.InvariantCulture, $"v[{h}]")),
    ];

    /// <inheritdoc/>
    public override double[] Start(TrainingStart from, double[][] x, double[] scales, int draw)
    {
        int d = Coordinates, pairs = hidden / 2;
        int[] order = [.. Enumerable.Range(0, d).OrderByDescending(c => Math.Abs(scales[c])).Take(pairs)];
        double[] theta = new double[Count];
        for (int pair = 0; pair < pairs; pair++)
        {
            int c = order[pair % order.Length], turn = pair / order.Length, turns = ((pairs - 1 - (pair % order.Length)) / order.Length) + 1;

            // ∂²/∂z² of v(tanh(b + z) + tanh(b − z)) at 0 is −4v·tanh(b)·sech²(b); several pairs of a coordinate differ in b, or they would never part.
            double bias = 1 + turn, slope = Math.Tanh(bias), v = Height / turns;
            double a = Math.Abs(scales[c]) / Math.Sqrt(turns * 4 * v * slope * (1 - (slope * slope)));
            for (int side = 0; side < 2; side++)
            {
                int h = (2 * pair) + side;
                theta[(h * d) + c] = side == 0 ? a : -a;
                theta[((hidden + h) * d) + c] = side == 0 ? -a : a;
                theta[Biases + h] = bias;
                theta[Biases + hidden + h] = v;
            }
        }

        if (draw > 0)
        {
            SplitMix64 random = SplitMix64.ForDraw(from.Seed, draw);
            double size = Math.Sqrt(theta.AsSpan(0, Biases).ToArray().Sum(v => v * v) / Biases);
            for (int k = 0; k < theta.Length; k++)
            {
                theta[k] += (k < Biases ? size / 2 : k < Biases + hidden ? 0.5 : Height / 4) * random.NextNormal();
            }
        }

        return theta;
    }

    /// <inheritdoc/>
    public override ScoredTiles Prepare(double[] theta, Points keys) => new Tiles(theta, keys, hidden);

    private IEnumerable<string> OfMap(string letter, IReadOnlyList<string> names) => Enumerable.Range(0, hidden * names.Count).Select(k =>
        string.Create(CultureInfo.InvariantCulture, $"{letter}[{(k / names.Count) + 1},{names[k % names.Count]}]"));

    private sealed class Tiles : ScoredTiles
    {
        private readonly double[] theta;
        private readonly double[][] keys; // padded
        private readonly double[][] mapped; // b_h·k̂, one column a hidden unit
        private readonly int hidden;
        private readonly int d;

        public Tiles(double[] theta, Points keys, int hidden)
        {
            (this.theta, this.hidden, d) = (theta, hidden, keys.Dimensions);
            this.keys = keys.Columns;
            mapped = [.. Enumerable.Range(0, hidden).Select(_ => new double[Points.PaddedLength(keys.Count)])];
            for (int h = 0; h < hidden; h++)
            {
                for (int c = 0; c < d; c++)
                {
                    TileDots.AddScaled(this.keys[c].AsSpan(0, mapped[h].Length), theta[((hidden + h) * d) + c], mapped[h]);
                }
            }
        }

        /// <inheritdoc/>
        public override void Fill(Points queries, int query, int start, Span<double> scores)
        {
            Span<double> t = stackalloc double[scores.Length];
            scores.Clear();
            for (int h = 0; h < hidden; h++)
            {
                Tanh(mapped[h].AsSpan(start, t.Length), OfQuery(queries, query, h), t);
                TileDots.AddScaled(t, theta[(2 * hidden * d) + hidden + h], scores);
            }
        }

        /// <inheritdoc/>
        public override void Pull(Points queries, int query, int start, ReadOnlySpan<double> coefficients, Span<double> gradient)
        {
            Span<double> t = stackalloc double[coefficients.Length], e = stackalloc double[coefficients.Length];
            int biases = 2 * hidden * d;
            for (int h = 0; h < hidden; h++)
            {
                Tanh(mapped[h].AsSpan(start, t.Length), OfQuery(queries, query, h), t);
                gradient[biases + hidden + h] += TileSums.Total(TileSums.Dot(coefficients, t));

                // e = coefficient·v·(1 − tanh²), the slope in what tanh is of.
                double v = theta[biases + hidden + h];
                TileDots.Product(t, t, e);
                TileDots.Line(v, e, -v, e);
                TileDots.Product(e, coefficients, e);
                double sum = TileSums.Total(TileSums.Sum(e));
                gradient[biases + h] += sum;
                for (int c = 0; c < d; c++)
                {
                    gradient[(h * d) + c] += sum * queries.Columns[c][query];
                    gradient[((hidden + h) * d) + c] += TileSums.Total(TileSums.Dot(e, keys[c].AsSpan(start, e.Length)));
                }
            }
        }

        /// <summary>t = tanh(x + shift) = ±(1 − e^(−2|x|))/(1 + e^(−2|x|)), by our own exponential.</summary>
        private static void Tanh(ReadOnlySpan<double> x, double shift, Span<double> t)
        {
            ReadOnlySpan<Vector512<double>> from = MemoryMarshal.Cast<double, Vector512<double>>(x);
            Span<Vector512<double>> to = MemoryMarshal.Cast<double, Vector512<double>>(t);
            Vector512<double> add = Vector512.Create(shift), one = Vector512<double>.One, minus = Vector512.Create(-2.0);
            Vector512<double> sign = Vector512.Create(-0.0);
            for (int i = 0; i < to.Length; i++)
            {
                Vector512<double> z = from[i] + add;
                Vector512<double> decay = VectorMath.Exp(Vector512.Abs(z) * minus);
                to[i] = ((one - decay) / (one + decay)) | (z & sign);
            }
        }

        /// <summary>a_h·q̂ + c_h.</summary>
        private double OfQuery(Points queries, int query, int h)
        {
            double sum = theta[(2 * hidden * d) + h];
            for (int c = 0; c < d; c++)
            {
                sum += theta[(h * d) + c] * queries.Columns[c][query];
            }

            return sum;
        }
    }
}
