namespace Nadaraya.Numerics;

/// <summary>A polynomial p(s) in the distance s = v or in the gap s = 1 − v, and its Taylor series around any s: t_k = Σ_n matrix[n, k]·sⁿ.</summary>
internal sealed class WindowSeries
{
    /// <param name="polynomial">Its coefficients.</param>
    /// <param name="isGap">Whether it is in the gap.</param>
    /// <param name="falls">Whether s falls where the key moves up.</param>
    public WindowSeries(double[] polynomial, bool isGap, bool falls)
    {
        int terms = polynomial.Length;
        int width = (terms + 3) & ~3;
        (Terms, IsGap) = (terms, isGap);
        Polynomial = new double[width];
        polynomial.CopyTo(Polynomial, 0);
        Matrix = new double[width * width];
        for (int k = 0; k < terms; k++)
        {
            double binomial = falls && k % 2 == 1 ? -1 : 1;
            for (int n = 0; n + k < terms; n++)
            {
                Matrix[(n * width) + k] = binomial * polynomial[n + k];
                binomial = binomial * (n + k + 1) / (n + 1);
            }
        }
    }

    /// <summary>How many coefficients there are.</summary>
    public int Terms { get; }

    /// <summary>The coefficients, with zeros up to a whole vector.</summary>
    public double[] Polynomial { get; }

    /// <summary>Whether they are of the gap.</summary>
    public bool IsGap { get; }

    /// <summary>binomial(n + k, k)·p_(n+k), with the sign of k where s falls; as many rows as a row is long, of whole vectors.</summary>
    public double[] Matrix { get; }

    /// <summary>The series around a distance.</summary>
    /// <param name="distance">v.</param>
    /// <param name="t">As many coefficients as the polynomial has.</param>
    public void Taylor(double distance, Span<double> t)
    {
        double s = IsGap ? 1 - distance : distance;
        int width = Polynomial.Length;
        for (int k = 0; k < t.Length; k++)
        {
            double value = 0;
            for (int n = t.Length - 1; n >= 0; n--)
            {
                value = Math.FusedMultiplyAdd(value, s, Matrix[(n * width) + k]);
            }

            t[k] = value;
        }
    }
}
