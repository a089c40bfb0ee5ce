using System.Runtime.CompilerServices;

namespace Nadaraya.Engines;

/// <summary>The Taylor series of g(z) = e^(−z²/2) around a point, and what a square of its terms leaves out.</summary>
internal static class GaussianSeries
{
    /// <summary>Orders that are added up; what is beyond is bounded by Cramér's inequality (docs/numerics.md).</summary>
    public const int Orders = 48;

    /// <summary>g(z).</summary>
    public static double Weight(double z) => Math.Exp(-z * z / 2);

    /// <summary>t[n] = g⁽ⁿ⁾(z)/n!, from g′ = −z·g by Leibniz: (n+1)·t[n+1] = −(z·t[n] + t[n−1]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Derivatives(double z, double[] t)
    {
        t[0] = Weight(z);
        t[1] = -z * t[0];
        for (int n = 1; n + 1 < t.Length; n++)
        {
            t[n + 1] = -((z * t[n]) + t[n - 1]) / (n + 1);
        }
    }

    /// <summary>For each n the sum of binomial(n, j)·j!/(j − i)! over the terms left out, j ≥ P or n − j ≥ P: those of the i-th derivative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double[] LeftOut(int terms, int derivative = 0)
    {
        double[] left = new double[Orders];
        double[] row = new double[Orders]; // row n of Pascal's triangle
        for (int n = 0; n < Orders; n++)
        {
            for (int j = n; j > 0; j--)
            {
                row[j] = j == n ? 1 : row[j] + row[j - 1];
            }

            row[0] = 1;
            for (int j = 0; j <= n; j++)
            {
                left[n] += j >= terms || n - j >= terms ? row[j] * Falling(j, derivative) : 0;
            }
        }

        return left;
    }

    /// <summary>j!/(j − i)!, 0 where j is less.</summary>
    public static double Falling(int j, int i)
    {
        double product = 1;
        for (int k = 0; k < i; k++)
        {
            product *= j - k;
        }

        return product;
    }

    /// <summary>1, x, x², ….</summary>
    public static double[] Powers(double x, int count)
    {
        double[] powers = new double[count];
        powers[0] = 1;
        for (int n = 1; n < count; n++)
        {
            powers[n] = powers[n - 1] * x;
        }

        return powers;
    }

    /// <summary>Σ over n of |t[n]| ρⁿ⁻ⁱ times what is left out.</summary>
    public static double Truncation(double[] t, double[] rhos, double[] left, int derivative = 0)
    {
        double sum = 0;
        for (int n = derivative; n < Orders; n++)
        {
            sum += Math.Abs(t[n]) * rhos[n - derivative] * left[n];
        }

        return sum;
    }
}
