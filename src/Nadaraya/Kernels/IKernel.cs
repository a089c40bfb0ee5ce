using System.Runtime.Intrinsics;

namespace Nadaraya;

/// <summary>A kernel: how much a key counts, by its distance <c>u = (query − key) / bandwidth</c> from the query.</summary>
/// <remarks>
/// <para>Write one as a readonly struct whose parameters are its fields and hand it to <see cref="Kernel.Of{TKernel}"/>: the
/// engines are compiled for it as for the built-in ones, so it is as fast.</para>
/// <para><see cref="Weight(double)"/> must be even in u, finite, and 0 outside <see cref="KernelConstants.Support"/>; only ratios of
/// weights matter for regression, so it need not be normalised (<see cref="KernelConstants.Mass"/> says what it integrates to).</para>
/// <para>Three members suffice: the constants, the weight and its log derivative. A default stands on a boxed copy of the struct, which the
/// vector forms feel first: write them in vectors, or as <c>=> Lanes.Weight(this, u)</c>, one line each. u is never NaN.</para>
/// </remarks>
public interface IKernel
{
    /// <summary>Support, order, mass, moments: what rules of thumb and engines need to know beside the weight.</summary>
    KernelConstants Constants { get; }

    /// <summary>k(u), the weight; u has no unit. 0 outside the support, also for u = ±∞.</summary>
    /// <param name="u">The distance (query − key) / bandwidth.</param>
    double Weight(double u);

    /// <summary>ln |k(u)|; −∞ where the weight is 0. Kernels of unbounded support give it without underflow at any finite u, if need be
    /// −<see cref="double.MaxValue"/>.</summary>
    /// <param name="u">The distance (query − key) / bandwidth.</param>
    double LogWeight(double u) => Math.Log(Math.Abs(Weight(u)));

    /// <summary>d ln |k(u)| / du: what the gradient of a criterion in the bandwidth needs.</summary>
    /// <remarks>
    /// 0 outside the support; beyond where an unbounded kernel's weight merely underflows it is still right. Finite for
    /// every u, ±∞ included, so that its product with the weight is. 0 at a kink at 0.
    /// </remarks>
    /// <param name="u">The distance (query − key) / bandwidth.</param>
    double LogDerivative(double u);

    /// <summary>The sign of k(u): 1 for kernels that are nowhere negative. Needed where the weight itself underflows.</summary>
    /// <param name="u">The distance (query − key) / bandwidth.</param>
    double Sign(double u) => Constants.Signed ? Math.Sign(Weight(u)) : 1;

    /// <summary>
    /// ln |k((query − key)/bandwidth)| − ln |k((query − reference)/bandwidth)|, accurate however far both keys are from the query.
    /// </summary>
    /// <remarks>
    /// The plain difference of two logarithms loses all digits in the far tail, where both are huge and nearly alike; kernels
    /// of unbounded support therefore factorise it. Must not return NaN for finite arguments and a positive finite bandwidth:
    /// 0 where key and reference are the same, else −∞ where the key has no weight, else +∞ where the reference has none.
    /// </remarks>
    /// <param name="query">The query's coordinate.</param>
    /// <param name="key">The coordinate of the key to weigh.</param>
    /// <param name="reference">The coordinate of the key to compare with.</param>
    /// <param name="bandwidth">The bandwidth, positive, in the unit of the coordinates.</param>
    double LogRatio(double query, double key, double reference, double bandwidth) =>
        key == reference ? 0 : Tails.Difference(
            LogWeight(Tails.Distance(query, key, bandwidth)), LogWeight(Tails.Distance(query, reference, bandwidth)));

    /// <summary>log[i] += <see cref="LogRatio"/> of each key; one at a time unless the kernel knows better.</summary>
    /// <param name="query">The query's coordinate.</param>
    /// <param name="keys">The coordinates of the keys, a multiple of eight.</param>
    /// <param name="reference">The coordinate of the key to compare with.</param>
    /// <param name="bandwidth">The bandwidth, positive.</param>
    /// <param name="log">One sum a key.</param>
    void AddLogRatio(double query, ReadOnlySpan<double> keys, double reference, double bandwidth, Span<double> log)
    {
        for (int i = 0; i < log.Length; i++)
        {
            log[i] += LogRatio(query, keys[i], reference, bandwidth);
        }
    }

    /// <summary>k(u) for eight distances at once; lane by lane unless the kernel knows better.</summary>
    /// <param name="u">Eight distances.</param>
    Vector512<double> Weight(Vector512<double> u) => Vector512.Create(
        Weight(u[0]), Weight(u[1]), Weight(u[2]), Weight(u[3]),
        Weight(u[4]), Weight(u[5]), Weight(u[6]), Weight(u[7]));

    /// <summary>d ln |k(u)| / du for eight distances at once; lane by lane unless the kernel knows better.</summary>
    /// <param name="u">Eight distances.</param>
    Vector512<double> LogDerivative(Vector512<double> u) => Vector512.Create(
        LogDerivative(u[0]), LogDerivative(u[1]), LogDerivative(u[2]), LogDerivative(u[3]),
        LogDerivative(u[4]), LogDerivative(u[5]), LogDerivative(u[6]), LogDerivative(u[7]));
}
