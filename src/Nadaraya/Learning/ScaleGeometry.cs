using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>One learned scale for all columns, u = (q − x)·w, with w as its parameter: 1/h by another name, of either sign.</summary>
internal sealed class ScaleGeometry(double scale) : Geometry
{
    public override int Parameters => 1;

    /// <summary>1/|w|; for w = 0 every key is alike, as under an infinite bandwidth.</summary>
    public override double? SharedBandwidth(int query, int column) => 1 / Math.Abs(scale);

    public override void Distances(
        Points queries, Points keys, int query, int column, int start, KernelConstants kernel, Span<double> u)
    {
        double q = queries.Columns[column][query];
        ReadOnlySpan<double> x = keys.Columns[column].AsSpan(start, u.Length);
        for (int i = 0; i < u.Length; i++)
        {
            u[i] = (q - x[i]) * scale;
        }
    }

    public override void Pull(int query, int column, int start, ReadOnlySpan<double> g, Span<double> gradient)
    {
        // ln h = −ln|w|, so ∂ln h/∂w = −1/w; at w = 0 the slope is 0 by symmetry.
        double sum = 0;
        foreach (double part in g)
        {
            sum += part;
        }

        gradient[0] -= scale == 0 ? 0 : sum / scale;
    }
}
