using Nadaraya.Engines;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Products of rows with many random draws, (rows × units)·(units × draws), in tiles: what is stored stays under <see cref="Memory"/>, whatever there is of each.</summary>
/// <param name="units">The length of a row and of a draw.</param>
/// <param name="draws">How many draws.</param>
/// <param name="fill">Fills a draw by its number, the same whenever it is asked; called from any thread.</param>
internal sealed class RowDraws(int units, int draws, Action<int, Span<double>> fill)
{
    /// <summary>The most bytes that a tile of rows and its products take, one row a thread aside.</summary>
    public const long Memory = 64L << 20;

    /// <summary>How many rows a tile takes, at least one group.</summary>
    /// <param name="group">Rows that belong together.</param>
    public int GroupsOfTile(int group) => (int)Math.Clamp(Memory / (sizeof(double) * (long)group * (Points.PaddedLength(units) + (long)draws)), 1, 1 << 16);

    /// <summary>A row in whole vectors.</summary>
    public double[] Row() => new double[Points.PaddedLength(units)];

    /// <summary>products[r][b] = rows[r]·draw b; one order of summation, whatever the tile.</summary>
    public void Multiply(IReadOnlyList<double[]> rows, IReadOnlyList<double[]> products, Run run) => run.ForBlocks(draws, 16, (from, to) =>
    {
        double[] draw = Row();
        for (int b = from; b < to; b++)
        {
            fill(b, draw.AsSpan(0, units));
            for (int r = 0; r < rows.Count; r++)
            {
                products[r][b] = TileSums.Total(TileSums.Dot(rows[r], draw));
            }
        }
    });
}
