namespace Nadaraya.Numerics;

/// <summary>Γ(x)/Γ(x + ½), for kernels whose mass is one.</summary>
internal static class GammaRatio
{
    /// <summary>√x·Γ(x)/Γ(x + ½) for x > 0, which tends to 1; relative error under 2·10⁻¹⁵.</summary>
    /// <remarks>
    /// ln = 1/8x − 1/192x³ + 1/640x⁵ − 17/14336x⁷ + …, from Stirling's series of both; the next term is under 10⁻¹⁶ from x = 32 on.
    /// Smaller x climb by Γ(x)/Γ(x + ½) = (1 + 1/2x)·Γ(x + 1)/Γ(x + 3/2).
    /// </remarks>
    public static double HalfStep(double x)
    {
        double climbed = 1;
        double top = x;
        for (; top < 32; top++)
        {
            climbed *= 1 + (0.5 / top);
        }

        double v = 1 / top;
        double v2 = v * v;
        double log = v * ((1.0 / 8) + (v2 * ((-1.0 / 192) + (v2 * ((1.0 / 640) - (v2 * 17 / 14336))))));
        return climbed * Math.Sqrt(x / top) * Math.Exp(log);
    }
}
