using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>What a kernel can at most weigh beyond a distance: k(u)/k(0) ≤ e^(−s) with an s that grows with every |u_j|.</summary>
/// <remarks>
/// Gaussian: s = Σ u²/2. Laplace: s = Σ|u|. Logistic, 4/(eᵘ + 2 + e⁻ᵘ) ≤ 4e^(−|u|): s = Σ max(|u| − ln 4, 0). Sigmoid, 2/(eᵘ + e⁻ᵘ) ≤ 2e^(−|u|):
/// s = Σ max(|u| − ln 2, 0). Compact kernels: 0 in reach of every column, else +∞, decided on |q − x| against support · h as the weights themselves are.
/// </remarks>
internal sealed class Reach
{
    private readonly double[] rates;
    private readonly double free;
    private readonly bool quadratic;

    private Reach(double[] rates, double free, bool quadratic, bool compact)
    {
        (this.rates, this.free, this.quadratic) = (rates, free, quadratic);
        Compact = compact;
    }

    /// <summary>Whether keys beyond the reach have no weight at all.</summary>
    public bool Compact { get; }

    /// <summary>The reach of a kernel; null for one that is signed or whose tail is not known.</summary>
    public static Reach? For(SingleKernel single)
    {
        KernelConstants facts = single.Kernel.Constants;
        double[] h = single.Bandwidths;
        if (facts.Signed)
        {
            return null;
        }

        if (facts.Compact)
        {
            return new([.. h.Select(b => facts.Closed ? facts.Support * b : Math.BitDecrement(facts.Support * b))], 0, quadratic: false, compact: true);
        }

        double[] scales = [.. h.Select(b => 1 / b)];
        return single.Kernel switch
        {
            Gaussian => new([.. scales.Select(r => r * Math.Sqrt(0.5))], 0, quadratic: true, compact: false),
            Laplace => new(scales, 0, quadratic: false, compact: false),
            Logistic => new(scales, 2 * Tails.Ln2, quadratic: false, compact: false),
            Sigmoid => new(scales, Tails.Ln2, quadratic: false, compact: false),
            _ => null,
        };
    }

    /// <summary>The least s of any key in each box of some blocks of eight.</summary>
    public void Exponents(Boxes boxes, ReadOnlySpan<int> blocks, ReadOnlySpan<double> query, Span<double> exponents)
    {
        for (int j = 0; j < rates.Length; j++)
        {
            if (Compact)
            {
                BoxDistances.Add<Falloff.Sharp>(boxes.Low[j], boxes.High[j], blocks, query[j], rates[j], free, j == 0, exponents);
            }
            else if (quadratic)
            {
                BoxDistances.Add<Falloff.Quadratic>(boxes.Low[j], boxes.High[j], blocks, query[j], rates[j], free, j == 0, exponents);
            }
            else
            {
                BoxDistances.Add<Falloff.Linear>(boxes.Low[j], boxes.High[j], blocks, query[j], rates[j], free, j == 0, exponents);
            }
        }
    }
}
