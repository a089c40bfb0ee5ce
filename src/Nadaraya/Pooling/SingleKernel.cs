namespace Nadaraya.Pooling;

/// <summary>A score that is one kernel with one fixed bandwidth a column: what the fast engines know how to sum.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Bandwidths">One a column.</param>
internal sealed record SingleKernel(IKernel Kernel, double[] Bandwidths)
{
    /// <summary>Finds it in a factor.</summary>
    internal sealed class Finder : IContinuousVisitor<SingleKernel>
    {
        public SingleKernel? Visit<TKernel>(TKernel kernel, Geometry geometry)
            where TKernel : struct, IKernel => geometry.Bandwidths is double[] h ? new(kernel, h) : null;
    }
}
