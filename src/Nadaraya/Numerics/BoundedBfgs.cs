namespace Nadaraya.Numerics;

/// <summary>Minimises a smooth function in a box by BFGS with projection and a line search after Wolfe.</summary>
/// <remarks>
/// Coordinates are logarithms: a step is at most 2 in each. Those at a bound whose gradient points outward stand still. Never leaves the box, never accepts a
/// higher value. Source: Nocedal &amp; Wright (2006), ch. 3, 6 and 16.7.
/// </remarks>
internal static class BoundedBfgs
{
    private const int MostSteps = 200;
    private const int MostTrials = 30;
    private const double Sufficient = 1e-4; // Armijo's constant, Nocedal & Wright (3.4)
    private const double Steep = 0.9; // of the slope at the start: more is left at a point to go on from, ibid. (3.5)
    private const double Longest = 2; // e² in a bandwidth: beyond, the gradient knows nothing
    private const double First = 0.5; // a step where nothing is known of the curvature

    private const double Rounding = 1e-14; // of values

    /// <summary>A function with its gradient; null ends the search where it is.</summary>
    public delegate (double Value, double[] Gradient)? Function(double[] x);

    /// <summary>The lowest point found from a start.</summary>
    /// <param name="function">The function.</param>
    /// <param name="start">Where to start, inside the box.</param>
    /// <param name="low">Lower bounds.</param>
    /// <param name="high">Upper bounds.</param>
    /// <param name="tolerance">Stops where no free coordinate's gradient exceeds this.</param>
    /// <param name="inverse">The inverse of the curvature, as far as it is known; improved on the way. Null to begin with none.</param>
    /// <param name="noise">How far a value may be off: stops where no more is to be gained. Null for what rounding does.</param>
    public static double[] Minimise(Function function, double[] start, double[] low, double[] high, double tolerance, double[,]? inverse = null, Func<double, double>? noise = null)
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

            if (noise is not null && -Dot(direction, gradient) <= noise(value))
            {
                return x;
            }

            double longest = direction.Max(Math.Abs);
            bool guessed = IsIdentity(inverse);
            if (Walk(function, x, direction, (value, gradient), low, high, guessed ? First / longest : 1, Longest / longest) is not var (next, nextValue, nextGradient))
            {
                return x;
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
            bool still = value - nextValue <= (noise?.Invoke(value) ?? Rounding * Math.Abs(value));
            (x, value, gradient) = (next, nextValue, nextGradient);
            if (still)
            {
                return x;
            }
        }

        return x;
    }

    /// <summary>
    /// Along a direction to a point that is lower and where the slope has eased: steps that fall too little are shortened to the lowest of a parabola, steps
    /// that still lead down steeply doubled. No point where none is lower, none at all where time is up.
    /// </summary>
    private static (double[]? At, double Value, double[] Gradient)? Walk(
        Function function, double[] x, double[] direction, (double Value, double[] Gradient) start, double[] low, double[] high, double length, double most)
    {
        (double[]? At, double Value, double[] Gradient) best = (null, start.Value, start.Gradient);
        bool shortened = false;
        length = Math.Min(length, most);
        for (int trial = 0; trial < MostTrials; trial++)
        {
            double[] at = [.. x.Select((v, j) => Math.Clamp(v + (length * direction[j]), low[j], high[j]))];
            double[] step = Difference(at, x);
            double expected = Dot(start.Gradient, step);
            if (expected >= 0)
            {
                break;
            }

            if (function(at) is not var (value, gradient))
            {
                return best.At is null ? null : best;
            }

            if (best.At is not null && !(value < best.Value))
            {
                break;
            }

            if (!(value <= start.Value + (Sufficient * expected)))
            {
                shortened = true;
                double lowest = -expected / (2 * (value - start.Value - expected)); // of a parabola, as a share of the step
                length *= double.IsFinite(value) ? Math.Clamp(lowest, 0.1, 0.5) : 0.25;
                continue;
            }

            best = (at, value, gradient);
            if (shortened || length >= most || !(Dot(gradient, step) < Steep * expected))
            {
                break;
            }

            length = Math.Min(2 * length, most);
        }

        return best;
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
