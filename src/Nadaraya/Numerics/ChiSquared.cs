namespace Nadaraya.Numerics;

/// <summary>The χ² distribution with any degrees of freedom above 0.</summary>
internal static class ChiSquared
{
    /// <summary>P(X > x) = Q(df/2, x/2); 1 for x ≤ 0.</summary>
    /// <param name="x">The value.</param>
    /// <param name="df">The degrees of freedom.</param>
    public static double UpperTail(double x, double df) => x <= 0 ? 1 : GammaFunctions.UpperRegularized(df / 2, x / 2);
}
