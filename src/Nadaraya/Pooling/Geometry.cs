namespace Nadaraya.Pooling;

/// <summary>How far a key is from a query along each column, u = (q − x)/h: with a fixed h, one per query, or one per key.</summary>
internal abstract class Geometry
{
    /// <summary>
    /// u[i] = (q − x_{start+i})/h in one column. Keys beyond support·h on the original doubles get u = +∞, and the others at
    /// most ±support, so that rounding in u never decides who belongs.
    /// </summary>
    public abstract void Distances(
        Points queries, Points keys, int query, int column, int start, KernelConstants kernel, Span<double> u);

    /// <summary>squares[i] = Σ_j u_j², for kernels that need no more than the squared length and reach everywhere.</summary>
    public virtual void Squares(Points queries, Points keys, int query, int start, KernelConstants kernel, Span<double> squares)
    {
        Span<double> u = stackalloc double[squares.Length];
        squares.Clear();
        for (int column = 0; column < keys.Dimensions; column++)
        {
            Distances(queries, keys, query, column, start, kernel, u);
            for (int i = 0; i < u.Length; i++)
            {
                squares[i] = Math.FusedMultiplyAdd(u[i], u[i], squares[i]);
            }
        }
    }

    /// <summary>The column of the factor's own keys that a column of the queries is; −1 where it is none of them.</summary>
    public virtual int OwnColumn(int column, int columns) => column < columns ? column : -1;

    /// <summary>∂u/∂q in one column at a key, given its u.</summary>
    public virtual double Steepness(Points queries, Points keys, int query, int column, int key, double u)
    {
        double apart = queries.Columns[column][query] - keys.Columns[column][key];
        return apart == 0 ? 0 : u / apart;
    }

    /// <summary>The bandwidth in a column where every key shares it at this query, else null.</summary>
    public abstract double? SharedBandwidth(int query, int column);

    /// <summary>The bandwidth of each column where it is the same for all queries and keys, else null.</summary>
    public virtual double[]? Bandwidths => null;

    /// <summary>Whether bandwidths differ from key to key, so that <see cref="Scale"/> and <see cref="AddLogScale"/> do something.</summary>
    public virtual bool IsScaled => false;

    /// <summary>weights[i] *= Π_j 1/h_ij, for bandwidths that differ from key to key; elsewhere the factor cancels.</summary>
    public virtual void Scale(int query, int start, Span<double> weights)
    {
    }

    /// <summary>log[i] += −Σ_j ln h_ij, likewise.</summary>
    public virtual void AddLogScale(int query, int start, Span<double> log)
    {
    }

    /// <summary>The number of parameters the geometry has.</summary>
    public virtual int Parameters => 0;

    /// <summary>gradient[θ] += Σᵢ g[i]·∂ln h_ij/∂θ, where g[i] = ∂L/∂ln h_ij of one column.</summary>
    public virtual void Pull(int query, int column, int start, ReadOnlySpan<double> g, Span<double> gradient)
    {
    }
}
