namespace Nadaraya;

/// <summary>∫ k(z − ½) k(z + ½) dz of the normalised kernel, by which R np spreads the error of a derivative from that of a mean.</summary>
/// <remarks>Gauss–Legendre of five points on many small steps; the kernel may kink where z = ½ or at its rim, so steps begin there.</remarks>
internal static class KernelOverlap
{
    private const int Steps = 128;

    // Of the five-point rule on [−1, 1]: Abramowitz & Stegun (1964), table 25.4.
    private static readonly double[] Nodes = [-0.9061798459386640, -0.5384693101056831, 0, 0.5384693101056831, 0.9061798459386640];
    private static readonly double[] Shares = [0.2369268850561891, 0.4786286704993665, 0.5688888888888889, 0.4786286704993665, 0.2369268850561891];

    /// <summary>The integral; null where the kernel has no finite mass.</summary>
    public static double? Of(Kernel kernel)
    {
        if (kernel.Constants.Mass is not double mass)
        {
            return null;
        }

        double end = kernel.Constants.Support - 0.5;
        double sum = Over(kernel, 0, Math.Min(0.5, end));
        for (double from = 0.5, width = 1; from < end; from += width, width *= from > 32 ? 2 : 1)
        {
            double part = Over(kernel, from, Math.Min(from + width, end));
            sum += part;
            if (Math.Abs(part) < 1e-17 * Math.Abs(sum))
            {
                break;
            }
        }

        return 2 * sum / (mass * mass); // the integrand is even
    }

    private static double Over(Kernel kernel, double from, double to)
    {
        double half = (to - from) / (2 * Steps);
        double sum = 0;
        for (int step = 0; step < Steps; step++)
        {
            double middle = from + (((2 * step) + 1) * half);
            for (int k = 0; k < Nodes.Length; k++)
            {
                double z = middle + (half * Nodes[k]);
                sum += half * Shares[k] * kernel.Weight(z - 0.5) * kernel.Weight(z + 0.5);
            }
        }

        return sum;
    }
}
