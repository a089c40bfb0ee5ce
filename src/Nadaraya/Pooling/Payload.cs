using System.Runtime.CompilerServices;

namespace Nadaraya.Pooling;

/// <summary>What is averaged: the columns of a key, 1 and each target, centred and scaled.</summary>
/// <remarks>
/// Centring makes the rounding error of a weighted sum relative to the spread of the targets instead of their offset; a power of
/// two as scale keeps targets of any size finite and changes no digit.
/// </remarks>
internal sealed class Payload
{
    private readonly ConditionalWeakTable<KeyOrder, double[][]> ordered = [];

    private Payload(double[][] columns, double[] centers, double[] scales)
    {
        Columns = columns;
        Centers = centers;
        Scales = scales;
    }

    /// <summary>(y/scale − center), one array a target, in whole vectors with 0 as padding.</summary>
    public double[][] Columns { get; }

    /// <summary>The weighted mean of y/scale, one a target.</summary>
    public double[] Centers { get; }

    /// <summary>A power of two above the largest |y|, one a target.</summary>
    public double[] Scales { get; }

    /// <summary>The number of targets.</summary>
    public int Targets => Columns.Length;

    /// <summary>Centres and scales targets.</summary>
    /// <param name="targets">One array a target, in the target's unit.</param>
    /// <param name="rowWeights">vᵢ, or null.</param>
    public static Payload Of(IReadOnlyList<double[]> targets, ReadOnlySpan<double> rowWeights)
    {
        double[][] columns = new double[targets.Count][];
        double[] centers = new double[targets.Count];
        double[] scales = new double[targets.Count];
        for (int t = 0; t < targets.Count; t++)
        {
            (columns[t], centers[t], scales[t]) = Center(targets[t], rowWeights);
        }

        return new(columns, centers, scales);
    }

    /// <summary>The columns in another order of the keys; computed once an order and kept with it.</summary>
    public double[][] InOrder(KeyOrder order) => ordered.GetValue(order, o => [.. Columns.Select(c => Permute(c, o.Rows))]);

    /// <summary>The same payload over the same keys in another order.</summary>
    public Payload Ordered(KeyOrder order) => new(InOrder(order), Centers, Scales);

    /// <summary>One column in another order of the keys, with room for a vector from any key on and 0 as padding.</summary>
    public static double[] Permute(double[] column, int[] rows)
    {
        double[] permuted = GC.AllocateUninitializedArray<double>(Points.RoomLength(rows.Length));
        permuted.AsSpan(rows.Length).Clear();
        for (int i = 0; i < rows.Length; i++)
        {
            permuted[i] = column[rows[i]];
        }

        return permuted;
    }

    /// <summary>The value in the target's own unit of a centred, scaled one.</summary>
    public double Restore(int target, double centred) => (Centers[target] + centred) * Scales[target];

    private static (double[] Column, double Center, double Scale) Center(double[] y, ReadOnlySpan<double> v)
    {
        double largest = 0;
        foreach (double value in y)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        // 2^(e+1) may overflow for the largest doubles: one less keeps |y/scale| under 2, which is as good.
        double scale = largest == 0 ? 1 : Math.ScaleB(1, Math.Clamp(Math.ILogB(largest) + 1, -1022, 1023));
        double sum = 0;
        double total = 0;
        double lost = 0;
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        for (int i = 0; i < y.Length; i++)
        {
            double weight = v.IsEmpty ? 1 : v[i];
            if (weight == 0)
            {
                continue;
            }

            double scaled = y[i] / scale;
            low = Math.Min(low, scaled);
            high = Math.Max(high, scaled);
            total += weight;

            // Kahan: the centre is part of every value, so it should carry no error of its own.
            double add = (weight * scaled) - lost;
            double next = sum + add;
            lost = next - sum - add;
            sum = next;
        }

        double center = Math.Clamp(sum / total, low, high);
        double[] column = new double[Points.PaddedLength(y.Length)];
        for (int i = 0; i < y.Length; i++)
        {
            column[i] = (y[i] / scale) - center;
        }

        return (column, center, scale);
    }
}
