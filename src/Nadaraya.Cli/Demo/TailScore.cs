namespace Nadaraya.Cli.Demo;

/// <summary>A score of one's own: s = −a ln(1 + ((q − k)w)²/2a), whose tails are heavy for a small a and the Gaussian's for a large one. θ = (w in each coordinate, ln a).</summary>
internal sealed class TailScore : DifferentiableScore
{
    /// <summary>Its name.</summary>
    public const string Word = "heavy-tail";

    private const double StartScale = 5; // of a standard deviation
    private const double MostLogarithm = 30; // of a: beyond, the Gaussian to the last digit

    /// <inheritdoc/>
    public override string Name => Word;

    /// <inheritdoc/>
    public override int ParameterCount(int coordinates) => coordinates + 1;

    /// <inheritdoc/>
    public override double[] Start(int coordinates, Func<double> random) => [.. Enumerable.Repeat(StartScale, coordinates), 0];

    /// <inheritdoc/>
    public override double Score(ReadOnlySpan<double> query, ReadOnlySpan<double> key, ReadOnlySpan<double> parameters)
    {
        double a = Heaviness(parameters);
        return -a * Math.Log(1 + (Squared(query, key, parameters) / (2 * a)));
    }

    /// <inheritdoc/>
    public override void AddGradient(
        ReadOnlySpan<double> query, ReadOnlySpan<double> key, ReadOnlySpan<double> parameters, double coefficient, Span<double> gradient)
    {
        double a = Heaviness(parameters), u = Squared(query, key, parameters) / (2 * a);
        for (int c = 0; c < query.Length; c++)
        {
            gradient[c] -= coefficient * parameters[c] * (query[c] - key[c]) * (query[c] - key[c]) / (1 + u);
        }

        // ∂s/∂ln a; beyond the limit a no longer follows its parameter.
        gradient[query.Length] += Math.Abs(parameters[query.Length]) < MostLogarithm ? coefficient * a * ((u / (1 + u)) - Math.Log(1 + u)) : 0;
    }

    private static double Heaviness(ReadOnlySpan<double> parameters) => Math.Exp(Math.Clamp(parameters[^1], -MostLogarithm, MostLogarithm));

    private static double Squared(ReadOnlySpan<double> query, ReadOnlySpan<double> key, ReadOnlySpan<double> parameters)
    {
        double sum = 0;
        for (int c = 0; c < query.Length; c++)
        {
            double u = (query[c] - key[c]) * parameters[c];
            sum += u * u;
        }

        return sum;
    }
}
