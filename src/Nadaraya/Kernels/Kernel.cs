using System.Diagnostics.CodeAnalysis;

namespace Nadaraya;

/// <summary>A kernel chosen at run time: the built-in ones by name, or a user's own by <see cref="Of{TKernel}"/>.</summary>
/// <remarks>The choice becomes a type once, when an engine is prepared; the inner loops never ask again.</remarks>
public abstract partial class Kernel
{
    private protected Kernel(string name, KernelConstants constants)
    {
        Name = name;
        Constants = constants;
    }

    /// <summary>The name, with its parameter where it has one: <c>rational-quadratic:2</c>.</summary>
    public string Name { get; }

    /// <summary>Support, order, mass and moments.</summary>
    public KernelConstants Constants { get; }

    /// <summary>A user's own kernel, as fast as the built-in ones.</summary>
    /// <param name="name">The name to show and to store; a model with it is loaded by handing the same kernel over again.</param>
    /// <param name="kernel">The kernel, a readonly struct.</param>
    public static Kernel Of<TKernel>(string name, TKernel kernel)
        where TKernel : struct, IKernel
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new Kernel<TKernel>(name, kernel);
    }

    /// <summary>The built-in kernel of that name.</summary>
    /// <param name="text">
    /// One of <see cref="Names"/>, as written there, or <c>rational-quadratic:α</c> with a positive number in invariant notation. <c>boxcar</c>
    /// is uniform, <c>exponential</c> is laplace, and <c>d2l-epanechikov</c> is triangular, which the current edition of the book calls so.
    /// </param>
    /// <exception cref="FormatException">There is no such kernel; the message names the text and lists the names.</exception>
    public static Kernel Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out Kernel? kernel) ? kernel : throw new FormatException(KernelNames.Refuse(text));
    }

    /// <summary>The built-in kernel of that name, as <see cref="Parse"/> reads it.</summary>
    /// <param name="text">The name, with its parameter where it has one.</param>
    /// <param name="kernel">The kernel; null where there is none of that name.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Kernel? kernel)
    {
        kernel = text is null ? null : KernelNames.Find(text);
        return kernel is not null;
    }

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
