using System.Globalization;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Scales of the coordinates times one that varies with the query, s = −½ e^(2t(q)) Σ_c a_c²(q̂_c − k̂_c)² with t(q) = Σ_r p_r(q) c_r and p(q) = softmax_r(−½‖q̂ − b_r‖²/d): θ = [a, c, b].</summary>
/// <remarks>
/// Wider windows where the regression is smooth or rows are few, narrower ones where it bends, between eight anchors b, which start at rows as far from each other as can be (Gonzalez 1985) and
/// move. Bandwidths that vary with the query: Fan &amp; Gijbels (1992). Weight decay draws c alone to 0, where the scale is the same everywhere: drawn to 0 itself, a would be made up for by c, and a
/// place at 0 is no simpler than another. O(n·d) a query.
/// </remarks>
/// <param name="coordinates">d.</param>
internal sealed class LocalTileScore(int coordinates) : TileScore(coordinates)
{
    private const int Anchors = 8;
    private const double Spread = 0.5; // of c in the starts after the first

    /// <inheritdoc/>
    public override int Count => Coordinates + Anchors + (Anchors * Coordinates);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names(IReadOnlyList<string> names) =>
    [
        .. names.Select(name => $"a[{name}]"),
        .. Enumerable.Range(1, Anchors).Select(r => string.Create(CultureInfo.InvariantCulture, $"c[{r}]")),
        .. Enumerable.Range(0, Anchors * names.Count).Select(k => string.Create(CultureInfo.InvariantCulture, $"b[{(k / names.Count) + 1},{names[k % names.Count]}]")),
    ];

    /// <inheritdoc/>
    public override bool Decays(int parameter) => parameter >= Coordinates && parameter < Coordinates + Anchors;

    /// <inheritdoc/>
    public override double[] Start(TrainingStart from, double[][] x, double[] scales, int draw)
    {
        SplitMix64 random = SplitMix64.ForDraw(from.Seed, draw);
        int[] anchors = FarthestFirst(x, from.Rows.Keys.Count, random);
        double[] theta = new double[Count];
        scales.CopyTo(theta, 0);
        for (int k = 0; k < Anchors * Coordinates; k++)
        {
            theta[Coordinates + Anchors + k] = x[k % Coordinates][anchors[k / Coordinates]];
        }

        for (int r = 0; r < Anchors && draw > 0; r++)
        {
            theta[Coordinates + r] = Spread * random.NextNormal();
        }

        return theta;
    }

    /// <inheritdoc/>
    public override ScoredTiles Prepare(double[] theta, Points keys) => new Tiles(theta, keys);

    /// <summary>A row by chance, then one after the other the row that is farthest from those taken: rows repeat where there are fewer different ones.</summary>
    private static int[] FarthestFirst(double[][] x, int count, SplitMix64 random)
    {
        int[] taken = new int[Anchors];
        double[] distances = new double[count];
        distances.AsSpan().Fill(double.PositiveInfinity);
        taken[0] = random.NextBelow(count);
        for (int r = 1; r < Anchors; r++)
        {
            int farthest = 0;
            for (int i = 0; i < count; i++)
            {
                double square = 0;
                foreach (double[] column in x)
                {
                    double apart = column[i] - column[taken[r - 1]];
                    square += apart * apart;
                }

                distances[i] = Math.Min(distances[i], square);
                farthest = distances[i] > distances[farthest] ? i : farthest;
            }

            taken[r] = farthest;
        }

        return taken;
    }

    private sealed class Tiles(double[] theta, Points keys) : ScoredTiles
    {
        private readonly int d = keys.Dimensions;
        private readonly double[][] columns = keys.Columns;

        /// <inheritdoc/>
        public override void Fill(Points queries, int query, int start, Span<double> scores)
        {
            Span<double> q = stackalloc double[d], shares = stackalloc double[Anchors];
            double factor = -VectorMath.Exp(2 * Widen(queries, query, q, shares)) / 2;
            TileKernels.Squares(columns, start, q, theta.AsSpan(0, d), scores);
            TileDots.Line(0, scores, factor, scores);
        }

        /// <inheritdoc/>
        public override void Pull(Points queries, int query, int start, ReadOnlySpan<double> coefficients, Span<double> gradient)
        {
            Span<double> q = stackalloc double[d], shares = stackalloc double[Anchors], apart = stackalloc double[coefficients.Length];
            double t = Widen(queries, query, q, shares), square = VectorMath.Exp(2 * t), ofWidth = 0;
            for (int c = 0; c < d; c++)
            {
                // ∂s/∂a_c = −e^(2t) a_c Δ_c² and ∂s/∂t = 2s.
                TileDots.Differences(columns[c].AsSpan(start, apart.Length), q[c], 1, apart);
                TileDots.Product(apart, apart, apart);
                double ofScale = -square * theta[c] * TileSums.Total(TileSums.Dot(coefficients, apart));
                gradient[c] += ofScale;
                ofWidth += theta[c] * ofScale;
            }

            for (int r = 0; r < Anchors; r++)
            {
                // ∂t/∂c_r = p_r, and ∂t/∂b_r = p_r(c_r − t)(q̂ − b_r)/d.
                gradient[d + r] += ofWidth * shares[r];
                double pull = ofWidth * shares[r] * (theta[d + r] - t) / d;
                for (int c = 0; c < d; c++)
                {
                    int at = d + Anchors + (r * d) + c;
                    gradient[at] += pull * (q[c] - theta[at]);
                }
            }
        }

        /// <summary>t(q), with q̂ and p(q).</summary>
        private double Widen(Points queries, int query, Span<double> q, Span<double> shares)
        {
            for (int c = 0; c < d; c++)
            {
                q[c] = queries.Columns[c][query];
            }

            double most = double.NegativeInfinity, total = 0, t = 0;
            for (int r = 0; r < Anchors; r++)
            {
                double square = 0;
                for (int c = 0; c < d; c++)
                {
                    double apart = q[c] - theta[d + Anchors + (r * d) + c];
                    square += apart * apart;
                }

                shares[r] = -square / (2 * d);
                most = Math.Max(most, shares[r]);
            }

            for (int r = 0; r < Anchors; r++)
            {
                shares[r] = VectorMath.Exp(shares[r] - most);
                total += shares[r];
            }

            for (int r = 0; r < Anchors; r++)
            {
                shares[r] /= total;
                t += shares[r] * theta[d + r];
            }

            return t;
        }
    }
}
