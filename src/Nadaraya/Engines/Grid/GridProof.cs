namespace Nadaraya.Engines;

/// <summary>The sums that show how good a cell's polynomial is, carried from source to target axis by axis beside the moments.</summary>
/// <remarks>
/// For a column: F = Σ most·A, G = Σ (Π(most + error) − Π most)·A, L = Σ least·A, and H = Σ Π absolute·A, over sources and axes, A = Σ|c|. F, G and L are kept for
/// each of the 2^d parts into which the centre divides a cell, sources and targets alike: the most and the least of a weight lie closer together there.
/// </remarks>
internal sealed class GridProof
{
    private const double Safety = 1.01; // what rounding may do to the sums themselves
    private readonly int dimensions;
    private readonly int parts;
    private readonly double[][] most;
    private readonly double[][] least;

    /// <param name="layout">The grid.</param>
    /// <param name="squared">Whether the kernel is the square of the Gaussian.</param>
    public GridProof(GridLayout layout, bool squared)
    {
        dimensions = layout.Dimensions;
        parts = 1 << dimensions;
        most = new double[dimensions][];
        least = new double[dimensions][];
        for (int j = 0; j < dimensions; j++)
        {
            // Halves k apart: their points are at least k − 1 and at most k + 1 half widths apart.
            double half = layout.Widths[j] / 2 * (squared ? Math.Sqrt(2) : 1);
            most[j] = [.. Enumerable.Range(0, (2 * layout.Reach[j]) + 2).Select(k => Weight(Math.Max(k - 1, 0) * half) * Safety)];
            least[j] = [.. Enumerable.Range(0, (2 * layout.Reach[j]) + 2).Select(k => Weight((k + 1) * half) / Safety)];
        }
    }

    /// <summary>How many numbers there are for a column.</summary>
    public int Length => (3 * parts) + 1;

    /// <summary>The sums of a source.</summary>
    /// <param name="absolute">Σ|c| over each part of its cell.</param>
    /// <param name="proof">Where to.</param>
    public void Begin(ReadOnlySpan<double> absolute, Span<double> proof)
    {
        absolute.CopyTo(proof);
        proof.Slice(parts, parts).Clear();
        absolute.CopyTo(proof[(2 * parts)..]);
        double total = 0;
        foreach (double part in absolute)
        {
            total += part;
        }

        proof[3 * parts] = total;
    }

    /// <summary>to += what a node adds along an axis over an offset.</summary>
    /// <param name="from">The node's sums.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="offset">Target − source.</param>
    /// <param name="error">The most that the kernel is off along the axis.</param>
    /// <param name="absolute">What rounding is relative to along the axis.</param>
    /// <param name="to">The other's sums.</param>
    public void Add(ReadOnlySpan<double> from, int axis, int offset, double error, double absolute, Span<double> to)
    {
        int bit = 1 << (dimensions - 1 - axis);
        for (int part = 0; part < parts; part++)
        {
            int side = (part & bit) == 0 ? 0 : 1;
            for (int other = 0; other < 2; other++)
            {
                int source = (part & ~bit) | (other * bit);
                int apart = Math.Abs((2 * offset) + side - other);
                double largest = most[axis][apart];

                // Π(m + e) − Πm of two factors: what the axes so far are off by times (m + e), and e times their most.
                to[part] += largest * from[source];
                to[parts + part] += ((largest + error) * from[parts + source]) + (error * from[source]);
                to[(2 * parts) + part] += least[axis][apart] * from[(2 * parts) + source];
            }
        }

        to[3 * parts] += absolute * from[3 * parts];
    }

    /// <summary>E and L of a part.</summary>
    /// <param name="proof">A target's sums.</param>
    /// <param name="part">The part.</param>
    /// <param name="roundings">What rounding loses in the worst case, relative to H.</param>
    public (double Lost, double Least) Of(ReadOnlySpan<double> proof, int part, double roundings) =>
        (proof[parts + part] + (roundings * proof[3 * parts]), proof[(2 * parts) + part]);

    private static double Weight(double z) => Math.Exp(-z * z / 2);
}
