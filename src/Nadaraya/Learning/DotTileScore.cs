using System.Globalization;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Scaled dot product of rows on the unit sphere, s = (A q̃)·(B k̃)/√p with x̃ = (x̂, 1)/‖(x̂, 1)‖ and p = d + 1 (Vaswani et al. 2017): θ = [A, B], each p × p, row by row.</summary>
/// <remarks>
/// On the sphere q̃·k̃ = 1 − ½‖q̃ − k̃‖², so that a dot product is a distance, as the exercise of the chapter has it. The first start, A = B = a multiple of the identity, is that of one scale: different
/// factors for the coordinates would prefer keys for where they stand, whatever the query. O(p² + n·p) a query.
/// </remarks>
/// <param name="coordinates">d.</param>
internal sealed class DotTileScore(int coordinates) : TileScore(coordinates)
{
    private readonly int p = coordinates + 1;

    /// <inheritdoc/>
    public override int Count => 2 * p * p;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names(IReadOnlyList<string> names) => [.. Enumerable.Range(0, Count).Select(k =>
        string.Create(CultureInfo.InvariantCulture, $"{(k < p * p ? "A" : "B")}[{(k % (p * p) / p) + 1},{(k % p < names.Count ? names[k % p] : "1")}]"))];

    /// <inheritdoc/>
    public override double[] Start(TrainingStart from, double[][] x, double[] scales, int draw)
    {
        // Near the middle of the rows a step of δ on a plane is one of about δ/‖(x̂, 1)‖ on the sphere.
        double squares = 1;
        foreach (double[] column in x)
        {
            squares += column.Average(v => v * v);
        }

        double scale = Math.Exp(scales.Average(s => Math.Log(Math.Abs(s) > 0 ? Math.Abs(s) : 1e-6)));
        double size = scale * Math.Sqrt(squares * Math.Sqrt(p)); // size²/√p = scale²·squares
        SplitMix64 random = SplitMix64.ForDraw(from.Seed, draw);
        return [.. Enumerable.Range(0, Count).Select(k =>
            (k % (p * p) % (p + 1) == 0 ? size : 0) + (draw == 0 ? 0 : size / (2 * Math.Sqrt(p)) * random.NextNormal()))];
    }

    /// <inheritdoc/>
    public override ScoredTiles Prepare(double[] theta, Points keys) => new Tiles(theta, keys, p);

    private sealed class Tiles : ScoredTiles
    {
        private readonly double[] theta;
        private readonly int p;
        private readonly double root;
        private readonly double[][] sphere; // k̃, one column a dimension

        public Tiles(double[] theta, Points keys, int p)
        {
            (this.theta, this.p, root) = (theta, p, 1 / Math.Sqrt(p));
            int padded = Points.PaddedLength(keys.Count);
            sphere = [.. Enumerable.Range(0, p).Select(_ => new double[padded])];
            double[] point = new double[p];
            for (int i = 0; i < padded; i++)
            {
                Put(keys, i, point);
                for (int c = 0; c < p; c++)
                {
                    sphere[c][i] = point[c];
                }
            }
        }

        /// <inheritdoc/>
        public override void Fill(Points queries, int query, int start, Span<double> scores)
        {
            // s = u·k̃ with u = B'A q̃/√p.
            Span<double> q = stackalloc double[p], a = stackalloc double[p];
            Put(queries, query, q);
            Map(0, q, a);
            for (int c = 0; c < p; c++)
            {
                double u = 0;
                for (int r = 0; r < p; r++)
                {
                    u += theta[(p * p) + (r * p) + c] * a[r];
                }

                ReadOnlySpan<double> column = sphere[c].AsSpan(start, scores.Length);
                if (c == 0)
                {
                    TileDots.Line(0, column, u * root, scores);
                }
                else
                {
                    TileDots.AddScaled(column, u * root, scores);
                }
            }
        }

        /// <inheritdoc/>
        public override void Pull(Points queries, int query, int start, ReadOnlySpan<double> coefficients, Span<double> gradient)
        {
            // With g = Σ coefficient·k̃/√p: ∂/∂A = (B g) q̃' and ∂/∂B = (A q̃) g'.
            Span<double> q = stackalloc double[p], a = stackalloc double[p], g = stackalloc double[p], b = stackalloc double[p];
            Put(queries, query, q);
            Map(0, q, a);
            for (int c = 0; c < p; c++)
            {
                g[c] = TileSums.Total(TileSums.Dot(coefficients, sphere[c].AsSpan(start, coefficients.Length))) * root;
            }

            Map(p * p, g, b);
            for (int r = 0; r < p; r++)
            {
                for (int c = 0; c < p; c++)
                {
                    gradient[(r * p) + c] += b[r] * q[c];
                    gradient[(p * p) + (r * p) + c] += a[r] * g[c];
                }
            }
        }

        /// <summary>x̃ of a point.</summary>
        private static void Put(Points points, int at, Span<double> to)
        {
            int d = to.Length - 1;
            double squares = 1;
            for (int c = 0; c < d; c++)
            {
                double x = points.Columns[c][at];
                squares += x * x;
                to[c] = x;
            }

            to[d] = 1;
            double size = Math.Sqrt(squares);
            for (int c = 0; c <= d; c++)
            {
                to[c] /= size;
            }
        }

        /// <summary>The matrix that begins at an offset of θ times a vector.</summary>
        private void Map(int offset, ReadOnlySpan<double> vector, Span<double> to)
        {
            for (int r = 0; r < p; r++)
            {
                double sum = 0;
                for (int c = 0; c < p; c++)
                {
                    sum += theta[offset + (r * p) + c] * vector[c];
                }

                to[r] = sum;
            }
        }
    }
}
