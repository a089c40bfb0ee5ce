namespace Nadaraya;

/// <summary>Limited-memory BFGS, a step at a time: the direction from the last ten changes of the gradient, a line search after Wolfe along it.</summary>
/// <remarks>Never accepts a higher value. Deterministic; the state is θ, f, g and the changes. Source: Nocedal &amp; Wright (2006), algorithms 7.4 and 7.5; Liu &amp; Nocedal (1989).</remarks>
/// <param name="parameters">The length of θ.</param>
internal sealed class LimitedBfgs(int parameters)
{
    private const int Memory = 10;
    private const int MostTrials = 20;
    private const double Sufficient = 1e-4; // Armijo's constant, ibid. (3.4)
    private const double Steep = 0.9; // of the slope at the start, ibid. (3.5)
    private const double First = 0.1; // the longest entry of the first step, of parameters near 1

    private readonly List<(double[] Step, double[] Change)> changes = [];
    private double[] gradient = new double[parameters];

    /// <summary>A function with its gradient.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="gradient">Gets ∂f/∂θ.</param>
    public delegate double Function(double[] theta, Span<double> gradient);

    /// <summary>f at θ, once begun.</summary>
    public double Value { get; private set; } = double.NaN;

    /// <summary>The largest entry of the gradient.</summary>
    public double Slope => gradient.Length == 0 ? 0 : gradient.Max(Math.Abs);

    /// <summary>The share of its direction that the last step went.</summary>
    public double Length { get; private set; }

    /// <summary>Evaluates where θ stands, unless that is known.</summary>
    public void Begin(double[] theta, Function function)
    {
        if (double.IsNaN(Value))
        {
            Value = function(theta, gradient);
        }
    }

    /// <summary>Moves θ to a lower place; false where none was found.</summary>
    /// <param name="theta">θ, changed.</param>
    /// <param name="function">f.</param>
    public bool Step(double[] theta, Function function)
    {
        double[] direction = Direction();
        double slope = Dot(direction, gradient);
        if (!(slope < 0))
        {
            changes.Clear();
            direction = Direction();
            slope = Dot(direction, gradient);
        }

        if (!(slope < 0) || !TryWalk(theta, direction, slope, function, out double[] next, out double value, out double[] slopes))
        {
            if (changes.Count == 0)
            {
                return false;
            }

            // What was known of the curvature leads nowhere: down the slope instead.
            changes.Clear();
            direction = Direction();
            if (!TryWalk(theta, direction, Dot(direction, gradient), function, out next, out value, out slopes))
            {
                return false;
            }
        }

        double[] step = Difference(next, theta), change = Difference(slopes, gradient);
        if (Dot(step, change) > 1e-14 * Math.Sqrt(Dot(step, step) * Dot(change, change)))
        {
            changes.Add((step, change));
            if (changes.Count > Memory)
            {
                changes.RemoveAt(0);
            }
        }

        next.CopyTo(theta, 0);
        (Value, gradient) = (value, slopes);
        return true;
    }

    /// <summary>Puts it down.</summary>
    /// <param name="state">Where to.</param>
    /// <param name="name">Its name there.</param>
    public void Save(TrainingState state, string name)
    {
        state.Put(name + "bfgs.value", Value, Length);
        state.Put(name + "bfgs.gradient", gradient);
        state.Put(name + "bfgs.steps", [.. changes.SelectMany(c => c.Step)]);
        state.Put(name + "bfgs.changes", [.. changes.SelectMany(c => c.Change)]);
    }

    /// <summary>Takes it up.</summary>
    /// <param name="state">Where from.</param>
    /// <param name="name">Its name there.</param>
    public void Restore(TrainingState state, string name)
    {
        double[] value = state.Take(name + "bfgs.value", 2);
        (Value, Length) = (value[0], value[1]);
        gradient = state.Take(name + "bfgs.gradient", gradient.Length);
        double[] steps = state.Take(name + "bfgs.steps"), all = state.Take(name + "bfgs.changes", steps.Length);
        changes.Clear();
        for (int k = 0; k + gradient.Length <= steps.Length && gradient.Length > 0; k += gradient.Length)
        {
            changes.Add((steps[k..(k + gradient.Length)], all[k..(k + gradient.Length)]));
        }
    }

    /// <summary>−H g by the two loops; a step of a given length down the slope where nothing is known.</summary>
    private double[] Direction()
    {
        double[] q = [.. gradient.Select(g => -g)];
        if (changes.Count == 0)
        {
            double largest = Slope;
            return largest > 0 ? [.. q.Select(v => v * First / largest)] : q;
        }

        double[] alpha = new double[changes.Count];
        for (int k = changes.Count - 1; k >= 0; k--)
        {
            (double[] s, double[] y) = changes[k];
            alpha[k] = Dot(s, q) / Dot(s, y);
            Add(q, y, -alpha[k]);
        }

        (double[] last, double[] change) = changes[^1];
        double scale = Dot(last, change) / Dot(change, change);
        for (int j = 0; j < q.Length; j++)
        {
            q[j] *= scale;
        }

        for (int k = 0; k < changes.Count; k++)
        {
            (double[] s, double[] y) = changes[k];
            Add(q, s, alpha[k] - (Dot(y, q) / Dot(s, y)));
        }

        return q;
    }

    /// <summary>Along a direction to a lower place where the slope has eased; the lowest that was found where none has.</summary>
    private bool TryWalk(double[] theta, double[] direction, double slope, Function function, out double[] next, out double value, out double[] slopes)
    {
        (next, value, slopes) = (theta, Value, gradient);
        double low = 0, high = double.PositiveInfinity, length = 1;
        for (int trial = 0; trial < MostTrials; trial++)
        {
            double[] at = [.. theta], own = new double[theta.Length];
            Add(at, direction, length);
            double f = function(at, own);
            bool lower = f <= Value + (Sufficient * length * slope);
            if (!lower || !double.IsFinite(f) || !own.All(double.IsFinite))
            {
                high = length;
                double lowest = -slope * length / (2 * (f - Value - (slope * length))); // of a parabola, as a share of the step
                double share = double.IsFinite(lowest) ? Math.Clamp(lowest, 0.1, 0.5) : 0.1;
                length = low == 0 ? length * share : (low + high) / 2;
                continue;
            }

            if (f < value)
            {
                (next, value, slopes, Length) = (at, f, own, length);
            }

            if (Dot(own, direction) >= Steep * slope)
            {
                break;
            }

            low = length;
            length = double.IsPositiveInfinity(high) ? 2 * length : (low + high) / 2;
        }

        return value < Value;
    }

    private static double[] Difference(double[] a, double[] b) => [.. a.Zip(b, (p, q) => p - q)];

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++)
        {
            sum += a[k] * b[k];
        }

        return sum;
    }

    private static void Add(double[] to, double[] what, double factor)
    {
        for (int k = 0; k < to.Length; k++)
        {
            to[k] += factor * what[k];
        }
    }
}
