namespace Nadaraya.Numerics;

/// <summary>λ − 1 − ln λ, what gamma and beta densities fall by away from their modes.</summary>
internal static class LogExcess
{
    /// <summary>μ − ln(1 + μ) ≥ 0, relative error under 10⁻¹⁵ also where μ is near 0; ∞ for λ = 0.</summary>
    /// <param name="mu">λ − 1, as exactly as the caller knows it.</param>
    /// <param name="lambda">λ ≥ 0, as exactly as the caller knows it: near 0 it says more than μ.</param>
    /// <remarks>
    /// Near 0: with r = μ/(2 + μ) is ln(1 + μ) = 2(r + r³/3 + r⁵/5 + …) and μ − 2r = rμ, so that the leading terms cancel on paper.
    /// At |μ| ≤ 0.4 is r² ≤ 1/16, and the first term left out is under 2·16⁻¹³/29 = 2·10⁻¹⁷ of the sum.
    /// </remarks>
    public static double Of(double mu, double lambda)
    {
        if (!(Math.Abs(mu) <= 0.4))
        {
            return double.IsPositiveInfinity(mu) || double.IsPositiveInfinity(lambda) ? double.PositiveInfinity : mu - Math.Log(lambda);
        }

        double r = mu / (2 + mu);
        double square = r * r;
        double tail = 0;
        for (int k = 27; k >= 3; k -= 2)
        {
            tail = (tail * square) + (1.0 / k);
        }

        return r * (mu - (2 * square * tail));
    }

    /// <summary>e⁻ᵈ for d ≥ 0, falling gradually to the smallest double.</summary>
    public static double Decay(double d)
    {
        double root = VectorMath.Exp(d / -2);
        return root * root;
    }
}
