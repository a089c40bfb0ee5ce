using System.Numerics;
using System.Runtime.CompilerServices;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>What the levels of a query, and row weights, make of every key: one array a combination of levels, made when it is first met.</summary>
/// <typeparam name="TNumber">The numbers of the arrays.</typeparam>
internal sealed class LevelFactors<TNumber>
    where TNumber : unmanaged, INumberBase<TNumber>
{
    private const long MostValues = 1 << 22; // of keys times combinations

    private readonly DiscreteFactor[] factors;
    private readonly double[]? rowWeights;
    private readonly int keys;
    private readonly int padded;
    private readonly TNumber[]?[] weights;
    private readonly TNumber[]?[][] slopes;

    /// <param name="factors">The factors, few enough.</param>
    /// <param name="rowWeights">vᵢ, or null.</param>
    /// <param name="keys">The number of keys.</param>
    /// <param name="padded">The length of the arrays; 0 behind the keys.</param>
    public LevelFactors(DiscreteFactor[] factors, double[]? rowWeights, int keys, int padded)
    {
        this.factors = factors;
        this.rowWeights = rowWeights;
        this.keys = keys;
        this.padded = padded;
        weights = new TNumber[]?[factors.Aggregate(1, (all, f) => all * f.Rows)];
        slopes = [.. factors.Select(f => new TNumber[]?[f.Rows])];
    }

    /// <summary>How many factors there are.</summary>
    public int Count => factors.Length;

    /// <summary>Whether their combinations are few enough to keep.</summary>
    public static bool AreFew(DiscreteFactor[] factors, int keys) => factors.Aggregate((double)keys, (all, f) => all * f.Rows) <= MostValues;

    /// <summary>vᵢ·Π l(query level, key level), one a key.</summary>
    public TNumber[] Weights(Points queries, int query)
    {
        int at = 0;
        foreach (DiscreteFactor factor in factors)
        {
            at = (at * factor.Rows) + factor.RowAt(queries, query);
        }

        return weights[at] ??= WeightsOf(queries, query); // two threads make the same
    }

    /// <summary>∂ln l/∂λ of a factor, one a key; 0 where the weight is 0.</summary>
    public TNumber[] Slopes(Points queries, int query, int factor)
    {
        ref TNumber[]? row = ref slopes[factor][factors[factor].RowAt(queries, query)];
        return row ??= SlopesOf(queries, query, factors[factor]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private TNumber[] WeightsOf(Points queries, int query)
    {
        double[] product = new double[Points.PaddedLength(keys)];
        product.AsSpan().Fill(1);
        rowWeights?.AsSpan(0, keys).CopyTo(product);
        foreach (DiscreteFactor factor in factors)
        {
            factor.Multiply(queries, query, 0, product);
        }

        TNumber[] filled = new TNumber[padded];
        for (int key = 0; key < keys; key++)
        {
            filled[key] = TNumber.CreateTruncating(product[key]);
        }

        return filled;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private TNumber[] SlopesOf(Points queries, int query, DiscreteFactor factor)
    {
        TNumber[] filled = new TNumber[padded];
        for (int key = 0; key < keys; key++)
        {
            TNumber slope = TNumber.CreateTruncating(factor.SlopeOf(queries, query, key));
            filled[key] = TNumber.IsFinite(slope) ? slope : TNumber.Zero;
        }

        return filled;
    }
}
