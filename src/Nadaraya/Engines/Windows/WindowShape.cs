using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>A polynomial in the distance v = |q − x|/reach on one side of the query: a kernel, its square, or its slope −v·k′.</summary>
/// <remarks>
/// It is kept twice, in v and in the gap G = 1 − v. Near the query the terms in v are small, near the rim those in G: a Taylor series is taken from the one
/// of which rounding takes less.
/// </remarks>
internal sealed class WindowShape
{
    private readonly double[] inDistance;
    private readonly double[] inGap;
    private readonly WindowSeries[] series;
    private readonly double around;
    private readonly double turn;

    private WindowShape(double[] inGap, double factor, double around)
    {
        this.around = around;
        // Whole numbers far under 2⁵³ up to here: nothing is rounded but by the factor.
        inDistance = [.. inGap];
        Shift(inDistance, 1);
        for (int k = 1; k < inGap.Length; k += 2)
        {
            inDistance[k] = -inDistance[k];
        }

        this.inGap = [.. inGap.Select(c => c * factor)];
        for (int k = 0; k < inDistance.Length; k++)
        {
            inDistance[k] *= factor;
        }

        series = [new(inDistance, false, false), new(inDistance, false, true), new(this.inGap, true, true), new(this.inGap, true, false)];

        // Any distance would do: both forms are the same polynomial.
        for (turn = 0.5; turn < 1 && Rounding(turn, true) > Rounding(turn, false); turn += 1.0 / 64)
        {
        }

        IsEven = !inDistance.Where((c, k) => k % 2 == 1 && c != 0).Any();
    }

    /// <summary>How many moments it takes.</summary>
    public int Terms => inGap.Length;

    /// <summary>Whether both sides of the query have the same polynomial.</summary>
    public bool IsEven { get; }

    /// <summary>k.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="around">How far a key and a query may be from the centres of their cells together, in units of the reach: one pitch.</param>
    public static WindowShape Weight(CompactLanes kernel, double around) => new(Power(kernel, kernel.Power), kernel.Factor, around);

    /// <summary>k².</summary>
    public static WindowShape Square(CompactLanes kernel, double around) => new(Power(kernel, 2 * kernel.Power), kernel.Factor * kernel.Factor, around);

    /// <summary>−v·k′ = (1 − G)·dk/dG, of as many terms as k.</summary>
    public static WindowShape Slope(CompactLanes kernel, double around)
    {
        double[] k = Power(kernel, kernel.Power);
        double[] slope = new double[k.Length];
        for (int n = 1; n < k.Length; n++)
        {
            slope[n - 1] += n * k[n];
            slope[n] -= n * k[n];
        }

        return new(slope, kernel.Factor, around);
    }

    /// <summary>The value at a distance within reach.</summary>
    public double At(double distance)
    {
        bool near = distance <= 0.5;
        double at = near ? distance : 1 - distance;
        double[] c = near ? inDistance : inGap;
        double value = c[^1];
        for (int k = c.Length - 2; k >= 0; k--)
        {
            value = Math.FusedMultiplyAdd(value, at, c[k]);
        }

        return value;
    }

    /// <summary>The Taylor series for the keys of a cell.</summary>
    /// <param name="distance">About how far the cell is: v at its centre.</param>
    /// <param name="left">Whether its keys are below the query, so that v falls where a key moves up.</param>
    public WindowSeries Series(double distance, bool left) => series[(IsGap(distance) ? 2 : 0) + (left ? 1 : 0)];

    /// <summary>What rounding may take of a sum over a cell at a distance, as a multiple of u·Σ|c| (docs/numerics.md).</summary>
    public double Rounding(double distance) => Rounding(distance, IsGap(distance));

    /// <summary>A term of degree n passes through 16 + 4n steps, and what its n factors are off by moves it by n times as much.</summary>
    private double Rounding(double distance, bool isGap)
    {
        double[] c = isGap ? inGap : inDistance;
        double size = Math.Abs(isGap ? 1 - distance : distance) + around;
        double place = ((3 * distance) + (2.5 * around)) / size;
        double power = 1;
        double sum = 0;
        for (int n = 0; n < c.Length; n++)
        {
            sum += (16 + (n * (4 + place))) * Math.Abs(c[n]) * power;
            power *= size;
        }

        return sum;
    }

    private bool IsGap(double distance) => distance > turn;

    /// <summary>Coefficients of p(G + g) from those of p(G).</summary>
    private static void Shift(Span<double> c, double by)
    {
        for (int low = 0; low < c.Length - 1; low++)
        {
            for (int k = c.Length - 2; k >= low; k--)
            {
                c[k] = Math.FusedMultiplyAdd(c[k + 1], by, c[k]);
            }
        }
    }

    private static double[] Power(CompactLanes kernel, int power)
    {
        double[] inner = [0, kernel.First, kernel.Second, kernel.Third];
        int degree = kernel.Third != 0 ? 3 : kernel.Second != 0 ? 2 : 1;
        double[] product = [1];
        for (int n = 0; n < power; n++)
        {
            double[] next = new double[product.Length + degree];
            for (int i = 0; i < product.Length; i++)
            {
                for (int j = 1; j <= degree; j++)
                {
                    next[i + j] += product[i] * inner[j];
                }
            }

            product = next;
        }

        return product;
    }
}
