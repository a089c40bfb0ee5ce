namespace Nadaraya;

/// <summary>What wants a kernel as its own type.</summary>
internal interface IKernelVisitor<out TResult>
{
    TResult Visit<TKernel>(TKernel kernel)
        where TKernel : struct, IKernel;
}
