namespace Nadaraya.Engines;

/// <summary>The gradient of a loss in ln h, query by query: Σ ∂L/∂M · Σ w v² vᵏ c over all moments.</summary>
/// <param name="adjoint">∂L/∂M of a query.</param>
/// <param name="moments">How many moments there are.</param>
internal sealed class Slopes(Adjoint adjoint, int moments)
{
    private readonly double[] of = new double[moments];

    /// <summary>The gradient so far.</summary>
    public double Gradient { get; private set; }

    /// <summary>Takes a query whose sums are in place.</summary>
    /// <param name="query">Which.</param>
    /// <param name="slopes">Σ w v² vᵏ c of moment b at [stride·b].</param>
    /// <param name="stride">How far apart they stand.</param>
    public void Take(int query, ReadOnlySpan<double> slopes, int stride)
    {
        of.AsSpan().Clear();
        adjoint(query, of);
        for (int b = 0; b < of.Length; b++)
        {
            Gradient += of[b] == 0 ? 0 : of[b] * slopes[b * stride];
        }
    }
}
