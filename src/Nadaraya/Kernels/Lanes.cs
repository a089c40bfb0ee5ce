using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nadaraya;

/// <summary>The vector forms of a kernel that is written for one distance at a time: one line each, and nothing is allocated.</summary>
/// <remarks>
/// The defaults of <see cref="IKernel"/> do the same through a boxed copy of the struct; <c>=> Lanes.Weight(this, u)</c> in the kernel itself
/// compiles to its own code in a row.
/// </remarks>
public static class Lanes
{
    /// <summary>k(u) for eight distances, each by <see cref="IKernel.Weight(double)"/>.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="u">Eight distances.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Weight<TKernel>(TKernel kernel, Vector512<double> u)
        where TKernel : struct, IKernel => Vector512.Create(
            kernel.Weight(u[0]),
            kernel.Weight(u[1]),
            kernel.Weight(u[2]),
            kernel.Weight(u[3]),
            kernel.Weight(u[4]),
            kernel.Weight(u[5]),
            kernel.Weight(u[6]),
            kernel.Weight(u[7]));

    /// <summary>d ln |k(u)| / du for eight distances, each by <see cref="IKernel.LogDerivative(double)"/>.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="u">Eight distances.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LogDerivative<TKernel>(TKernel kernel, Vector512<double> u)
        where TKernel : struct, IKernel => Vector512.Create(
            kernel.LogDerivative(u[0]),
            kernel.LogDerivative(u[1]),
            kernel.LogDerivative(u[2]),
            kernel.LogDerivative(u[3]),
            kernel.LogDerivative(u[4]),
            kernel.LogDerivative(u[5]),
            kernel.LogDerivative(u[6]),
            kernel.LogDerivative(u[7]));
}
