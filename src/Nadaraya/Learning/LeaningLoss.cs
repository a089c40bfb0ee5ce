using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>The summed squared leave-one-out error of leaning attention, with its slope in ln w.</summary>
/// <remarks>
/// With u = w(q − k), a = softmax(−u²/2), m = Σ a u, v = Σ a (u − m)², λ = m/(v + c) and b = softmax(−(u + λ)²/2) the prediction is Σ b y. By
/// θ = ln w: ∂u = u, ∂a = a(S − u²) with S = Σ a u², ∂m = m + Σ a (S − u²) u, ∂v = 2v + Σ a (S − u²)(u − m)²,
/// ∂λ = ∂m/(v + c) − λ ∂v/(v + c), ∂ŷ = −Σ b (u + λ)(u + ∂λ)(y − ŷ). O(n²) time, O(n) memory.
/// </remarks>
internal sealed class LeaningLoss(double[] x, double[] y)
{
    private readonly double[] u = new double[x.Length];
    private readonly double[] a = new double[x.Length];

    /// <summary>λ at one query: how far it leans, in units of 1/w.</summary>
    /// <param name="query">The query.</param>
    /// <param name="scale">w, not 0.</param>
    public double Lean(double query, double scale) => Attend(query, scale, -1).Lean;

    /// <summary>L and ∂L/∂ln w.</summary>
    /// <param name="scale">w, positive and finite.</param>
    public (double Value, double Slope) Evaluate(double scale)
    {
        (double value, double slope) = (0, 0);
        for (int i = 0; i < x.Length; i++)
        {
            (double fit, double derivative) = Predict(x[i], scale, i);
            double error = fit - y[i];
            value += error * error;
            slope += 2 * error * derivative;
        }

        return (value, slope);
    }

    private (double Value, double Derivative) Predict(double query, double scale, int leave)
    {
        (double lean, double leanSlope) = Attend(query, scale, leave);
        Softmax(lean, leave);
        double fit = 0;
        for (int j = 0; j < u.Length; j++)
        {
            fit += a[j] * y[j];
        }

        double derivative = 0;
        for (int j = 0; j < u.Length; j++)
        {
            derivative -= a[j] * (u[j] + lean) * (u[j] + leanSlope) * (y[j] - fit);
        }

        return (fit, derivative);
    }

    private (double Lean, double Slope) Attend(double query, double scale, int leave)
    {
        for (int j = 0; j < u.Length; j++)
        {
            u[j] = (query - x[j]) * scale;
        }

        Softmax(0, leave);
        (double m, double s) = (0, 0);
        for (int j = 0; j < u.Length; j++)
        {
            m += a[j] * u[j];
            s += a[j] * u[j] * u[j];
        }

        (double v, double dm, double dv) = (0, m, 0);
        for (int j = 0; j < u.Length; j++)
        {
            double apart = (u[j] - m) * (u[j] - m);
            double change = a[j] * (s - (u[j] * u[j]));
            v += a[j] * apart;
            dm += change * u[j];
            dv += change * apart;
        }

        double spread = v + LeaningScale.SpreadFloor;
        double lean = m / spread;
        return (lean, (dm - (lean * (dv + (2 * v)))) / spread);
    }

    /// <summary>a = softmax(−(u + shift)²/2), shifted by its largest score; the row left out gets 0.</summary>
    private void Softmax(double shift, int leave)
    {
        double nearest = double.PositiveInfinity;
        for (int j = 0; j < u.Length; j++)
        {
            nearest = j == leave ? nearest : Math.Min(nearest, Math.Abs(u[j] + shift));
        }

        double total = 0;
        for (int j = 0; j < u.Length; j++)
        {
            // (nearest − d)(nearest + d) keeps its digits where both are large.
            double d = Math.Abs(u[j] + shift);
            a[j] = j == leave ? 0 : VectorMath.Exp((nearest - d) * (nearest + d) / 2);
            total += a[j];
        }

        for (int j = 0; j < u.Length; j++)
        {
            a[j] /= total;
        }
    }
}
