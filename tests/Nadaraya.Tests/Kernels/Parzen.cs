namespace Nadaraya.Tests.Kernels;

/// <summary>A user's own kernel with the three members that suffice: Parzen's piecewise cubic, k(u) = 1 − 6u² + 6|u|³, then 2(1 − |u|)³.</summary>
public readonly struct Parzen : IKernel
{
    private static readonly KernelConstants Facts = new()
    {
        Support = 1,
        Mass = 3.0 / 4,
        SecondMoment = 1.0 / 12,
        Roughness = 302.0 / 315,
    };

    public KernelConstants Constants => Facts;

    public double Weight(double u)
    {
        double a = Math.Abs(u);
        double t = 1 - a;
        return a > 1 ? 0 : a < 0.5 ? 1 - (6 * a * a * t) : 2 * t * t * t;
    }

    public double LogDerivative(double u)
    {
        double a = Math.Abs(u);
        return a >= 1 ? 0 : a < 0.5 ? u * ((18 * a) - 12) / Weight(u) : -3 / Math.CopySign(1 - a, u);
    }
}
