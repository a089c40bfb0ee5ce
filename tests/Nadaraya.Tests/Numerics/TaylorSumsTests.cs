using Nadaraya.Numerics;

namespace Nadaraya.Tests.Numerics;

/// <summary>Moments, translation, polynomials and windows: the same bits at both widths, and the sums they stand for.</summary>
public sealed class TaylorSumsTests
{
    public static TheoryData<int> Lengths => [0, 1, 7, 8, 9, 15, 16, 127, 128, 129, 300];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void AddMoments_EitherWidth_GivesTheSameBitsAndTheSums(int count)
    {
        Random random = new(count);
        double[] x = [.. Enumerable.Range(0, count).Select(_ => 3 + (random.NextDouble() / 2))];
        double[] c = [.. x.Select(_ => random.NextDouble() - 0.5)];
        foreach (double[] column in (double[][])[c, []])
        {
            double[] wide = new double[TaylorSums.Length];
            double[] narrow = new double[TaylorSums.Length];
            TaylorSums.AddMoments(x, column, 3.25, 2, wide, wide: true);
            TaylorSums.AddMoments(x, column, 3.25, 2, narrow, wide: false);
            Assert.Equal(wide, narrow);
            double[] merged = new double[TaylorSums.Length];
            TaylorSums.AddMoments(x.AsSpan(0, count / 2), column.Length == 0 ? [] : c.AsSpan(0, count / 2), 3.25, 2, merged);
            double[] rest = new double[TaylorSums.Length];
            TaylorSums.AddMoments(x.AsSpan(count / 2), column.Length == 0 ? [] : c.AsSpan(count / 2), 3.25, 2, rest);
            TaylorSums.Merge(rest, merged);
            TaylorSums.Complete(merged);
            for (int k = 0; k < TaylorSums.Terms; k++)
            {
                double sum = x.Select((v, i) => (column.Length == 0 ? 1 : c[i]) * Math.Pow((v - 3.25) * 2, k)).Sum();
                Tolerance.Near(sum, narrow[TaylorSums.At(k)], 1e-13, 1e-2, $"moment {k} of {count}");
                Tolerance.Near(sum, merged[TaylorSums.At(k)], 1e-13, 1e-2, $"merged moment {k} of {count}");
            }

            Tolerance.Near(column.Length == 0 ? count : c.Sum(Math.Abs), narrow[TaylorSums.Absolute], 1e-13, 0, "absolute");
            Assert.Equal(count == 0 ? 0 : column.Length == 0 ? 1 : c.Max(Math.Abs), narrow[TaylorSums.Largest]);
        }
    }

    [Fact]
    public void Translate_EitherWidth_GivesTheSameBitsAndTheSums()
    {
        const int P = TaylorSums.Terms;
        Random random = new(7);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
        for (int columns = 1; columns <= 3; columns++)
        {
            double[] matrix = Draw(P * P), below = Draw(columns * TaylorSums.Length), above = Draw(columns * TaylorSums.Length), start = Draw(columns * P);
            foreach ((double[] low, double[] high) in ((double[], double[])[])[(below, above), (below, []), ([], above)])
            {
                double[] wide = [.. start];
                double[] narrow = [.. start];
                TaylorSums.Translate(matrix, low, high, wide, wide: true);
                TaylorSums.Translate(matrix, low, high, narrow, wide: false);
                Assert.Equal(wide, narrow);
                for (int j = 0; j < columns * P; j++)
                {
                    (int b, int power) = (j / P, j % P);
                    double sum = start[(b * P) + TaylorSums.At(power)];
                    for (int k = 0; k < P; k++)
                    {
                        double entry = matrix[(TaylorSums.At(k) * P) + TaylorSums.At(power)];
                        int at = (b * TaylorSums.Length) + TaylorSums.At(k);
                        sum += low.Length > 0 ? entry * low[at] : 0;
                        sum += high.Length > 0 ? ((power + k) % 2 == 0 ? entry : -entry) * high[at] : 0;
                    }

                    Tolerance.Near(sum, narrow[(b * P) + TaylorSums.At(power)], 1e-13, 1, $"coefficient {power} of column {b}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Evaluate_EitherWidthOrOneByOne_GivesTheSameBitsAndThePolynomial(int count)
    {
        Random random = new(count);
        double[] local = [.. Enumerable.Range(0, TaylorSums.Terms).Select(_ => random.NextDouble() - 0.5)];
        double[] q = [.. Enumerable.Range(0, count).Select(_ => 3 + (random.NextDouble() / 2))];
        double[] wide = new double[count];
        double[] narrow = new double[count];
        TaylorSums.Evaluate(local, q, 3.25, 2, wide, wide: true);
        TaylorSums.Evaluate(local, q, 3.25, 2, narrow, wide: false);
        Assert.Equal(wide, narrow);
        double[] slope = new double[TaylorSums.Terms];
        TaylorSums.Derivative(local, slope);
        for (int i = 0; i < count; i++)
        {
            double a = (q[i] - 3.25) * 2;
            Assert.Equal(TaylorSums.Evaluate(local, a), narrow[i]);
            Tolerance.Near(Enumerable.Range(0, 16).Sum(j => local[TaylorSums.At(j)] * Math.Pow(a, j)), narrow[i], 1e-14, 1, $"query {i}");
            Tolerance.Near(
                Enumerable.Range(1, 15).Sum(j => j * local[TaylorSums.At(j)] * Math.Pow(a, j - 1)), TaylorSums.Evaluate(slope, a), 1e-13, 1, $"slope {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void WeightsAndDot_EitherWidth_GiveTheSameBits(int count)
    {
        Random random = new(count);
        double[] x = [.. Enumerable.Range(0, count + 11).Select(_ => 40 * random.NextDouble())];
        double[] c = [.. x.Select(_ => random.NextDouble() - 0.5)];
        double[] wide = new double[GaussianWindow.Block];
        double[] narrow = new double[GaussianWindow.Block];
        GaussianWindow.Weights(x, 3, 3 + count, 1, 1.5, wide, wide: true);
        GaussianWindow.Weights(x, 3, 3 + count, 1, 1.5, narrow, wide: false);
        Assert.Equal(wide, narrow);
        Assert.Equal(GaussianWindow.Dot(wide, c, 3, 3 + count, wide: true), GaussianWindow.Dot(narrow, c, 3, 3 + count, wide: false));
        Assert.Equal(GaussianWindow.Dot(wide, [], 3, 3 + count, wide: true), GaussianWindow.Dot(narrow, [], 3, 3 + count, wide: false));
        for (int i = 0; i < count; i++)
        {
            double u = (1 - x[3 + i]) * 1.5;
            Assert.Equal(VectorMath.Exp(u * u * -0.5), narrow[i]);
        }
    }

    [Theory]
    [InlineData(0.25, 1000)]
    [InlineData(0.1875, 7)]
    [InlineData(1.5e-300, 100)]
    public void Place_AnyNumbers_IsTheStableOrderOfTheirCells(double pitch, int count)
    {
        Random random = new(count);
        double[] x = [.. Enumerable.Range(0, count).Select(i => i % 9 == 0 ? random.Next(-20, 20) * pitch : (random.NextDouble() - 0.5) * pitch * 40)];
        (x[0], x[^1]) = (1e308, -1e308);
        Buckets buckets = new(pitch, 1 / pitch, -12, 20);
        int[] places = new int[count];
        buckets.Place(x, places);
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => Math.Clamp(Math.Floor(x[i] / pitch), -13, 8))];
        int[] expected = new int[count];
        for (int k = 0; k < count; k++)
        {
            expected[order[k]] = k;
        }

        Assert.Equal(expected, places);
        Assert.Equal(x.Count(v => v < -12 * pitch), buckets.Below);
        Assert.Equal(count - x.Count(v => v >= 8 * pitch), buckets.Above);
        double[] moved = new double[count];
        Buckets.Move(x, places, moved);
        Assert.Equal(order.Select(i => x[i]), moved);
        int[] numbers = new int[count];
        Buckets.Number(5, places, numbers);
        Assert.Equal(order.Select(i => i + 5), numbers);
    }
}
