namespace Nadaraya.Numerics;

/// <summary>Minimises a smooth function in a box by BFGS with projection and a backtracking line search.</summary>
/// <remarks>
/// Coordinates at a bound whose gradient points outward stand still. Never leaves the box, never accepts a higher value.
/// Source: Nocedal &amp; Wright (2006), ch. 6 and 16.7.
/// </remarks>
internal static class BoundedBfgs
{
    private const int MostSteps = 200;
    private const double Sufficient = 1e-4; // Armijo's constant, Nocedal & Wright (3.4)

    /// <summary>A function with its gradient; null ends the search where it is.</summary>
    public delegate (double Value, double[] Gradient)? Function(double[] x);

    /// <summary>The lowest point found from a start.</summary>
    /// <param name="function">The function.</param>
    /// <param name="start">Where to start, inside the box.</param>
    /// <param name="low">Lower bounds.</param>
    /// <param name="high">Upper bounds.</param>
    /// <param name="tolerance">Stops where no free coordinate's gradient exceeds this.</param>
    /// <param name="inverse">The inverse of the curvature, as far as it is known; improved on the way. Null to begin with none.</param>
    public static double[] Minimise(Function function, double[] start, double[] low, double[] high, double tolerance, double[,]? inverse = null)
    {
        int d = start.Length;
        double[] x = [.. start];
        if (function(x) is not var (value, gradient))
        {
            return x;
        }

        inverse ??= Identity(d);
        bool known = !IsIdentity(inverse);
        for (int step = 0; step < MostSteps; step++)
        {
            bool[] free = [.. Enumerable.Range(0, d).Select(j =>
                !((x[j] <= low[j] && gradient[j] >= 0) || (x[j] >= high[j] && gradient[j] <= 0)))];
            if (Enumerable.Range(0, d).All(j => !free[j] || Math.Abs(gradient[j]) <= tolerance))
            {
                return x;
            }

            double[] direction = Direction(inverse, gradient, free);
            if (Dot(direction, gradient) >= 0)
            {
                Array.Copy(Identity(d), inverse, inverse.Length);
                direction = Direction(inverse, gradient, free);
            }

            // A step of more than e² in a bandwidth leaves the region that the gradient knows.
            double longest = direction.Max(Math.Abs);
            double length = longest > 2 ? 2 / longest : 1;
            double[]? next = null;
            double nextValue = value;
            double[] nextGradient = gradient;
            for (int halving = 0; halving < 30; halving++, length /= 2)
            {
                double[] trial = [.. Enumerable.Range(0, d).Select(j => Math.Clamp(x[j] + (length * direction[j]), low[j], high[j]))];
                double expected = Enumerable.Range(0, d).Sum(j => gradient[j] * (trial[j] - x[j]));
                if (expected >= 0)
                {
                    break;
                }

                if (function(trial) is not var (trialValue, trialGradient))
                {
                    return x;
                }

                if (trialValue <= value + (Sufficient * expected))
                {
                    (next, nextValue, nextGradient) = (trial, trialValue, trialGradient);
                    break;
                }
            }

            if (next is null)
            {
                if (known)
                {
                    // What was known of the curvature leads nowhere: down the slope instead.
                    Array.Copy(Identity(d), inverse, inverse.Length);
                    known = false;
                    continue;
                }

                return x;
            }

            double[] s = Difference(next, x), y = Difference(nextGradient, gradient);
            if (!known && IsIdentity(inverse) && Dot(s, y) > 0)
            {
                // The first step says how large the curvature is. Source: Nocedal & Wright (2006), (6.20).
                for (int j = 0; j < d; j++)
                {
                    inverse[j, j] = Dot(s, y) / Dot(y, y);
                }
            }

            Update(inverse, s, y);
            known = true;
            bool still = value - nextValue <= 1e-14 * Math.Abs(value);
            (x, value, gradient) = (next, nextValue, nextGradient);
            if (still)
            {
                return x;
            }
        }

        return x;
    }

    /// <summary>The curvature of one who knows nothing yet.</summary>
    public static double[,] Identity(int d)
    {
        double[,] matrix = new double[d, d];
        for (int j = 0; j < d; j++)
        {
            matrix[j, j] = 1;
        }

        return matrix;
    }

    private static bool IsIdentity(double[,] matrix) => matrix.Cast<double>().SequenceEqual(Identity(matrix.GetLength(0)).Cast<double>());

    private static double[] Direction(double[,] inverse, double[] gradient, bool[] free)
    {
        double[] direction = new double[gradient.Length];
        for (int j = 0; j < direction.Length; j++)
        {
            for (int k = 0; free[j] && k < direction.Length; k++)
            {
                direction[j] -= free[k] ? inverse[j, k] * gradient[k] : 0;
            }
        }

        return direction;
    }

    /// <summary>The BFGS update of the inverse Hessian, left out where the curvature is not positive.</summary>
    private static void Update(double[,] inverse, double[] s, double[] y)
    {
        int d = s.Length;
        double curvature = Dot(s, y);
        if (!(curvature > 1e-14 * Math.Sqrt(Dot(s, s) * Dot(y, y))))
        {
            return;
        }

        double[] hy = new double[d];
        for (int j = 0; j < d; j++)
        {
            for (int k = 0; k < d; k++)
            {
                hy[j] += inverse[j, k] * y[k];
            }
        }

        double yhy = Dot(y, hy);
        for (int j = 0; j < d; j++)
        {
            for (int k = 0; k < d; k++)
            {
                inverse[j, k] += ((1 + (yhy / curvature)) * s[j] * s[k] / curvature) - (((hy[j] * s[k]) + (s[j] * hy[k])) / curvature);
            }
        }
    }

    private static double[] Difference(double[] a, double[] b) => [.. a.Zip(b, (p, q) => p - q)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (p, q) => p * q).Sum();
}
