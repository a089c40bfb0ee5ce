namespace Nadaraya.Tests.Kernels;

// One line per kernel says more than one file per line.
public sealed class GaussianContract : KernelContract<Gaussian>;
public sealed class EpanechnikovContract : KernelContract<Epanechnikov>;
public sealed class EpanechnikovNpContract : KernelContract<EpanechnikovNp>;
public sealed class UniformContract : KernelContract<Uniform>;
public sealed class TriangularContract : KernelContract<Triangular>;
public sealed class BiweightContract : KernelContract<Biweight>;
public sealed class TriweightContract : KernelContract<Triweight>;
public sealed class TricubeContract : KernelContract<Tricube>;
public sealed class CosineContract : KernelContract<Cosine>;
public sealed class LogisticContract : KernelContract<Logistic>;
public sealed class SigmoidContract : KernelContract<Sigmoid>;
public sealed class SilvermanContract : KernelContract<Silverman>;
public sealed class LaplaceContract : KernelContract<Laplace>;
public sealed class RationalQuadraticContract : KernelContract<RationalQuadratic>;
public sealed class RationalQuadraticOfThreeTenthsContract() : RationalQuadraticOfAlpha(0.3);
public sealed class RationalQuadraticOfTwoAndAHalfContract() : RationalQuadraticOfAlpha(2.5);
public sealed class RationalQuadraticOfFortyContract() : RationalQuadraticOfAlpha(40);
public sealed class GaussianOfOrder4Contract() : GaussiansOfOrder(4);
public sealed class GaussianOfOrder6Contract() : GaussiansOfOrder(6);
public sealed class GaussianOfOrder8Contract() : GaussiansOfOrder(8);
public sealed class EpanechnikovNpOfOrder4Contract() : EpanechnikovNpsOfOrder(4);
public sealed class EpanechnikovNpOfOrder6Contract() : EpanechnikovNpsOfOrder(6);
public sealed class EpanechnikovNpOfOrder8Contract() : EpanechnikovNpsOfOrder(8);
public sealed class UsersKernelContract : KernelContract<Parzen>;

public abstract class RationalQuadraticOfAlpha(double alpha) : KernelContract<RationalQuadratic>
{
    private protected override RationalQuadratic Kernel { get; } = new(alpha);
}

public abstract class GaussiansOfOrder(int order) : KernelContract<GaussianOfOrder>
{
    private protected override GaussianOfOrder Kernel { get; } = new(order);
}

public abstract class EpanechnikovNpsOfOrder(int order) : KernelContract<EpanechnikovNpOfOrder>
{
    private protected override EpanechnikovNpOfOrder Kernel { get; } = new(order);
}
