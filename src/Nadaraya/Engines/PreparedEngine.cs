using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>An engine with its keys in place.</summary>
internal abstract class PreparedEngine(PoolingRequest request)
{
    private readonly Lazy<DenseTiles> dense = new(() => new(request));

    /// <summary>What it computes.</summary>
    public PoolingRequest Request => request;

    /// <summary>The same request on the dense engine: for who is left out by groups or masks, for repairs, for the weights themselves.</summary>
    protected DenseTiles Dense => dense.Value;

    /// <summary>Whether a look at the request, <see cref="PoolingRequest.IsLook"/>, takes less time than its sums.</summary>
    public virtual bool HasCheaperLooks => false;

    /// <summary>The sums at every query, in columns that a caller may use again.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="leave">Who is left out.</param>
    /// <param name="moments">Where to; of as many queries.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public abstract void Sum(Points queries, Leave leave, Moments moments, Run run);

    /// <summary>The sums at every query.</summary>
    public Moments Sum(Points queries, Leave leave, Run run, Wanted wanted = Wanted.Sums)
    {
        Moments moments = new(queries.Count, request, wanted);
        Sum(queries, leave, moments, run);
        return moments;
    }

    /// <summary>Sums a query of a look as exactly as any other; false where it is summed so already.</summary>
    /// <param name="queries">The queries of the sums.</param>
    /// <param name="query">Which.</param>
    /// <param name="leave">Who was left out.</param>
    /// <param name="moments">Where to.</param>
    public virtual bool SumAgain(Points queries, int query, Leave leave, Moments moments) => false;

    /// <summary>
    /// The gradient Σ_q Σ_ab adjoint[q,ab] ∂M[q,ab]/∂θ over the score's parameters, by a second pass over the keys.
    /// </summary>
    /// <param name="queries">The queries of the sums.</param>
    /// <param name="leave">Who was left out.</param>
    /// <param name="moments">The sums, which say what each query's weights are relative to.</param>
    /// <param name="adjoints">∂L/∂M, one column a moment as in <see cref="Moments.Sums"/>.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public abstract double[] Pull(Points queries, Leave leave, Moments moments, double[][] adjoints, Run run);

    /// <summary>The sums and the gradient of a loss over them, in one walk over the keys where an engine knows how; else in two.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="leave">Who is left out.</param>
    /// <param name="moments">Where the sums go.</param>
    /// <param name="adjoint">Gives ∂L/∂M of a query once its sums are in place; called once a query, from any thread.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public virtual double[] SumAndPull(Points queries, Leave leave, Moments moments, Adjoint adjoint, Run run)
    {
        Sum(queries, leave, moments, run);
        double[][] adjoints = [.. moments.Sums.Select(_ => new double[queries.Count])];
        Span<double> of = new double[adjoints.Length];
        for (int query = 0; query < queries.Count; query++)
        {
            of.Clear();
            adjoint(query, of);
            for (int k = 0; k < of.Length; k++)
            {
                adjoints[k][query] = of[k];
            }
        }

        return Pull(queries, leave, moments, adjoints, run);
    }

    /// <summary>
    /// The sums of every key over the others at several bandwidths: those of the request, and each 1/√2 of the ones before. Null where that takes no less than one call each.
    /// </summary>
    /// <param name="queries">The keys.</param>
    /// <param name="leave">Each key left out of its own sums.</param>
    /// <param name="levels">How many.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public virtual Moments[]? SumLevels(Points queries, Leave leave, int levels, Run run) => null;

    /// <summary>Visits the weights of one query, tile by tile in the order of the keys.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="query">Which of them.</param>
    /// <param name="leave">Who is left out.</param>
    /// <param name="moments">The query's sums.</param>
    /// <param name="visitor">Gets the first key of a tile and the weights w of its keys, padding excluded.</param>
    public virtual void Visit(Points queries, int query, Leave leave, Moments moments, WeightVisitor visitor) =>
        Dense.Visit(queries, query, leave, moments, visitor);
}

/// <summary>Receives a tile of weights: they belong to keys start, start + 1, ….</summary>
internal delegate void WeightVisitor(int start, ReadOnlySpan<double> weights);

/// <summary>Gives ∂L/∂M of a query, one entry a moment, into zeros.</summary>
internal delegate void Adjoint(int query, Span<double> adjoint);
