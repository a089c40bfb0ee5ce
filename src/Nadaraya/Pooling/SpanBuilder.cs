namespace Nadaraya.Pooling;

/// <summary>Builds the factor of a span: where the run-time choice of a kernel becomes a type.</summary>
internal sealed class SpanBuilder(Points keys, double[] units, int neighbours, double stretch) : IKernelVisitor<Factor>
{
    public Factor Visit<TKernel>(TKernel kernel)
        where TKernel : struct, IKernel => new SpanFactor<TKernel>(kernel, keys, units, neighbours, stretch);
}
