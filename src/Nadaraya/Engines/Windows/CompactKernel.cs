using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>The compact kernels that are polynomials in |u|, as k = f·Iᵖ with I a cubic in the gap G = 1 − |u|/support.</summary>
internal static class CompactKernel
{
    private static readonly double Root = Math.Sqrt(5);

    /// <summary>√5 less its double.</summary>
    private const double RootBeyond = -1.0864230407365012e-16;

    /// <summary>A kernel with its bandwidth in place; null where it is of another kind.</summary>
    public static CompactLanes? Of(IKernel kernel, double bandwidth) => kernel switch
    {
        Uniform => Lanes(0.5, 0, 1, 0, 0, bandwidth, 0),
        Triangular => Lanes(1, 1, 1, 0, 0, bandwidth, 0),
        Epanechnikov => Lanes(0.75, 1, 2, -1, 0, bandwidth, 0),
        EpanechnikovNp => Lanes(3 / (4 * Root), 1, 2, -1, 0, Root * bandwidth, Math.FusedMultiplyAdd(Root, bandwidth, -(Root * bandwidth)) + (RootBeyond * bandwidth)),
        Biweight => Lanes(15.0 / 16, 2, 2, -1, 0, bandwidth, 0),
        Triweight => Lanes(35.0 / 32, 3, 2, -1, 0, bandwidth, 0),
        Tricube => Lanes(70.0 / 81, 3, 3, -3, 1, bandwidth, 0),
        _ => null,
    };

    private static CompactLanes Lanes(double factor, int power, double first, double second, double third, double reach, double beyond) => new()
    {
        Factor = factor,
        Power = power,
        First = first,
        Second = second,
        Third = third,
        Reach = reach,
        Beyond = beyond,
        Scale = 1 / reach,
    };
}
