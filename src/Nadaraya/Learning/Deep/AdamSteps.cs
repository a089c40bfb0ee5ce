using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya;

/// <summary>Adam with decoupled weight decay, and a running average of where it has been.</summary>
/// <remarks>
/// m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ(1 − rate·decay) − rate·m̂/(√v̂ + 10⁻⁸) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ). Source: Loshchilov &amp; Hutter (2019). The
/// average starts as θ and keeps the smaller of the share given and (1 + t)/(10 + t), so that early steps are forgotten soon.
/// </remarks>
internal sealed class AdamSteps(DeepLayout layout, DeepShape shape)
{
    private const double FirstKept = 0.9;
    private const double SecondKept = 0.99;

    /// <summary>θ.</summary>
    public float[] Parameters { get; private set; } = new float[layout.Count];

    /// <summary>The average of θ.</summary>
    public float[] Averages { get; private set; } = new float[layout.Count];

    /// <summary>m.</summary>
    public float[] Means { get; private set; } = new float[layout.Count];

    /// <summary>v.</summary>
    public float[] Squares { get; private set; } = new float[layout.Count];

    /// <summary>t, the steps taken.</summary>
    public int Steps { get; set; }

    /// <summary>One step.</summary>
    /// <param name="gradient">g.</param>
    /// <param name="rate">Its rate.</param>
    public void Step(ReadOnlySpan<float> gradient, double rate)
    {
        Steps++;
        foreach ((int from, int to) in layout.Matrices())
        {
            float kept = (float)(1 - (rate * shape.WeightDecay));
            for (int i = from; i < to; i++)
            {
                Parameters[i] *= kept;
            }
        }

        Span<Vector256<float>> theta = MemoryMarshal.Cast<float, Vector256<float>>(Parameters.AsSpan());
        Span<Vector256<float>> average = MemoryMarshal.Cast<float, Vector256<float>>(Averages.AsSpan());
        Span<Vector256<float>> first = MemoryMarshal.Cast<float, Vector256<float>>(Means.AsSpan());
        Span<Vector256<float>> second = MemoryMarshal.Cast<float, Vector256<float>>(Squares.AsSpan());
        ReadOnlySpan<Vector256<float>> g = MemoryMarshal.Cast<float, Vector256<float>>(gradient);
        float corrected = (float)(rate / (1 - Math.Pow(FirstKept, Steps)));
        float spread = (float)(1 / (1 - Math.Pow(SecondKept, Steps)));
        float fresh = 1 - (float)Math.Min(shape.Averaging, (1.0 + Steps) / (10 + Steps));
        for (int i = 0; i < theta.Length; i++)
        {
            first[i] += (g[i] - first[i]) * (float)(1 - FirstKept);
            second[i] += ((g[i] * g[i]) - second[i]) * (float)(1 - SecondKept);
            theta[i] -= first[i] * corrected / (Vector256.Sqrt(second[i] * spread) + Vector256.Create(1e-8f));
            average[i] += (theta[i] - average[i]) * fresh;
        }
    }
}
