using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>A learned score of pairs as a factor: weights are e^(s − r), r the largest score of the query over all keys, so that no score is too large.</summary>
/// <remarks>Such a score has no distance zero: how near the nearest key is says nothing of it, and is told as 0. r is found once a query; it cancels in every average and its slope.</remarks>
/// <param name="tiles">The score.</param>
/// <param name="keys">The keys as coordinates.</param>
/// <param name="parameters">The length of θ.</param>
internal sealed class ScoredFactor(ScoredTiles tiles, Points keys, int parameters) : Factor
{
    private const int TileLength = 256;

    private readonly ConditionalWeakTable<Points, double[]> largest = [];

    /// <inheritdoc/>
    public override int Parameters => parameters;

    /// <inheritdoc/>
    public override void Multiply(Points queries, int query, int start, Span<double> weights)
    {
        Span<double> tile = stackalloc double[weights.Length];
        Fill(queries, query, start, tile);
        TileSums.Multiply(weights, tile);
    }

    /// <inheritdoc/>
    public override void Fill(Points queries, int query, int start, Span<double> weights)
    {
        double shift = Largest(queries, query);
        tiles.Fill(queries, query, start, weights);
        TileSums.Exp(weights, shift, weights);
    }

    /// <inheritdoc/>
    public override void AddLogRatio(Points queries, int query, int start, int reference, Span<double> log)
    {
        double own = ScoreOf(queries, query, reference);
        Span<double> tile = stackalloc double[log.Length];
        tiles.Fill(queries, query, start, tile);
        for (int i = 0; i < log.Length; i++)
        {
            log[i] += tile[i] - own;
        }
    }

    /// <inheritdoc/>
    public override double LogScore(Points queries, int query, int key) => ScoreOf(queries, query, key) - Largest(queries, query);

    /// <inheritdoc/>
    public override double LogWeightAt(int key) => LogScore(keys, key, key);

    /// <inheritdoc/>
    public override void Pull(Points queries, int query, int start, int reference, ReadOnlySpan<double> coefficients, Span<double> gradient)
    {
        tiles.Pull(queries, query, start, coefficients, gradient);
        if (reference >= 0)
        {
            double sum = 0;
            foreach (double coefficient in coefficients)
            {
                sum += coefficient;
            }

            PullOne(queries, query, reference, -sum, gradient);
        }
    }

    /// <inheritdoc/>
    public override void PullAt(int key, int reference, Points queries, int query, double coefficient, Span<double> gradient)
    {
        PullOne(queries, query, key, coefficient, gradient);
        if (reference >= 0)
        {
            PullOne(queries, query, reference, -coefficient, gradient);
        }
    }

    private void PullOne(Points queries, int query, int key, double coefficient, Span<double> gradient)
    {
        Span<double> block = stackalloc double[Vector512<double>.Count];
        int start = key / block.Length * block.Length;
        block.Clear();
        block[key - start] = coefficient;
        tiles.Pull(queries, query, start, block, gradient);
    }

    private double ScoreOf(Points queries, int query, int key)
    {
        Span<double> block = stackalloc double[Vector512<double>.Count];
        int start = key / block.Length * block.Length;
        tiles.Fill(queries, query, start, block);
        return block[key - start];
    }

    /// <summary>r of a query; two threads find the same.</summary>
    private double Largest(Points queries, int query)
    {
        double[] known = largest.GetValue(queries, points =>
        {
            double[] none = new double[points.Count];
            none.AsSpan().Fill(double.NaN);
            return none;
        });
        if (!double.IsNaN(known[query]))
        {
            return known[query];
        }

        Span<double> tile = stackalloc double[TileLength];
        double most = double.NegativeInfinity;
        for (int start = 0; start < keys.Count; start += TileLength)
        {
            Span<double> scores = tile[..Points.PaddedLength(Math.Min(TileLength, keys.Count - start))];
            tiles.Fill(queries, query, start, scores);
            foreach (double score in scores) // the padding repeats the last key
            {
                most = Math.Max(most, score);
            }
        }

        return known[query] = most;
    }
}
