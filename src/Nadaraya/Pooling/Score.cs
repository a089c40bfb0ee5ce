using Nadaraya.Numerics;

namespace Nadaraya.Pooling;

/// <summary>s(q,i) = Σ factors + ln vᵢ: how well a key matches a query. No factor at all scores every key alike: average pooling.</summary>
/// <param name="factors">The factors, each bound to the same keys.</param>
/// <param name="rowWeights">vᵢ, at most 1, one a key and padded to whole vectors; null where every row counts alike.</param>
/// <param name="inverseCounts">1/countᵢ where a key stands for several identical rows, padded; null where every key is one row.</param>
internal sealed class Score(IReadOnlyList<Factor> factors, double[]? rowWeights = null, double[]? inverseCounts = null)
{
    /// <summary>The factors.</summary>
    public IReadOnlyList<Factor> Factors => factors;

    /// <summary>vᵢ, or null.</summary>
    public double[]? RowWeights => rowWeights;

    /// <summary>Whether a row weighs so little that its square would be lost: engines that sum v and v² as they stand then leave the work to others.</summary>
    public bool HasTinyWeights { get; } = rowWeights is not null && rowWeights.Any(v => v is > 0 and < 1e-140);

    /// <summary>1/countᵢ, by which Σw² of identical rows is Σw²/count; null where every key is one row.</summary>
    public double[]? InverseCounts => inverseCounts;

    /// <summary>Whether any factor can be negative.</summary>
    public bool Signed { get; } = factors.Any(f => f.Signed);

    /// <summary>The log weight of a key at the query itself, before row weights.</summary>
    public double LogWeightAtZero { get; } = factors.Sum(f => f.LogWeightAtZero);

    /// <summary>The number of parameters θ over all factors.</summary>
    public int Parameters { get; } = factors.Sum(f => f.Parameters);

    /// <summary>The kernel and its fixed bandwidths where they are the whole score, row weights aside; else null.</summary>
    public SingleKernel? Single { get; } = factors.Count == 1 ? factors[0].Accept(new SingleKernel.Finder()) : null;

    /// <summary>The kernel part of a tile of weights, unshifted: exp(Σ factors).</summary>
    public void Kernels(Points queries, int query, int start, Span<double> weights)
    {
        if (factors.Count == 0)
        {
            weights.Fill(1);
            return;
        }

        factors[0].Fill(queries, query, start, weights);
        for (int k = 1; k < factors.Count; k++)
        {
            factors[k].Multiply(queries, query, start, weights);
        }
    }

    /// <summary>The kernel part relative to a reference key: exp(Σ factors − Σ factors of the reference), signed where it is.</summary>
    public void LogRatios(Points queries, int query, int start, int reference, Span<double> log)
    {
        log.Clear();
        foreach (Factor factor in factors)
        {
            factor.AddLogRatio(queries, query, start, reference, log);
        }
    }

    /// <summary>s(q, key), row weight included.</summary>
    public double LogScore(Points queries, int query, int key) =>
        factors.Sum(f => f.LogScore(queries, query, key)) + (rowWeights is null ? 0 : Math.Log(rowWeights[key]));

    /// <summary>slopes[i] = ∂s(q, start+i)/∂q in one column, bandwidths held.</summary>
    public void Slopes(Points queries, int query, int start, int column, Span<double> slopes)
    {
        slopes.Clear();
        foreach (Factor factor in factors)
        {
            factor.AddSlopes(queries, query, start, column, slopes);
        }
    }

    /// <summary>s of a key at itself, row weight included: ln of its own weight in the hat matrix's diagonal.</summary>
    public double LogWeightAt(int key)
    {
        double sum = 0;
        for (int k = 0; k < factors.Count; k++)
        {
            sum += factors[k].LogWeightAt(key);
        }

        return sum + (rowWeights is null ? 0 : Math.Log(rowWeights[key]));
    }

    /// <summary>gradient[θ] += coefficient·∂(s of a key at itself − s of the reference)/∂θ; the reference −1 for none.</summary>
    public void PullAt(int key, int reference, Points queries, int query, double coefficient, Span<double> gradient)
    {
        int offset = 0;
        foreach (Factor factor in factors)
        {
            factor.PullAt(key, reference, queries, query, coefficient, gradient.Slice(offset, factor.Parameters));
            offset += factor.Parameters;
        }
    }

    /// <summary>weights *= the product of the factors' signs.</summary>
    public void ApplySigns(Points queries, int query, int start, Span<double> weights)
    {
        foreach (Factor factor in factors)
        {
            if (factor.Signed)
            {
                factor.ApplySign(queries, query, start, weights);
            }
        }
    }

    /// <summary>weights *= v.</summary>
    public void ApplyRowWeights(int start, Span<double> weights)
    {
        if (rowWeights is not null)
        {
            TileSums.Multiply(weights, rowWeights.AsSpan(start, weights.Length));
        }
    }

    /// <summary>Whether a key has any weight at a query and may serve as a reference.</summary>
    public bool Reaches(Points queries, int query, int key)
    {
        if (rowWeights is not null && rowWeights[key] == 0)
        {
            return false;
        }

        foreach (Factor factor in factors)
        {
            if (!factor.Reaches(queries, query, key))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>gradient[θ] += Σᵢ coefficients[i]·∂(s − s of the reference)/∂θ, the factors' parameters one after the other; the reference −1 for none.</summary>
    public void Pull(Points queries, int query, int start, int reference, ReadOnlySpan<double> coefficients, Span<double> gradient)
    {
        int offset = 0;
        foreach (Factor factor in factors)
        {
            factor.Pull(queries, query, start, reference, coefficients, gradient.Slice(offset, factor.Parameters));
            offset += factor.Parameters;
        }
    }
}
