namespace Nadaraya;

/// <summary>A kernel of a known type.</summary>
internal sealed class Kernel<TKernel>(string name, TKernel kernel) : Kernel(name, kernel.Constants)
    where TKernel : struct, IKernel
{
    public override double Weight(double u) => kernel.Weight(u);

    public override double LogWeight(double u) => kernel.LogWeight(u);

    public override double LogDerivative(double u) => kernel.LogDerivative(u);

    internal override TResult Accept<TResult>(IKernelVisitor<TResult> visitor) => visitor.Visit(kernel);
}
