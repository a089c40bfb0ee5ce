using Nadaraya.Numerics;

namespace Nadaraya.Tests;

public sealed class PackedMatrixTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 6, 16, 5 }, { 7, 17, 9 }, { 13, 33, 64 }, { 96, 48, 31 }, { 5, 100, 3 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Multiply_AnySize_HasTheBitsOfOneSumAfterAnother(int rows, int columns, int depth)
    {
        SplitMix64 random = new(5);
        float[] a = Draw(random, rows * depth);
        float[] b = Draw(random, depth * columns);
        float[] expected = Draw(random, rows * columns);
        float[] added = [.. expected];
        float[] turned = [.. expected];
        PackedMatrix<float> matrix = new();
        matrix.Fill(b, columns, 1, depth, columns);
        matrix.Multiply(a, depth, 1, rows, added, columns, true);

        // The transposes of both, told by their strides.
        matrix.Fill(Transposed(b, depth, columns), 1, depth, depth, columns);
        matrix.Multiply(Transposed(a, rows, depth), 1, rows, rows, turned, columns, true);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                for (int k = 0; k < depth; k++)
                {
                    expected[(i * columns) + j] = MathF.FusedMultiplyAdd(a[(i * depth) + k], b[(k * columns) + j], expected[(i * columns) + j]);
                }
            }
        }

        Assert.Equal(expected, added);
        Assert.Equal(expected, turned);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Multiply_Doubles_HasTheBitsOfOneSumAfterAnother(int rows, int columns, int depth)
    {
        SplitMix64 random = new(6);
        double[] a = Array.ConvertAll(Draw(random, rows * depth), x => (double)x);
        double[] b = Array.ConvertAll(Draw(random, depth * columns), x => (double)x);
        double[] product = new double[rows * columns];
        PackedMatrix<double> matrix = new();
        matrix.Fill(b, columns, 1, depth, columns);
        matrix.Multiply(a, depth, 1, rows, product, columns);
        for (int i = 0; i < rows * columns; i++)
        {
            double sum = 0;
            for (int k = 0; k < depth; k++)
            {
                sum = Math.FusedMultiplyAdd(a[(i / columns * depth) + k], b[(k * columns) + (i % columns)], sum);
            }

            Assert.Equal(sum, product[i]);
        }
    }

    [Fact]
    public void Multiply_WritesNothingBesideItsColumns()
    {
        PackedMatrix<float> matrix = new();
        matrix.Fill([1, 2, 3], 3, 1, 1, 3);
        float[] c = [9, 9, 9, 9, 9, 9, 9, 9];
        matrix.Multiply([1, 2], 1, 1, 2, c, 4);
        Assert.Equal([1, 2, 3, 9, 2, 4, 6, 9], c);
    }

    private static float[] Draw(SplitMix64 random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextNormal())];

    private static float[] Transposed(float[] matrix, int rows, int columns) =>
        [.. Enumerable.Range(0, rows * columns).Select(at => matrix[(at % rows * columns) + (at / rows)])];
}
