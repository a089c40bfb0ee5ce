namespace Nadaraya;

/// <summary>Steps down a gradient that is handed over: SGD with momentum, or Adam.</summary>
/// <remarks>
/// SGD: b ← μb + g, θ ← θ − ηb (Polyak 1964). Adam: m ← β₁m + (1 − β₁)g, s ← β₂s + (1 − β₂)g², θ ← θ − η m̂/(√ŝ + ε), with the means corrected for their start (Kingma &amp; Ba 2015).
/// </remarks>
/// <param name="parameters">The length of θ.</param>
/// <param name="adam">Whether it is Adam.</param>
/// <param name="momentum">μ of SGD.</param>
internal sealed class Descent(int parameters, bool adam, double momentum)
{
    private const double First = 0.9; // β₁, β₂ and ε of the paper
    private const double Second = 0.999;
    private const double Least = 1e-8;

    private double[] means = new double[parameters];
    private double[] squares = new double[adam ? parameters : 0];
    private long steps;

    /// <summary>Makes a step.</summary>
    /// <param name="theta">θ, changed.</param>
    /// <param name="gradient">g.</param>
    /// <param name="rate">η.</param>
    public void Step(double[] theta, ReadOnlySpan<double> gradient, double rate)
    {
        steps++;
        double firstLeft = 1 - Math.Pow(First, steps), secondLeft = 1 - Math.Pow(Second, steps);
        for (int k = 0; k < theta.Length; k++)
        {
            double g = gradient[k];
            if (!adam)
            {
                means[k] = (momentum * means[k]) + g;
                theta[k] -= rate * means[k];
                continue;
            }

            means[k] = (First * means[k]) + ((1 - First) * g);
            squares[k] = (Second * squares[k]) + ((1 - Second) * g * g);
            theta[k] -= rate * (means[k] / firstLeft) / (Math.Sqrt(squares[k] / secondLeft) + Least);
        }
    }

    /// <summary>Puts it down.</summary>
    /// <param name="state">Where to.</param>
    /// <param name="name">Its name there.</param>
    public void Save(TrainingState state, string name)
    {
        state.Put(name + "descent.means", means);
        state.Put(name + "descent.squares", squares);
        state.Put(name + "descent.steps", steps);
    }

    /// <summary>Takes it up.</summary>
    /// <param name="state">Where from.</param>
    /// <param name="name">Its name there.</param>
    public void Restore(TrainingState state, string name)
    {
        means = state.Take(name + "descent.means", means.Length);
        squares = state.Take(name + "descent.squares", squares.Length);
        steps = state.Number(name + "descent.steps");
    }
}
