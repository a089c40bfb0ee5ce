using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya.Tests.Numerics;

/// <summary>The loops of local lines give the same bits at every width of register.</summary>
public sealed class LineLoopTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(2, 48)]
    [InlineData(3, 272)]
    public void Loops_AtEitherWidth_GiveTheSameBits(int columns, int keys)
    {
        Same(LineLoops.For<Octet, Vector512<double>, double>(columns), LineLoops.For<Quartet, Vector256<double>, double>(columns), columns, keys, x => x);
        Same(LineLoops.For<SixteenSingles, Vector512<float>, float>(columns), LineLoops.For<EightSingles, Vector256<float>, float>(columns), columns, keys, x => (float)x);
    }

    private static void Same<TNumber>(LineLoops<TNumber> wide, LineLoops<TNumber> narrow, int columns, int keys, Func<double, TNumber> number)
        where TNumber : struct
    {
        Assert.Equal(wide.Lanes, narrow.Lanes);
        TNumber[] first = Walk(wide, columns, keys, number), second = Walk(narrow, columns, keys, number);
        Assert.Equal(first, second);
        Assert.DoesNotContain(first, x => double.IsNaN(Convert.ToDouble(x, System.Globalization.CultureInfo.InvariantCulture)));
    }

    /// <summary>Everything that the loops write.</summary>
    private static TNumber[] Walk<TNumber>(LineLoops<TNumber> loops, int columns, int keys, Func<double, TNumber> number)
        where TNumber : struct
    {
        Random random = new(keys);
        TNumber[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => number((2 * random.NextDouble()) - 1))];
        TNumber[] store = Draw((columns + 1) * keys), query = Draw(columns), curvatures = [.. Enumerable.Range(0, columns).Select(j => number(0.3 + (200 * j)))], factors = Draw(keys), form = Draw(14);
        TNumber[] w = new TNumber[keys], sums = new TNumber[14 * loops.Lanes], slopes = new TNumber[columns * loops.Lanes], dot = new TNumber[loops.Lanes];
        LineTile<TNumber> tile = new(ref store[0], keys, keys, columns, ref query[0]);
        loops.Weigh(in tile, ref curvatures[0], ref factors[0], ref w[0]);
        TNumber[] weights = [.. w];
        loops.Sum(in tile, ref w[0], ref sums[0]);
        loops.Pull(in tile, ref form[0], ref w[0], ref slopes[0]);
        loops.Dot(ref w[0], ref factors[0], keys, ref dot[0]);
        return [.. weights, .. w, .. sums, .. slopes, .. dot];
    }
}
