using System.Collections.Concurrent;

namespace Nadaraya.Engines;

/// <summary>xⁿ on [−1, 1] by a polynomial Xₙ of degree under P: its Chebyshev series up to there, which is xⁿ itself where n &lt; P.</summary>
/// <remarks>
/// xⁿ = 2¹⁻ⁿ Σ_k binomial(n, k) T_{n−2k}, k ≤ n/2, with half of T₀. All coefficients are positive and add up to 1, and |T| ≤ 1: so with dₙ the sum of those that are
/// left out |xⁿ − Xₙ| ≤ dₙ and |Xₙ| ≤ 1 − dₙ. The plain choice, 0 for Xₙ, has dₙ = 1. Source: Lanczos (1956), Applied Analysis, ch. 7.
/// </remarks>
internal sealed class EconomizedPowers
{
    private static readonly ConcurrentDictionary<int, EconomizedPowers> Known = [];
    private readonly double[] coefficients;
    private readonly double[] lost = new double[GaussianSeries.Orders];
    private readonly double[] sizes = new double[GaussianSeries.Orders];

    private EconomizedPowers(int terms)
    {
        Terms = terms;
        coefficients = new double[GaussianSeries.Orders * terms];
        Int128[][] chebyshev = Chebyshev(terms);
        Int128[] exact = new Int128[terms];
        for (int n = 0; n < GaussianSeries.Orders; n++)
        {
            // In units of 2⁻ⁿ everything is a whole number.
            Array.Clear(exact);
            Int128 binomial = 1;
            Int128 beyond = 0;
            for (int k = 0; 2 * k <= n; k++)
            {
                int degree = n - (2 * k);
                Int128 weight = degree == 0 ? binomial : 2 * binomial;
                beyond += degree >= terms ? weight : 0;
                for (int j = 0; j <= degree && degree < terms; j++)
                {
                    exact[j] += weight * chebyshev[degree][j];
                }

                binomial = binomial * (n - k) / (k + 1);
            }

            lost[n] = Math.ScaleB((double)beyond, -n);
            for (int j = 0; j < terms; j++)
            {
                coefficients[(n * terms) + j] = Math.ScaleB((double)exact[j], -n);
                sizes[n] += Math.Abs(coefficients[(n * terms) + j]);
            }
        }
    }

    /// <summary>P.</summary>
    public int Terms { get; }

    /// <summary>Those of so many terms.</summary>
    public static EconomizedPowers Of(int terms) => Known.GetOrAdd(terms, p => new(p));

    /// <summary>The coefficients of Xₙ, each rounded once.</summary>
    public ReadOnlySpan<double> this[int n] => coefficients.AsSpan(n * Terms, Terms);

    /// <summary>The sum of their sizes.</summary>
    public double Size(int n) => sizes[n];

    /// <summary>For each n the sum over j of binomial(n, j)·|xʲyⁿ⁻ʲ − X_j(x)X_{n−j}(y)|, which is at most 1 − (1 − d_j)(1 − d_{n−j}) each.</summary>
    public double[] LeftOut()
    {
        double[] left = new double[lost.Length];
        for (int n = 0; n < left.Length; n++)
        {
            double binomial = 1;
            for (int j = 0; j <= n; j++)
            {
                left[n] += binomial * (lost[j] + (lost[n - j] * (1 - lost[j])));
                binomial = binomial * (n - j) / (j + 1);
            }
        }

        return left;
    }

    /// <summary>T₀, T₁, …: T_{n+1} = 2x·T_n − T_{n−1}.</summary>
    private static Int128[][] Chebyshev(int count)
    {
        Int128[][] t = new Int128[count][];
        for (int n = 0; n < count; n++)
        {
            t[n] = new Int128[count];
            for (int j = 0; j <= n; j++)
            {
                Int128 raised = n == 0 || j == 0 ? 0 : (n == 1 ? 1 : 2) * t[n - 1][j - 1];
                t[n][j] = n == 0 ? 1 : n == 1 ? raised : raised - t[n - 2][j];
            }
        }

        return t;
    }
}
