using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>The element by element steps of a network and their slopes. Lengths are multiples of <see cref="DeepLayout.Pad"/>; sums run in fixed lanes.</summary>
internal static class DeepLoops
{
    /// <summary>Every row of a matrix gets the same start.</summary>
    public static void Repeat<T>(ReadOnlySpan<T> bias, Span<T> rows)
    {
        for (int at = 0; at < rows.Length; at += bias.Length)
        {
            bias.CopyTo(rows[at..]);
        }
    }

    /// <summary>sums += the sum of all rows.</summary>
    public static void AddRows<T>(ReadOnlySpan<T> rows, Span<T> sums)
        where T : struct
    {
        Span<Vector256<T>> to = MemoryMarshal.Cast<T, Vector256<T>>(sums);
        for (int at = 0; at < rows.Length; at += sums.Length)
        {
            ReadOnlySpan<Vector256<T>> row = MemoryMarshal.Cast<T, Vector256<T>>(rows.Slice(at, sums.Length));
            for (int j = 0; j < row.Length && j < to.Length; j++)
            {
                to[j] += row[j];
            }
        }
    }

    /// <summary>to = u·σ(u)·mask: the sigmoid linear unit (SiLU).</summary>
    public static void Activate<T>(ReadOnlySpan<T> u, ReadOnlySpan<T> mask, Span<T> to)
        where T : struct, INumberBase<T>
    {
        ReadOnlySpan<Vector256<T>> from = MemoryMarshal.Cast<T, Vector256<T>>(u);
        ReadOnlySpan<Vector256<T>> kept = MemoryMarshal.Cast<T, Vector256<T>>(mask);
        Span<Vector256<T>> result = MemoryMarshal.Cast<T, Vector256<T>>(to);
        for (int j = 0; j < from.Length; j++)
        {
            Vector256<T> value = from[j] * SmoothMath.Logistic(from[j]);
            result[j] = kept.IsEmpty ? value : value * kept[j];
        }
    }

    /// <summary>slope ← slope·mask·∂(u·σ(u))/∂u.</summary>
    public static void ActivateSlope<T>(ReadOnlySpan<T> u, ReadOnlySpan<T> mask, Span<T> slope)
        where T : struct, INumberBase<T>
    {
        ReadOnlySpan<Vector256<T>> from = MemoryMarshal.Cast<T, Vector256<T>>(u);
        ReadOnlySpan<Vector256<T>> kept = MemoryMarshal.Cast<T, Vector256<T>>(mask);
        Span<Vector256<T>> result = MemoryMarshal.Cast<T, Vector256<T>>(slope);
        for (int j = 0; j < from.Length; j++)
        {
            Vector256<T> share = SmoothMath.Logistic(from[j]);
            Vector256<T> value = result[j] * (share * (Vector256<T>.One + (from[j] * (Vector256<T>.One - share))));
            result[j] = kept.IsEmpty ? value : value * kept[j];
        }
    }

    /// <summary>Brings every row to mean 0 and mean square 1: to = (h − mean)·spread with spread = 1/√(variance + 10⁻⁵).</summary>
    public static void Normalise<T>(ReadOnlySpan<T> h, int width, Span<T> to, Span<T> spread)
        where T : struct, IFloatingPointIeee754<T>
    {
        T share = T.One / T.CreateTruncating(width);
        T floor = T.CreateTruncating(1e-5);
        for (int i = 0; i < spread.Length; i++)
        {
            ReadOnlySpan<Vector256<T>> row = MemoryMarshal.Cast<T, Vector256<T>>(h.Slice(i * width, width));
            Span<Vector256<T>> result = MemoryMarshal.Cast<T, Vector256<T>>(to.Slice(i * width, width));
            Vector256<T> sum = Vector256<T>.Zero;
            for (int j = 0; j < row.Length; j++)
            {
                sum += row[j];
            }

            Vector256<T> mean = Vector256.Create(Sum(sum) * share);
            Vector256<T> squares = Vector256<T>.Zero;
            for (int j = 0; j < row.Length; j++)
            {
                Vector256<T> apart = row[j] - mean;
                squares += apart * apart;
            }

            spread[i] = T.One / T.Sqrt((Sum(squares) * share) + floor);
            Vector256<T> factor = Vector256.Create(spread[i]);
            for (int j = 0; j < row.Length; j++)
            {
                result[j] = (row[j] - mean) * factor;
            }
        }
    }

    /// <summary>to += ∂L/∂h from ∂L/∂x of x = normalised h: spread·(s − mean(s) − x·mean(s·x)).</summary>
    public static void NormaliseSlope<T>(ReadOnlySpan<T> slope, ReadOnlySpan<T> x, ReadOnlySpan<T> spread, int width, Span<T> to)
        where T : struct, IFloatingPointIeee754<T>
    {
        T share = T.One / T.CreateTruncating(width);
        for (int i = 0; i < spread.Length; i++)
        {
            ReadOnlySpan<Vector256<T>> s = MemoryMarshal.Cast<T, Vector256<T>>(slope.Slice(i * width, width));
            ReadOnlySpan<Vector256<T>> row = MemoryMarshal.Cast<T, Vector256<T>>(x.Slice(i * width, width));
            Span<Vector256<T>> result = MemoryMarshal.Cast<T, Vector256<T>>(to.Slice(i * width, width));
            Vector256<T> sum = Vector256<T>.Zero;
            Vector256<T> product = Vector256<T>.Zero;
            for (int j = 0; j < s.Length; j++)
            {
                sum += s[j];
                product += s[j] * row[j];
            }

            Vector256<T> mean = Vector256.Create(Sum(sum) * share);
            Vector256<T> along = Vector256.Create(Sum(product) * share);
            Vector256<T> factor = Vector256.Create(spread[i]);
            for (int j = 0; j < s.Length; j++)
            {
                result[j] += factor * (s[j] - mean - (row[j] * along));
            }
        }
    }

    /// <summary>The lanes added two by two, the same at every width.</summary>
    public static T Sum<T>(Vector256<T> lanes)
        where T : struct, INumberBase<T>
    {
        T sum = lanes[0];
        for (int j = 1; j < Vector256<T>.Count; j++)
        {
            sum += lanes[j];
        }

        return sum;
    }
}
