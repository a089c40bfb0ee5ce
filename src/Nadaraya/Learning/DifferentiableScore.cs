namespace Nadaraya;

/// <summary>Your own score s(q, k; θ), with its gradient in θ: attention weights are its softmax over the keys.</summary>
/// <remarks>
/// Queries and keys come as coordinates: numbers and scores of ordered levels less their mean and over their standard deviation, numbers on a circle as cosine and sine, levels
/// without an order as one coordinate each, 1 for the row's own and 0 for the others. Must be free of side effects: it is called from several threads. O(n²) calls an epoch.
/// </remarks>
public abstract class DifferentiableScore
{
    /// <summary>Its name, which the model remembers: letters, digits and hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>How many parameters it has over d coordinates.</summary>
    /// <param name="coordinates">d.</param>
    public abstract int ParameterCount(int coordinates);

    /// <summary>Where training starts.</summary>
    /// <param name="coordinates">d.</param>
    /// <param name="random">Draws from U(0, 1), seeded.</param>
    /// <returns><see cref="ParameterCount"/> finite numbers.</returns>
    public abstract double[] Start(int coordinates, Func<double> random);

    /// <summary>s(q, k; θ), finite.</summary>
    /// <param name="query">d coordinates of the query.</param>
    /// <param name="key">d coordinates of the key.</param>
    /// <param name="parameters">θ.</param>
    public abstract double Score(ReadOnlySpan<double> query, ReadOnlySpan<double> key, ReadOnlySpan<double> parameters);

    /// <summary>gradient[p] += coefficient · ∂s(q, k; θ)/∂θ_p.</summary>
    /// <param name="query">d coordinates of the query.</param>
    /// <param name="key">d coordinates of the key.</param>
    /// <param name="parameters">θ.</param>
    /// <param name="coefficient">What each derivative is multiplied by.</param>
    /// <param name="gradient">Gets the sum.</param>
    public abstract void AddGradient(
        ReadOnlySpan<double> query, ReadOnlySpan<double> key, ReadOnlySpan<double> parameters, double coefficient, Span<double> gradient);
}
