namespace Nadaraya.Pooling;

/// <summary>What wants a continuous factor with its kernel as its own type: engines whose loops are compiled for it.</summary>
internal interface IContinuousVisitor<out TResult>
    where TResult : class
{
    TResult? Visit<TKernel>(TKernel kernel, Geometry geometry)
        where TKernel : struct, IKernel;
}
