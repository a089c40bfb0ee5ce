using System.Globalization;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>A user's own score, pair by pair.</summary>
/// <param name="own">The score.</param>
/// <param name="coordinates">d.</param>
internal sealed class OwnTileScore(DifferentiableScore own, int coordinates) : TileScore(coordinates)
{
    /// <inheritdoc/>
    public override int Count { get; } = own.ParameterCount(coordinates) is > 0 and int count
        ? count
        : throw new ArgumentException($"The score '{own.Name}' has {own.ParameterCount(coordinates)} parameters over {coordinates} coordinates: give it one or more.", nameof(own));

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names(IReadOnlyList<string> names) => [.. Enumerable.Range(1, Count).Select(p => string.Create(CultureInfo.InvariantCulture, $"θ[{p}]"))];

    /// <inheritdoc/>
    public override double[] Start(TrainingStart from, double[][] x, double[] scales, int draw)
    {
        SplitMix64 random = SplitMix64.ForDraw(from.Seed, draw);
        double[] start = own.Start(Coordinates, random.NextUniform);
        return start.Length == Count && start.All(double.IsFinite)
            ? start
            : throw new ArgumentException($"The score '{own.Name}' starts with {start.Length} parameters, some of which may not be finite: expected {Count} finite numbers.", nameof(from));
    }

    /// <inheritdoc/>
    public override ScoredTiles Prepare(double[] theta, Points keys) => new Tiles(own, theta, keys);

    private sealed class Tiles : ScoredTiles
    {
        private readonly DifferentiableScore own;
        private readonly double[] theta;
        private readonly double[] rows; // the keys, row by row
        private readonly int d;

        public Tiles(DifferentiableScore own, double[] theta, Points keys)
        {
            (this.own, this.theta, d) = (own, theta, keys.Dimensions);
            int padded = Points.PaddedLength(keys.Count);
            rows = new double[padded * d];
            for (int k = 0; k < rows.Length; k++)
            {
                rows[k] = keys.Columns[k % d][k / d];
            }
        }

        /// <inheritdoc/>
        public override void Fill(Points queries, int query, int start, Span<double> scores)
        {
            Span<double> q = stackalloc double[d];
            Read(queries, query, q);
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] = own.Score(q, Row(start + i), theta);
            }
        }

        /// <inheritdoc/>
        public override void Pull(Points queries, int query, int start, ReadOnlySpan<double> coefficients, Span<double> gradient)
        {
            Span<double> q = stackalloc double[d];
            Read(queries, query, q);
            for (int i = 0; i < coefficients.Length; i++)
            {
                if (coefficients[i] != 0)
                {
                    own.AddGradient(q, Row(start + i), theta, coefficients[i], gradient);
                }
            }
        }

        private static void Read(Points queries, int query, Span<double> q)
        {
            for (int c = 0; c < q.Length; c++)
            {
                q[c] = queries.Columns[c][query];
            }
        }

        private ReadOnlySpan<double> Row(int key) => rows.AsSpan(key * d, d);
    }
}
