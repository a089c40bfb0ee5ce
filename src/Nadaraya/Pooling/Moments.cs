namespace Nadaraya.Pooling;

/// <summary>The sums of a call, per query: M[a,b] = Σ w (xᵢ−q)ᵃ c_ib and what stands beside them. They merge.</summary>
/// <remarks>
/// Per query the weight's <see cref="Basis.WeightTerms"/> sums come first, then the <see cref="Basis.TargetTerms"/> of each target. Weights are
/// exp(s − r): r is 0 unless the weight total would underflow; then it is the score of the best key, and the query counts as repaired.
/// </remarks>
internal sealed class Moments
{
    private readonly int weightTerms;
    private readonly int targetTerms;

    public Moments(int queries, int targets, Basis basis)
    {
        Queries = queries;
        Targets = targets;
        weightTerms = basis.WeightTerms;
        targetTerms = basis.TargetTerms;
        Stride = weightTerms + (targets * targetTerms);
        Sums = new double[queries * Stride];
        SquaredWeights = new double[queries];
        AbsoluteWeights = new double[queries];
        LogNearest = new double[queries];
        Shift = new double[queries];
        Reference = new int[queries];
        Reference.AsSpan().Fill(-1);
    }

    /// <summary>The number of queries.</summary>
    public int Queries { get; }

    /// <summary>The number of targets.</summary>
    public int Targets { get; }

    /// <summary>Sums a query holds.</summary>
    public int Stride { get; }

    /// <summary>All sums, query by query.</summary>
    public double[] Sums { get; }

    /// <summary>Σ w².</summary>
    public double[] SquaredWeights { get; }

    /// <summary>Σ |w|; equal to Σ w unless the kernel is signed.</summary>
    public double[] AbsoluteWeights { get; }

    /// <summary>ln of the largest |k(q, i)| before row weights, over the kernel's weight at zero: how near the nearest row is.</summary>
    public double[] LogNearest { get; }

    /// <summary>r, the log score that weights are relative to.</summary>
    public double[] Shift { get; }

    /// <summary>The key that weights are relative to; −1 where they are absolute.</summary>
    public int[] Reference { get; }

    /// <summary>Σ w (x−q)ᵃ.</summary>
    public double Weight(int query, int term = 0) => Sums[(query * Stride) + term];

    /// <summary>Σ w (x−q)ᵃ c.</summary>
    public double Target(int query, int target, int term = 0) =>
        Sums[(query * Stride) + weightTerms + (target * targetTerms) + term];

    /// <summary>Whether any weight is left at a query.</summary>
    public bool HasWeight(int query) => AbsoluteWeights[query] > 0;

    /// <summary>Adds the sums of other keys at the same queries, with the shifts aligned: exact but for the rounding of e^(r−r′).</summary>
    /// <exception cref="ArgumentException">The two are of different shape.</exception>
    public void Merge(Moments other)
    {
        if (other.Queries != Queries || other.Stride != Stride)
        {
            throw new ArgumentException("Moments of another shape: both must come from the same queries, targets and basis.", nameof(other));
        }

        for (int q = 0; q < Queries; q++)
        {
            if (!other.HasWeight(q))
            {
                continue;
            }

            double shift = HasWeight(q) ? Math.Max(Shift[q], other.Shift[q]) : other.Shift[q];
            double mine = HasWeight(q) ? Math.Exp(Shift[q] - shift) : 0;
            double theirs = Math.Exp(other.Shift[q] - shift);
            for (int k = q * Stride; k < (q + 1) * Stride; k++)
            {
                Sums[k] = (Sums[k] * mine) + (other.Sums[k] * theirs);
            }

            SquaredWeights[q] = (SquaredWeights[q] * mine * mine) + (other.SquaredWeights[q] * theirs * theirs);
            AbsoluteWeights[q] = (AbsoluteWeights[q] * mine) + (other.AbsoluteWeights[q] * theirs);
            LogNearest[q] = Math.Max(LogNearest[q], other.LogNearest[q]);
            Shift[q] = shift;
        }
    }
}
