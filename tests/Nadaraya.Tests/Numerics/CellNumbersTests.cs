using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya.Tests.Numerics;

/// <summary>Cells of many points at once, against the cell of one.</summary>
public sealed class CellNumbersTests
{
    [Theory]
    [InlineData(0.0, 0.3)]
    [InlineData(1e8, 0.17)]
    [InlineData(-1e12, 5.0)]
    public void Add_PointsOnBordersAndBeside_AreInTheCellThatTheGridSays(double offset, double h)
    {
        CellGrid grid = CellGrid.For(Math.Abs(offset) + (200 * h), h)!;
        Random random = new(3);
        long low = grid.Of(offset) - 40;
        const int Extent = 100;
        double[] borders = [.. Enumerable.Range(-3, 108).Select(c => grid.Border(low + c))];
        double[] x =
        [
            .. borders, .. borders.Select(Math.BitIncrement), .. borders.Select(Math.BitDecrement),
            .. borders.Select(b => b + (random.NextDouble() * grid.Pitch)),
            double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, -1e300,
        ];
        for (int count = x.Length; count > x.Length - 5; count--)
        {
            ulong[] numbers = new ulong[count];
            CellNumbers.Add(x.AsSpan(0, count), grid.Pitch, low, Extent, 7, numbers);
            for (int i = 0; i < count; i++)
            {
                long at = Math.Abs(x[i] / grid.Pitch) < 1L << 50 ? grid.Of(x[i]) - low : -1;
                Assert.Equal(at is >= 0 and < Extent ? (ulong)at << 7 : ulong.MaxValue, numbers[i]);
            }
        }
    }
}
