using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Which moments Σ w vᵏ c_b of v = (x − q)/h a request wants, and where they stand: powers to 2p of the weights, to p of each target.</summary>
internal sealed class MomentTerms
{
    private readonly int weightTerms;
    private readonly int targetTerms;
    private readonly double[] powers;

    /// <param name="request">The request.</param>
    /// <param name="sloping">Whether slopes in ln h are wanted as well: ∂w/∂ln h = w v², two powers more.</param>
    public MomentTerms(PoolingRequest request, bool sloping)
    {
        (weightTerms, targetTerms) = (request.Basis.WeightTerms, request.Basis.TargetTerms);
        Columns = 1 + request.Payload.Targets;
        Sloping = sloping;
        Powers = weightTerms + (sloping ? 2 : 0);
        double h = request.Score.Single!.Bandwidths[0];
        powers = [.. Enumerable.Range(0, weightTerms).Select(k => k == 0 ? 1 : k == 1 ? h : Math.Pow(h, k))];
        Wanted = new bool[Powers * Columns];
        for (int b = 0; b < Columns; b++)
        {
            for (int k = 0; k < Count(b); k++)
            {
                Wanted[(k * Columns) + b] = true;
                if (sloping)
                {
                    Wanted[((k + 2) * Columns) + b] = true;
                }
            }
        }
    }

    /// <summary>The columns c_b.</summary>
    public int Columns { get; }

    /// <summary>How many powers there are, of whatever column.</summary>
    public int Powers { get; }

    /// <summary>Whether the moment of power k and column b at [k·columns + b] is wanted.</summary>
    public bool[] Wanted { get; }

    /// <summary>Whether slopes in ln h are wanted: two powers more.</summary>
    public bool Sloping { get; }

    /// <summary>The degree p of the basis.</summary>
    public int Degree => targetTerms - 1;

    /// <summary>How many powers of a column go to the sums.</summary>
    public int Count(int column) => column == 0 ? weightTerms : targetTerms;

    /// <summary>Where a moment stands among the sums.</summary>
    public int Index(int column, int power) => column == 0 ? power : weightTerms + ((column - 1) * targetTerms) + power;

    /// <summary>hᵏ.</summary>
    public double Unit(int power) => powers[power];

    /// <summary>The polynomials of Σ w vᵏ c from that of Σ w c: M₀ = L, and Mₖ₊₁ = Mₖ′ + k·Mₖ₋₁, because w′ = v·w and v′ = −1.</summary>
    /// <param name="local">L.</param>
    /// <param name="family">As many polynomials as there are powers.</param>
    public void Derive(ReadOnlySpan<double> local, Span<double> family)
    {
        const int P = TaylorSums.Terms;
        local.CopyTo(family);
        for (int k = 1; k < Powers; k++)
        {
            Span<double> next = family.Slice(k * P, P);
            TaylorSums.Derivative(family.Slice((k - 1) * P, P), next);
            for (int j = 0; j < P && k > 1; j++)
            {
                next[j] += (k - 1) * family[((k - 2) * P) + j];
            }
        }
    }
}
