namespace Nadaraya.Pooling;

/// <summary>One factor of the score: s(q,i) = Σ factors + ln vᵢ. Continuous, discrete or learned; each is bound to its keys.</summary>
/// <remarks>
/// Everything works on tiles: a query against the keys start … start + tile.Length − 1, the length a multiple of eight (padding included).
/// A new kind of factor implements this and nothing else changes: engines, estimators, attention and search ask no more.
/// </remarks>
internal abstract class Factor
{
    /// <summary>Whether weights can be negative.</summary>
    public virtual bool Signed => false;

    /// <summary>The log weight at distance zero, by which "how near is the nearest" is measured.</summary>
    public virtual double LogWeightAtZero => 0;

    /// <summary>The number of parameters θ that <see cref="Pull"/> differentiates by.</summary>
    public virtual int Parameters => 0;

    /// <summary>Hands a continuous factor over with its kernel's own type; null where the factor is of another kind.</summary>
    public virtual TResult? Accept<TResult>(IContinuousVisitor<TResult> visitor)
        where TResult : class => null;

    /// <summary>weights[i] *= exp(s(q, start+i)), unshifted; underflow gives 0.</summary>
    public abstract void Multiply(Points queries, int query, int start, Span<double> weights);

    /// <summary>weights[i] = exp(s(q, start+i)): the same without anything to multiply by.</summary>
    public virtual void Fill(Points queries, int query, int start, Span<double> weights)
    {
        weights.Fill(1);
        Multiply(queries, query, start, weights);
    }

    /// <summary>log[i] += s(q, start+i) − s(q, reference), without cancellation; −∞ where a key has no weight.</summary>
    public abstract void AddLogRatio(Points queries, int query, int start, int reference, Span<double> log);

    /// <summary>s(q, key), for the alignment of sums that were taken relative to different keys.</summary>
    public abstract double LogScore(Points queries, int query, int key);

    /// <summary>slopes[i] += ∂s(q, start+i)/∂q in one column of the queries, bandwidths held; 0 where a key has no weight, and in columns that are not the factor's.</summary>
    public virtual void AddSlopes(Points queries, int query, int start, int column, Span<double> slopes)
    {
    }

    /// <summary>s at a key itself, q = x_key: what its own weight is where it is not left out.</summary>
    public virtual double LogWeightAt(int key) => LogWeightAtZero;

    /// <summary>gradient[θ] += coefficient · ∂(s at a key itself − s(q, reference))/∂θ, for the diagonal of a hat matrix.</summary>
    public virtual void PullAt(int key, int reference, Points queries, int query, double coefficient, Span<double> gradient)
    {
    }

    /// <summary>Whether a key has any weight at a query, so that it may serve as a reference.</summary>
    public virtual bool Reaches(Points queries, int query, int key) => true;

    /// <summary>weights[i] *= the sign of the weight; only called where <see cref="Signed"/>.</summary>
    public virtual void ApplySign(Points queries, int query, int start, Span<double> weights)
    {
    }

    /// <summary>
    /// gradient[θ] += Σᵢ coefficients[i] · ∂(s(q, start+i) − s(q, reference))/∂θ. Coefficients are ∂L/∂s; a zero coefficient contributes nothing.
    /// </summary>
    /// <remarks>The reference is the key that the query's weights are relative to; −1 where they are not.</remarks>
    public virtual void Pull(
        Points queries, int query, int start, int reference, ReadOnlySpan<double> coefficients, Span<double> gradient)
    {
    }
}
