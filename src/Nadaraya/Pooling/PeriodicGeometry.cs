namespace Nadaraya.Pooling;

/// <summary>One column on a circle: u is the chord between query and key, (P/π)·sin(π(q − x)/P), over h. Near the key it is the distance itself.</summary>
/// <remarks>
/// Under the Gaussian kernel that is the von Mises density. A bandwidth far over the period gives the column no say. Source: Di Marzio, Panzera &amp; Taylor (2009).
/// </remarks>
/// <param name="column">Which column of queries and keys.</param>
/// <param name="period">P.</param>
/// <param name="bandwidth">h; its parameter is θ = ln h.</param>
internal sealed class PeriodicGeometry(int column, double period, double bandwidth) : Geometry
{
    public override int Parameters => 1;

    /// <summary>(P/π)·sin(π·apart/P): signed, and the same again after two periods.</summary>
    public static double Chord(double apart, double period) =>
        period / Math.PI * Math.Sin(Math.PI * Math.IEEERemainder(apart, period) / period);

    public override void Distances(
        Points queries, Points keys, int query, int column, int start, KernelConstants kernel, Span<double> u)
    {
        double q = queries.Columns[Column][query];
        double[] x = keys.Columns[column];
        for (int i = 0; i < u.Length; i++)
        {
            double chord = Chord(q - x[start + i], period);
            u[i] = kernel.Compact && !(kernel.Closed ? Math.Abs(chord) <= kernel.Support * bandwidth : Math.Abs(chord) < kernel.Support * bandwidth)
                ? double.PositiveInfinity
                : Math.Clamp(chord / bandwidth, -kernel.Support, kernel.Support);
        }
    }

    public override int OwnColumn(int column, int columns) => column == Column ? 0 : -1;

    public override double Steepness(Points queries, Points keys, int query, int column, int key, double u) =>
        Math.Cos(Math.PI * Math.IEEERemainder(queries.Columns[Column][query] - keys.Columns[column][key], period) / period) / bandwidth;

    public override double? SharedBandwidth(int query, int column) => null;

    public override void Pull(int query, int column, int start, ReadOnlySpan<double> g, Span<double> gradient)
    {
        foreach (double slope in g)
        {
            gradient[0] += slope;
        }
    }

    /// <summary>The column of the queries; the keys of its factor have this one alone.</summary>
    private int Column => column;
}
