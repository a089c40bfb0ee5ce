namespace Nadaraya.Tests;

/// <summary>A user's own score: s = −Σ_c e^θ_c (√((q_c − k_c)² + ε²) − ε), a double exponential without its corner.</summary>
internal sealed class SmoothLaplace : DifferentiableScore
{
    private const double Corner = 0.3;

    public override string Name => "smooth-laplace";

    public override int ParameterCount(int coordinates) => coordinates;

    public override double[] Start(int coordinates, Func<double> random) => [.. Enumerable.Range(0, coordinates).Select(_ => random())];

    public override double Score(ReadOnlySpan<double> query, ReadOnlySpan<double> key, ReadOnlySpan<double> parameters)
    {
        double score = 0;
        for (int c = 0; c < query.Length; c++)
        {
            score -= Math.Exp(parameters[c]) * Size(query[c] - key[c]);
        }

        return score;
    }

    public override void AddGradient(ReadOnlySpan<double> query, ReadOnlySpan<double> key, ReadOnlySpan<double> parameters, double coefficient, Span<double> gradient)
    {
        for (int c = 0; c < query.Length; c++)
        {
            gradient[c] -= coefficient * Math.Exp(parameters[c]) * Size(query[c] - key[c]);
        }
    }

    private static double Size(double apart) => Math.Sqrt((apart * apart) + (Corner * Corner)) - Corner;
}
