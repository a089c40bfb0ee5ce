using Nadaraya.Numerics;

namespace Nadaraya.Tests.Numerics;

/// <summary>Monomials over a tile, against sums and forms written out.</summary>
public sealed class TileTermsTests
{
    // 1, a, b, a², ab, b², a²b: each an earlier one times a column.
    private static readonly (int Term, int Column)[] Steps = [(0, 0), (0, 0), (0, 1), (1, 0), (1, 1), (2, 1), (3, 1)];
    private static readonly (int A, int B)[] Powers = [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (2, 1)];

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(264)]
    public void AddAndForm_OfTwoColumns_AreWhatTheySay(int length)
    {
        Random random = new(length);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
        double[] w = Draw(length), y = Draw(length), apart = Draw(2 * length), a = Draw(Steps.Length), b = Draw(3), c = Draw(length);
        double[] room = new double[TileTerms.Room * Steps.Length], sums = new double[8 * (Steps.Length + 3)], before = [.. c];
        double Monomial(int term, int i) => Math.Pow(apart[i], Powers[term].A) * Math.Pow(apart[length + i], Powers[term].B);

        TileTerms.Add(w, y, apart, Steps, 3, room, sums);
        TileTerms.Add(w, y, apart, Steps, 3, room, sums); // sums are added to
        TileTerms.Form(y, apart, Steps, a, b, room, c);

        for (int k = 0; k < Steps.Length + 3; k++)
        {
            double expected = 2 * Enumerable.Range(0, length).Sum(i => w[i] * (k < Steps.Length ? Monomial(k, i) : y[i] * Monomial(k - Steps.Length, i)));
            Assert.Equal(expected, sums[(8 * k)..((8 * k) + 8)].Sum(), 1e-12);
        }

        for (int i = 0; i < length; i++)
        {
            double expected = before[i] + Enumerable.Range(0, Steps.Length).Sum(t => Monomial(t, i) * (a[t] + (t < 3 ? b[t] * y[i] : 0)));
            Assert.Equal(expected, c[i], 1e-13);
        }
    }
}
