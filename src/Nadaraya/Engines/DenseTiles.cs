using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The dense engine with its keys in place: groups of queries walk over tiles of keys, sums kept in eight virtual lanes.</summary>
/// <remarks>
/// A query's sums depend on nothing but the order of the keys: not on its group, on threads or on how a call is cut into chunks. Weights are
/// taken unshifted; a query whose total comes out under <see cref="Trusted"/> is summed again relative to its best key.
/// </remarks>
internal sealed class DenseTiles : PreparedEngine
{
#if DEBUG
    private const int TileLength = 8;
    private const int GroupLength = 3;
#else
    private const int TileLength = 256;
    private const int GroupLength = 32;
#endif

    /// <summary>
    /// Totals under this are repaired. Weights under 2⁻¹⁰²² are flushed to 0, at most n·1e-308, nothing beside 1e-100; and above it the
    /// exponent is under 230, so its rounding stays under 1e-13 of a weight.
    /// </summary>
    private const double Trusted = 1e-100;

    private readonly Score score;
    private readonly Points keys;
    private readonly int padded;
    private readonly double[]? logRowWeights;

    public DenseTiles(PoolingRequest request)
        : base(request)
    {
        score = request.Score;
        keys = request.Keys;
        padded = Points.PaddedLength(keys.Count);
        logRowWeights = score.RowWeights is null ? null : [.. score.RowWeights.Select(v => Math.Log(v))];
    }

    private Payload Payload => Request.Payload;

    private Basis Basis => Request.Basis;

    public override Moments Sum(Points queries, Leave leave, Run run)
    {
        Moments moments = new(queries.Count, Payload.Targets, Basis);
        run.For((queries.Count + GroupLength - 1) / GroupLength, group =>
        {
            int from = group * GroupLength;
            SumGroup(queries, from, Math.Min(GroupLength, queries.Count - from), leave, moments, repair: false);
            for (int query = from; query < Math.Min(from + GroupLength, queries.Count); query++)
            {
                if (!(moments.AbsoluteWeights[query] >= Trusted) && TryRefer(queries, query, leave, moments, run.Cancellation))
                {
                    SumGroup(queries, query, 1, leave, moments, repair: true);
                }
            }
        });
        return moments;
    }

    public override double[] Pull(Points queries, Leave leave, Moments moments, ReadOnlyMemory<double> adjoints, Run run)
    {
        int groups = (queries.Count + GroupLength - 1) / GroupLength;
        double[] partial = new double[groups * score.Parameters];
        run.For(groups, group =>
        {
            Span<double> gradient = partial.AsSpan(group * score.Parameters, score.Parameters);
            int to = Math.Min((group + 1) * GroupLength, queries.Count);
            for (int query = group * GroupLength; query < to; query++)
            {
                PullQuery(queries, query, leave, moments, adjoints.Span.Slice(query * moments.Stride, moments.Stride), gradient);
            }
        });

        // Added in the order of the groups, so that threads do not matter.
        double[] total = new double[score.Parameters];
        for (int k = 0; k < partial.Length; k++)
        {
            total[k % score.Parameters] += partial[k];
        }

        return total;
    }

    public override void Visit(Points queries, int query, Leave leave, Moments moments, WeightVisitor visitor)
    {
        Span<double> tile = stackalloc double[TileLength];
        for (int start = 0; start < padded; start += TileLength)
        {
            Span<double> w = tile[..Math.Min(TileLength, padded - start)];
            Weights(queries, query, leave, moments.Reference[query], start, w);
            visitor(start, w[..Math.Min(w.Length, keys.Count - start)]);
        }
    }

    private void SumGroup(Points queries, int from, int count, Leave leave, Moments moments, bool repair)
    {
        Span<double> tile = stackalloc double[TileLength];
        Span<double> term = stackalloc double[TileLength];
        int stride = moments.Stride + 3; // the moments, then Σw², Σ|w| and the largest kernel
        Vector512<double>[] sums = new Vector512<double>[count * stride];
        Vector512<double>[] lost = new Vector512<double>[count * stride];
        for (int start = 0; start < padded; start += TileLength)
        {
            Span<double> w = tile[..Math.Min(TileLength, padded - start)];
            for (int k = 0; k < count; k++)
            {
                Span<Vector512<double>> sum = sums.AsSpan(k * stride, stride);
                Span<Vector512<double>> rest = lost.AsSpan(k * stride, stride);
                if (repair)
                {
                    Weights(queries, from + k, leave, moments.Reference[from + k], start, w);
                }
                else
                {
                    score.Kernels(queries, from + k, start, w);
                    sum[^1] = Vector512.MaxNative(sum[^1], TileSums.LargestAbsolute(w));
                    Finish(from + k, leave, start, w);
                }

                Accumulate(queries, from + k, start, w, term, sum, rest);
            }
        }

        for (int k = 0; k < count; k++)
        {
            Store(moments, from + k, sums.AsSpan(k * stride, stride), lost.AsSpan(k * stride, stride), repair);
        }
    }

    /// <summary>The weights of a tile as the sums see them: absolute, or relative to a reference key.</summary>
    private void Weights(Points queries, int query, Leave leave, int reference, int start, Span<double> w)
    {
        if (reference < 0)
        {
            score.Kernels(queries, query, start, w);
            Finish(query, leave, start, w);
            return;
        }

        LogWeights(queries, query, reference, start, w);
        TileSums.Exp(w, LogRowWeight(reference), w);
        if (score.Signed)
        {
            score.ApplySigns(queries, query, start, w);
        }

        ClearPadding(start, w);
        leave.Apply(query, start, w);
    }

    /// <summary>ln |w| relative to the reference's kernel, row weights included.</summary>
    private void LogWeights(Points queries, int query, int reference, int start, Span<double> log)
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

    private double LogRowWeight(int key) => logRowWeights?[key] ?? 0;

    private void Finish(int query, Leave leave, int start, Span<double> w)
    {
        score.ApplyRowWeights(start, w);
        ClearPadding(start, w);
        leave.Apply(query, start, w);
    }

    private void ClearPadding(int start, Span<double> w)
    {
        if (start + w.Length > keys.Count)
        {
            w[(keys.Count - start)..].Clear();
        }
    }

    private void Accumulate(
        Points queries,
        int query,
        int start,
        ReadOnlySpan<double> w,
        Span<double> term,
        Span<Vector512<double>> sum,
        Span<Vector512<double>> lost)
    {
        int k = 0;
        int targets = Basis.WeightTerms;
        if (Basis.WeightTerms == 1 && Payload.Targets == 1)
        {
            (Vector512<double> weight, Vector512<double> target, Vector512<double> square) =
                TileSums.Sums(w, Payload.Columns[0].AsSpan(start, w.Length));
            TileSums.AddTo(ref sum[0], ref lost[0], weight);
            TileSums.AddTo(ref sum[1], ref lost[1], target);
            sum[^3] += score.InverseCounts is null ? square : Squares(start, w, term);
            sum[^2] += score.Signed ? TileSums.SumAbsolute(w) : Vector512<double>.Zero;
            return;
        }

        Span<double> z = term[..w.Length];
        for (int a = 0; a < Basis.WeightTerms; a++)
        {
            ReadOnlySpan<double> weighted = w;
            if (a > 0)
            {
                Basis.Evaluate(a, queries, keys, query, start, z);
                TileSums.Multiply(z, w);
                weighted = z;
            }

            TileSums.AddTo(ref sum[k], ref lost[k], TileSums.Sum(weighted));
            k++;
            for (int t = 0; t < Payload.Targets && a < Basis.TargetTerms; t++)
            {
                int at = targets + (t * Basis.TargetTerms) + a;
                TileSums.AddTo(ref sum[at], ref lost[at], TileSums.Dot(weighted, Payload.Columns[t].AsSpan(start, w.Length)));
            }
        }

        sum[^3] += Squares(start, w, term);
        if (score.Signed)
        {
            sum[^2] += TileSums.SumAbsolute(w);
        }
    }

    /// <summary>Σw² over rows: a key of count c is c rows of weight w/c each.</summary>
    private Vector512<double> Squares(int start, ReadOnlySpan<double> w, Span<double> scratch)
    {
        if (score.InverseCounts is null)
        {
            return TileSums.Dot(w, w);
        }

        Span<double> each = scratch[..w.Length];
        w.CopyTo(each);
        TileSums.Multiply(each, score.InverseCounts.AsSpan(start, w.Length));
        return TileSums.Dot(w, each);
    }

    private void Store(
        Moments moments, int query, ReadOnlySpan<Vector512<double>> sum, ReadOnlySpan<Vector512<double>> lost, bool repair)
    {
        for (int k = 0; k < moments.Stride; k++)
        {
            moments.Sums[(query * moments.Stride) + k] = Vector512.Sum(sum[k]) + Vector512.Sum(lost[k]);
        }

        moments.SquaredWeights[query] = Vector512.Sum(sum[^3]);
        moments.AbsoluteWeights[query] = score.Signed ? Vector512.Sum(sum[^2]) : moments.Weight(query);
        if (!repair)
        {
            double largest = 0;
            foreach (double lane in MemoryMarshal.Cast<Vector512<double>, double>(sum[^1..]))
            {
                largest = Math.Max(largest, lane);
            }

            moments.LogNearest[query] = Math.Log(largest) - score.LogWeightAtZero;
        }
    }

    /// <summary>Finds the key of the largest score at a query and makes it the reference; false where no key has any weight.</summary>
    private bool TryRefer(Points queries, int query, Leave leave, Moments moments, CancellationToken cancellation)
    {
        int best = 0;
        while (best < keys.Count && !(leave.Kept(query, best) > 0 && score.Reaches(queries, query, best)))
        {
            best++;
        }

        if (best == keys.Count)
        {
            return false;
        }

        Span<double> tile = stackalloc double[TileLength];
        for (int start = best / TileLength * TileLength; start < padded; start += TileLength)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<double> log = tile[..Math.Min(TileLength, padded - start)];
            double largest;
            do
            {
                LogWeights(queries, query, best, start, log);
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

        moments.Reference[query] = best;
        moments.Shift[query] = Math.Max(score.LogScore(queries, query, best), double.MinValue);
        moments.LogNearest[query] = moments.Shift[query] - LogRowWeight(best) - score.LogWeightAtZero;
        return true;
    }

    private void PullQuery(
        Points queries, int query, Leave leave, Moments moments, ReadOnlySpan<double> adjoint, Span<double> gradient)
    {
        if (adjoint.IndexOfAnyExcept(0.0) < 0)
        {
            return;
        }

        Span<double> tile = stackalloc double[TileLength];
        Span<double> part = stackalloc double[TileLength];
        Span<double> sum = stackalloc double[TileLength];
        Span<double> power = stackalloc double[TileLength];
        for (int start = 0; start < padded; start += TileLength)
        {
            Span<double> w = tile[..Math.Min(TileLength, padded - start)];
            Span<double> z = part[..w.Length];
            Span<double> c = sum[..w.Length];
            Weights(queries, query, leave, moments.Reference[query], start, w);

            // ∂L/∂sᵢ = wᵢ Σ_ab adjoint[a,b] (xᵢ−q)ᵃ c_ib
            c.Clear();
            for (int a = 0; a < Basis.WeightTerms; a++)
            {
                z.Fill(adjoint[a]);
                for (int t = 0; t < Payload.Targets && a < Basis.TargetTerms; t++)
                {
                    double scale = adjoint[Basis.WeightTerms + (t * Basis.TargetTerms) + a];
                    TileSums.MultiplyAdd(z, Payload.Columns[t].AsSpan(start, w.Length), scale);
                }

                if (a == 0)
                {
                    z.CopyTo(c);
                    continue;
                }

                Span<double> monomial = power[..w.Length];
                Basis.Evaluate(a, queries, keys, query, start, monomial);
                TileSums.Multiply(z, monomial);
                TileSums.MultiplyAdd(c, z, 1);
            }

            TileSums.Multiply(c, w);
            score.Pull(queries, query, start, c, gradient);
        }
    }
}
