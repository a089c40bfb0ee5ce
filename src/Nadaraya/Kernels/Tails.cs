using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya;

/// <summary>Differences of log weights in the far tail, factorised so that no digit cancels.</summary>
internal static class Tails
{
    /// <summary>−(q−x)²/2h² + (q−r)²/2h² = (x−r)(2q−x−r)/2h²: the naive difference loses about u·(distance/h)².</summary>
    public static double Quadratic(double query, double key, double reference, double bandwidth)
    {
        // Halved first, so that 2q − x − r stays finite for all doubles; the halving is exact but for subnormals.
        double apart = ((key * 0.5) - (reference * 0.5)) / bandwidth;
        double sides = (((query * 0.5) - (key * 0.5)) + ((query * 0.5) - (reference * 0.5))) / bandwidth;
        return apart == 0 || sides == 0 ? 0 : apart * sides * 2;
    }

    /// <summary>log[i] += <see cref="Quadratic"/> of each key, eight at a time by the same operations.</summary>
    public static void AddQuadratic(
        double query, ReadOnlySpan<double> keys, double reference, double bandwidth, Span<double> log)
    {
        Vector512<double> half = Vector512.Create(0.5);
        Vector512<double> q = Vector512.Create(query * 0.5);
        Vector512<double> r = Vector512.Create(reference);
        Vector512<double> ofReference = Vector512.Create((query * 0.5) - (reference * 0.5));
        Vector512<double> h = Vector512.Create(bandwidth);
        ReadOnlySpan<Vector512<double>> from = MemoryMarshal.Cast<double, Vector512<double>>(keys);
        Span<Vector512<double>> to = MemoryMarshal.Cast<double, Vector512<double>>(log);
        for (int i = 0; i < to.Length; i++)
        {
            Vector512<double> x = from[i] * half;
            Vector512<double> apart = (x - (r * half)) / h;
            Vector512<double> sides = ((q - x) + ofReference) / h;
            Vector512<double> same = Vector512.Equals(apart, Vector512<double>.Zero) | Vector512.Equals(sides, Vector512<double>.Zero);
            to[i] += Vector512.ConditionalSelect(same, Vector512<double>.Zero, apart * sides * 2);
        }
    }

    /// <summary>−|q−x|/h + |q−r|/h: on one side of the query the query drops out.</summary>
    public static double Linear(double query, double key, double reference, double bandwidth)
    {
        bool keyBelow = key <= query;
        bool referenceBelow = reference <= query;
        double difference = keyBelow == referenceBelow
            ? (keyBelow ? (key * 0.5) - (reference * 0.5) : (reference * 0.5) - (key * 0.5))
            : Math.Abs((query * 0.5) - (reference * 0.5)) - Math.Abs((query * 0.5) - (key * 0.5));
        return difference / bandwidth * 2;
    }
}
