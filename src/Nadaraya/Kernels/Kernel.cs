namespace Nadaraya;

/// <summary>A kernel chosen at run time: the built-in ones by name, or a user's own by <see cref="Of{TKernel}"/>.</summary>
/// <remarks>The choice becomes a type once, when an engine is prepared; the inner loops never ask again.</remarks>
public abstract class Kernel
{
    private protected Kernel(string name, KernelConstants constants)
    {
        Name = name;
        Constants = constants;
    }

    /// <summary>exp(−u²/2); the bandwidth is the standard deviation.</summary>
    public static Kernel Gaussian { get; } = Of("gaussian", default(Gaussian));

    /// <summary>The name, with its parameter where it has one: <c>rational-quadratic:2</c>.</summary>
    public string Name { get; }

    /// <summary>Support, order, mass and moments.</summary>
    public KernelConstants Constants { get; }

    /// <summary>A user's own kernel, as fast as the built-in ones.</summary>
    /// <param name="name">The name to show and to store; a model with it is loaded by handing the same kernel over again.</param>
    /// <param name="kernel">The kernel, a readonly struct.</param>
    public static Kernel Of<TKernel>(string name, TKernel kernel)
        where TKernel : struct, IKernel => new Kernel<TKernel>(name, kernel);

    /// <summary>k(u).</summary>
    /// <param name="u">The distance (query − key) / bandwidth.</param>
    public abstract double Weight(double u);

    /// <summary>ln |k(u)|.</summary>
    /// <param name="u">The distance (query − key) / bandwidth.</param>
    public abstract double LogWeight(double u);

    /// <summary>d ln |k(u)| / du.</summary>
    /// <param name="u">The distance (query − key) / bandwidth.</param>
    public abstract double LogDerivative(double u);

    /// <summary>Hands the kernel over as its own type: the one place where a run-time choice becomes a compiled loop.</summary>
    internal abstract TResult Accept<TResult>(IKernelVisitor<TResult> visitor);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What wants a kernel as its own type.</summary>
internal interface IKernelVisitor<out TResult>
{
    TResult Visit<TKernel>(TKernel kernel)
        where TKernel : struct, IKernel;
}

/// <summary>A kernel of a known type.</summary>
internal sealed class Kernel<TKernel>(string name, TKernel kernel) : Kernel(name, kernel.Constants)
    where TKernel : struct, IKernel
{
    public override double Weight(double u) => kernel.Weight(u);

    public override double LogWeight(double u) => kernel.LogWeight(u);

    public override double LogDerivative(double u) => kernel.LogDerivative(u);

    internal override TResult Accept<TResult>(IKernelVisitor<TResult> visitor) => visitor.Visit(kernel);
}
