namespace Nadaraya.Pooling;

/// <summary>The sums of a call, per query: M[a,b] = Σ w (xᵢ−q)ᵃ c_ib and what stands beside them. They merge.</summary>
/// <remarks>
/// One column a sum: the weight's <see cref="Basis.WeightTerms"/> come first, then the <see cref="Basis.TargetTerms"/> of each target. Weights are
/// exp(s − r): r is 0 unless the weight total would underflow; then it is the score of the best key, and the query counts as repaired.
/// </remarks>
internal sealed class Moments
{
    private readonly int weightTerms;
    private readonly int targetTerms;
    private readonly Lock growing = new();
    private double[]? shift;
    private int[]? reference;
    private int repaired;

    /// <param name="queries">The number of queries.</param>
    /// <param name="request">What is summed.</param>
    /// <param name="wanted">What is wanted beside the sums.</param>
    public Moments(int queries, PoolingRequest request, Wanted wanted = Wanted.Sums)
    {
        Queries = queries;
        Targets = request.Payload.Targets;
        Wanted = wanted;
        weightTerms = request.Basis.WeightTerms;
        targetTerms = request.Basis.TargetTerms;
        Sums = new double[weightTerms + (Targets * targetTerms)][];
        for (int k = 0; k < Sums.Length; k++)
        {
            Sums[k] = GC.AllocateUninitializedArray<double>(queries);
        }

        AbsoluteWeights = request.Score.Signed ? new double[queries] : Sums[0];
        SquaredWeights = wanted.HasFlag(Wanted.Squares) ? new double[queries] : [];
        LogNearest = wanted.HasFlag(Wanted.Nearest) ? new double[queries] : [];
    }

    /// <summary>The number of queries.</summary>
    public int Queries { get; }

    /// <summary>The number of targets.</summary>
    public int Targets { get; }

    /// <summary>What there is beside the sums.</summary>
    public Wanted Wanted { get; }

    /// <summary>All sums, one column a moment.</summary>
    public double[][] Sums { get; }

    /// <summary>Σ w²; empty where not wanted.</summary>
    public double[] SquaredWeights { get; }

    /// <summary>Σ |w|; the very column of Σ w unless the kernel is signed.</summary>
    public double[] AbsoluteWeights { get; }

    /// <summary>ln of the largest |k(q, i)| before row weights, over the kernel's weight at zero; empty where not wanted.</summary>
    public double[] LogNearest { get; }

    /// <summary>How many queries were summed again, key by key, because the first way could not keep the tolerance.</summary>
    public int Repaired => repaired;

    /// <summary>The largest error that any query may have, as a share of the weighted mean of |y − ȳ| there; 0 where sums are exact to rounding.</summary>
    public double ErrorBound { get; private set; }

    /// <summary>The index of a target's sum among the columns.</summary>
    public int Column(int target, int term = 0) => weightTerms + (target * targetTerms) + term;

    /// <summary>Σ w (x−q)ᵃ.</summary>
    public double Weight(int query, int term = 0) => Sums[term][query];

    /// <summary>Σ w (x−q)ᵃ c.</summary>
    public double Target(int query, int target, int term = 0) => Sums[Column(target, term)][query];

    /// <summary>Whether any weight is left at a query.</summary>
    public bool HasWeight(int query) => AbsoluteWeights[query] > 0;

    /// <summary>r, the log score that weights are relative to.</summary>
    public double Shift(int query) => shift?[query] ?? 0;

    /// <summary>The key that weights are relative to; −1 where they are absolute.</summary>
    public int Reference(int query) => reference is null ? -1 : reference[query] - 1;

    /// <summary>Says that a query's weights are relative to a key, and of what log score.</summary>
    public void RelativeTo(int query, int key, double logScore)
    {
        if (Volatile.Read(ref shift) is null)
        {
            lock (growing)
            {
                reference ??= new int[Queries];
                Volatile.Write(ref shift, shift ?? new double[Queries]);
            }
        }

        shift![query] = logScore;
        reference![query] = key + 1;
    }

    /// <summary>Takes all weights as absolute again, before the columns are filled anew.</summary>
    public void Restart()
    {
        shift = null;
        reference = null;
        repaired = 0;
        ErrorBound = 0;
    }

    /// <summary>Counts queries that were repaired.</summary>
    public void CountRepaired(int queries) => Interlocked.Add(ref repaired, queries);

    /// <summary>Keeps the larger error bound.</summary>
    public void Bound(double error)
    {
        lock (growing)
        {
            ErrorBound = Math.Max(ErrorBound, error);
        }
    }

    /// <summary>Takes a query's sums as they stand elsewhere.</summary>
    /// <param name="query">The query here.</param>
    /// <param name="other">Moments of the same request.</param>
    /// <param name="there">The query there.</param>
    public void Take(int query, Moments other, int there)
    {
        for (int k = 0; k < Sums.Length; k++)
        {
            Sums[k][query] = other.Sums[k][there];
        }

        AbsoluteWeights[query] = other.AbsoluteWeights[there];
        if (SquaredWeights.Length > 0)
        {
            SquaredWeights[query] = other.SquaredWeights[there];
        }

        if (LogNearest.Length > 0)
        {
            LogNearest[query] = other.LogNearest[there];
        }

        if (other.Reference(there) >= 0)
        {
            RelativeTo(query, other.Reference(there), other.Shift(there));
        }
    }

    /// <summary>Adds the sums of other keys at the same queries, with the shifts aligned: exact but for the rounding of e^(r−r′).</summary>
    /// <exception cref="ArgumentException">The two are of different shape.</exception>
    public void Merge(Moments other)
    {
        if (other.Queries != Queries || other.Sums.Length != Sums.Length || other.Wanted != Wanted)
        {
            throw new ArgumentException("Moments of another shape: both must come from the same queries, targets and basis.", nameof(other));
        }

        for (int q = 0; q < Queries; q++)
        {
            if (!other.HasWeight(q))
            {
                continue;
            }

            double aligned = HasWeight(q) ? Math.Max(Shift(q), other.Shift(q)) : other.Shift(q);
            double mine = HasWeight(q) ? Math.Exp(Shift(q) - aligned) : 0;
            double theirs = Math.Exp(other.Shift(q) - aligned);
            for (int k = 0; k < Sums.Length; k++)
            {
                Sums[k][q] = (Sums[k][q] * mine) + (other.Sums[k][q] * theirs);
            }

            if (AbsoluteWeights != Sums[0])
            {
                AbsoluteWeights[q] = (AbsoluteWeights[q] * mine) + (other.AbsoluteWeights[q] * theirs);
            }

            if (SquaredWeights.Length > 0)
            {
                SquaredWeights[q] = (SquaredWeights[q] * mine * mine) + (other.SquaredWeights[q] * theirs * theirs);
            }

            if (LogNearest.Length > 0)
            {
                LogNearest[q] = Math.Max(LogNearest[q], other.LogNearest[q]);
            }

            if (aligned != Shift(q))
            {
                RelativeTo(q, -1, aligned);
            }
        }

        Bound(other.ErrorBound);
        CountRepaired(other.Repaired);
    }
}
