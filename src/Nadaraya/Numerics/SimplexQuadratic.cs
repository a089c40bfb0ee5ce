namespace Nadaraya.Numerics;

/// <summary>The least of a convex quadratic over shares, g'(π − π₀) + ½(π − π₀)'H(π − π₀) with π ≥ 0 and Σπ = 1, by active sets: Nocedal &amp; Wright (2006), ch. 16.</summary>
internal static class SimplexQuadratic
{
    private const double Ridge = 1e-12; // of the mean curvature: shares of heads that are alike are open
    private const double Level = 1e-10; // of the largest slope: multipliers under it are rounding

    /// <summary>π.</summary>
    /// <param name="hessian">H, N × N, symmetric and nowhere negative.</param>
    /// <param name="slopes">g at π₀.</param>
    /// <param name="start">π₀.</param>
    public static double[] Minimise(ReadOnlySpan<double> hessian, ReadOnlySpan<double> slopes, ReadOnlySpan<double> start)
    {
        int n = start.Length;
        double[] h = hessian.ToArray(), at = start.ToArray();
        double trace = 0;
        for (int k = 0; k < n; k++)
        {
            trace += h[(k * n) + k];
        }

        for (int k = 0; k < n; k++)
        {
            h[(k * n) + k] += trace > 0 ? Ridge * trace / n : 1;
        }

        bool[] free = [.. at.Select(share => share > 0)];
        for (int turn = 0; turn < 20 * (n + 1); turn++)
        {
            double[] gradient = Gradient(h, slopes, at, start);
            int[] some = [.. Enumerable.Range(0, n).Where(k => free[k])];
            double[] step = Step(h, n, some, gradient, out double multiplier);
            double share = 1;
            int blocked = -1;
            for (int k = 0; k < some.Length; k++)
            {
                if (step[k] < 0 && at[some[k]] + (share * step[k]) < 0)
                {
                    (share, blocked) = (at[some[k]] / -step[k], some[k]);
                }
            }

            for (int k = 0; k < some.Length; k++)
            {
                at[some[k]] = Math.Max(at[some[k]] + (share * step[k]), 0);
            }

            if (blocked >= 0)
            {
                (at[blocked], free[blocked]) = (0, false);
                continue;
            }

            gradient = Gradient(h, slopes, at, start);
            double largest = gradient.Max(Math.Abs);
            int enter = Enumerable.Range(0, n).Where(k => !free[k]).OrderBy(k => gradient[k]).ThenBy(k => k).FirstOrDefault(-1);
            if (enter < 0 || gradient[enter] >= multiplier - (Level * largest))
            {
                break;
            }

            free[enter] = true;
        }

        double total = at.Sum();
        return [.. at.Select(v => v / total)];
    }

    private static double[] Gradient(double[] h, ReadOnlySpan<double> slopes, double[] at, ReadOnlySpan<double> start)
    {
        double[] gradient = slopes.ToArray();
        for (int j = 0; j < at.Length; j++)
        {
            for (int k = 0; k < at.Length; k++)
            {
                gradient[j] += h[(j * at.Length) + k] * (at[k] - start[k]);
            }
        }

        return gradient;
    }

    /// <summary>The step of the free shares to the least with Σ step = 0; there every slope is the multiplier.</summary>
    private static double[] Step(double[] h, int n, int[] some, double[] gradient, out double multiplier)
    {
        int m = some.Length;
        double[] lower = new double[m * m], a = new double[m], b = new double[m];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = h[(some[i] * n) + some[j]];
                for (int k = 0; k < j; k++)
                {
                    sum -= lower[(i * m) + k] * lower[(j * m) + k];
                }

                lower[(i * m) + j] = i == j ? Math.Sqrt(Math.Max(sum, double.Epsilon)) : sum / lower[(j * m) + j];
            }

            (a[i], b[i]) = (-gradient[some[i]], 1);
        }

        Solve(lower, a);
        Solve(lower, b);
        double shift = a.Sum() / b.Sum();
        multiplier = -shift;
        return [.. a.Select((v, k) => v - (shift * b[k]))];
    }

    /// <summary>x = (L L')⁻¹x.</summary>
    private static void Solve(double[] lower, double[] x)
    {
        int m = x.Length;
        for (int i = 0; i < m; i++)
        {
            for (int k = 0; k < i; k++)
            {
                x[i] -= lower[(i * m) + k] * x[k];
            }

            x[i] /= lower[(i * m) + i];
        }

        for (int i = m - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < m; k++)
            {
                x[i] -= lower[(k * m) + i] * x[k];
            }

            x[i] /= lower[(i * m) + i];
        }
    }
}
