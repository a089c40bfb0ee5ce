using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The weights of one query over a tile of keys: absolute, or relative to a reference key where absolute ones underflow.</summary>
internal sealed class TileWeights(PoolingRequest request)
{
    private readonly Score score = request.Score;
    private readonly Points keys = request.Keys;
    private readonly double[]? logRowWeights = request.Score.RowWeights is null
        ? null
        : [.. request.Score.RowWeights.Select(v => Math.Log(v))];

    /// <summary>The keys in whole vectors.</summary>
    public int Padded { get; } = Points.PaddedLength(request.Keys.Count);

    /// <summary>w[i] = exp(s(q, start+i) − r), left-out keys and padding 0; r is the score of the reference, or 0 for −1.</summary>
    public void Fill(Points queries, int query, Leave leave, int reference, int start, Span<double> w)
    {
        if (reference < 0)
        {
            score.Kernels(queries, query, start, w);
            Finish(query, leave, start, w);
            return;
        }

        Logarithms(queries, query, reference, start, w);
        TileSums.Exp(w, LogRowWeight(reference), w);
        if (score.Signed)
        {
            score.ApplySigns(queries, query, start, w);
        }

        ClearPadding(start, w);
        leave.Apply(query, start, w);
    }

    /// <summary>From kernels to weights: row weights, padding, who is left out.</summary>
    public void Finish(int query, Leave leave, int start, Span<double> w)
    {
        score.ApplyRowWeights(start, w);
        ClearPadding(start, w);
        leave.Apply(query, start, w);
    }

    /// <summary>
    /// The key of the largest score at a query, those left out aside; −1 where no key has any weight. A tournament of ratios, since the scores
    /// themselves may all be too far down to tell apart.
    /// </summary>
    public int Best(Points queries, int query, Leave leave, Span<double> scratch, CancellationToken cancellation)
    {
        int best = 0;
        while (best < keys.Count && !(leave.Kept(query, best) > 0 && score.Reaches(queries, query, best)))
        {
            best++;
        }

        if (best == keys.Count)
        {
            return -1;
        }

        for (int start = best / scratch.Length * scratch.Length; start < Padded; start += scratch.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<double> log = scratch[..Math.Min(scratch.Length, Padded - start)];
            double largest;
            do
            {
                Logarithms(queries, query, best, start, log);
                largest = LogRowWeight(best);
                for (int i = 0; i < log.Length && start + i < keys.Count; i++)
                {
                    if (log[i] > largest && leave.Kept(query, start + i) > 0)
                    {
                        largest = log[i];
                        best = start + i;
                    }
                }
            }
            while (double.IsPositiveInfinity(largest)); // infinitely better than the last one says nothing of one another
        }

        return best;
    }

    /// <summary>ln vᵢ of a key.</summary>
    public double LogRowWeight(int key) => logRowWeights?[key] ?? 0;

    /// <summary>ln |w| relative to the reference's kernel, row weights included.</summary>
    private void Logarithms(Points queries, int query, int reference, int start, Span<double> log)
    {
        score.LogRatios(queries, query, start, reference, log);
        if (logRowWeights is not null)
        {
            for (int i = 0; i < log.Length; i++)
            {
                log[i] += logRowWeights[start + i];
            }
        }
    }

    private void ClearPadding(int start, Span<double> w)
    {
        if (start + w.Length > keys.Count)
        {
            w[(keys.Count - start)..].Clear();
        }
    }
}
