namespace Nadaraya.Cli.Demo;

/// <summary>The current edition's boxcar, k(u) = 1 for |u| &lt; 1, the ends left out: a user's own kernel in three members.</summary>
internal readonly struct OpenBoxcar : IKernel
{
    private static readonly KernelConstants Facts = new() { Support = 1, Closed = false, Mass = 2, SecondMoment = 1.0 / 3, Roughness = 0.5 };

    public KernelConstants Constants => Facts;

    public double Weight(double u) => Math.Abs(u) < 1 ? 1 : 0;

    public double LogDerivative(double u) => 0;
}
