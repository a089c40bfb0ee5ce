namespace Nadaraya.Pooling;

/// <summary>Builds the factor of a kernel over all columns of some keys: where the run-time choice of a kernel becomes a type.</summary>
internal sealed class FactorBuilder(Points keys, Geometry geometry) : IKernelVisitor<Factor>
{
    public Factor Visit<TKernel>(TKernel kernel)
        where TKernel : struct, IKernel => new ContinuousFactor<TKernel>(kernel, keys, geometry);
}
