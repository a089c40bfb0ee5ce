using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>A score of pairs, s(q, k; θ), that is no distance in mapped rows: computed tile by tile, with its gradient in θ.</summary>
/// <param name="coordinates">d.</param>
internal abstract class TileScore(int coordinates)
{
    /// <summary>d.</summary>
    protected int Coordinates => coordinates;

    /// <summary>The number of parameters.</summary>
    public abstract int Count { get; }

    /// <summary>What each parameter is.</summary>
    /// <param name="names">The coordinates' names.</param>
    public abstract IReadOnlyList<string> Names(IReadOnlyList<string> names);

    /// <summary>Where training starts.</summary>
    /// <param name="from">Rows, bandwidths, seed.</param>
    /// <param name="x">The rows of training as coordinates.</param>
    /// <param name="scales">How much one unit of each coordinate counts by the bandwidths.</param>
    /// <param name="draw">Which start, from 0: the first is the best guess, later ones differ from it by chance.</param>
    public abstract double[] Start(TrainingStart from, double[][] x, double[] scales, int draw);

    /// <summary>Whether weight decay draws a parameter to 0.</summary>
    /// <param name="parameter">Which.</param>
    public virtual bool Decays(int parameter) => true;

    /// <summary>The score with parameters in place, over keys.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="keys">The keys' coordinates, in whole vectors.</param>
    public abstract ScoredTiles Prepare(double[] theta, Points keys);
}

/// <summary>A score of pairs with its parameters and keys. For any number of threads.</summary>
internal abstract class ScoredTiles
{
    /// <summary>scores[i] = s(q, start + i).</summary>
    /// <param name="queries">Queries as coordinates.</param>
    /// <param name="query">Which.</param>
    /// <param name="start">The first key.</param>
    /// <param name="scores">A multiple of eight, padding included.</param>
    public abstract void Fill(Points queries, int query, int start, Span<double> scores);

    /// <summary>gradient[p] += Σᵢ coefficients[i] ∂s(q, start + i)/∂θ_p; a coefficient of 0 counts for nothing.</summary>
    /// <param name="queries">Queries as coordinates.</param>
    /// <param name="query">Which.</param>
    /// <param name="start">The first key.</param>
    /// <param name="coefficients">One a key.</param>
    /// <param name="gradient">Gets the sum.</param>
    public abstract void Pull(Points queries, int query, int start, ReadOnlySpan<double> coefficients, Span<double> gradient);
}
