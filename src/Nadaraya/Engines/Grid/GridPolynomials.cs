namespace Nadaraya.Engines;

/// <summary>
/// The local polynomials Σ L·Πaʲ ≈ Σᵢ w c_ib of some cells, one a column b, with the proof of how good each is.
/// </summary>
/// <remarks>
/// With A_b(s) = Σ|c_b| over a source cell s, every query in a target cell is off by at most E and has at least Σ w|c_b| ≥ L: both are sums over sources of products
/// over axes, carried along with the polynomials. Proof: docs/numerics.md.
/// </remarks>
internal sealed class GridPolynomials
{
    private readonly double[] nodes;
    private readonly double[] largest;
    private readonly int stride;
    private readonly int columns;
    private readonly int parts;
    private readonly double[] lost;
    private readonly double[] least;

    /// <param name="layout">The grid.</param>
    /// <param name="translation">The way they were made.</param>
    /// <param name="nodes">Their nodes.</param>
    /// <param name="largest">max|c_b| of the keys in each cell.</param>
    /// <param name="totals">Σ|c_b| over all keys.</param>
    public GridPolynomials(GridLayout layout, GridTranslation translation, double[] nodes, double[] largest, double[] totals)
    {
        (this.nodes, this.largest, stride, columns) = (nodes, largest, translation.Stride, totals.Length);
        (Terms, Size, parts) = (translation.Terms, translation.Size, 1 << layout.Dimensions);
        double roundings = (100 + (400 * layout.Dimensions)) * Math.ScaleB(1, -53); // counted in docs/numerics.md
        int count = nodes.Length / stride;
        lost = new double[count * columns * parts];
        least = new double[count * columns * parts];
        int length = translation.Proof.Length;
        for (int k = 0; k < lost.Length; k++)
        {
            (int slot, int b) = (k / parts / columns, k / parts % columns);
            ReadOnlySpan<double> proof = nodes.AsSpan((slot * stride) + (columns * Size) + (b * length), length);
            (lost[k], least[k]) = translation.Proof.Of(proof, k % parts, roundings);
            lost[k] += translation.Beyond * totals[b];
        }
    }

    /// <summary>P.</summary>
    public int Terms { get; }

    /// <summary>P^d.</summary>
    public int Size { get; }

    /// <summary>The polynomial of a column.</summary>
    public ReadOnlySpan<double> Of(int slot, int column) => nodes.AsSpan((slot * stride) + (column * Size), Size);

    /// <summary>The largest E/L over the columns: a bound of δ for every query of the cell where nobody is left out.</summary>
    public double Share(int slot) => Worst(slot, others: false);

    /// <summary>The largest E/(L − own), own the largest row's part: a bound for every row of the cell that is left out at its own query.</summary>
    public double ShareOfOthers(int slot) => Worst(slot, others: true);

    /// <summary>The largest |c| that a row left out may have so that its query keeps a relative error; negative where none does.</summary>
    public double Slack(int slot, int column, double allowed)
    {
        double slack = double.PositiveInfinity;
        int first = ((slot * columns) + column) * parts;
        for (int at = first; at < first + parts; at++)
        {
            slack = Math.Min(slack, least[at] - (lost[at] / allowed));
        }

        return slack;
    }

    private double Worst(int slot, bool others)
    {
        double share = 0;
        for (int at = slot * columns * parts; at < (slot + 1) * columns * parts; at++)
        {
            double left = least[at] - (others ? largest[at / parts] : 0);
            share = Math.Max(share, lost[at] == 0 ? 0 : left > 0 ? lost[at] / left : double.PositiveInfinity);
        }

        return share;
    }
}
