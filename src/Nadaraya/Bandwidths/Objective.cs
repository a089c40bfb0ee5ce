namespace Nadaraya;

/// <summary>What a search minimises: a function of the mean squared error of the rows and of the trace of the hat matrix.</summary>
/// <remarks>Errors are in shares of the target's variance; <see cref="Raw"/> brings the value back to the target's unit.</remarks>
internal abstract class Objective
{
    /// <summary>Σ vᵢe² / Σ vᵢ alone, of rows left out of their own predictions.</summary>
    public static Objective Error { get; } = new MeanError();

    /// <summary>Whether rows are predicted with themselves, and the trace says what that is worth.</summary>
    public virtual bool IsInSample => true;

    /// <summary>Its value; +∞ where there is none.</summary>
    /// <param name="error">The mean squared error over the target's variance.</param>
    /// <param name="trace">tr H.</param>
    /// <param name="size">n.</param>
    public abstract double Value(double error, double trace, double size);

    /// <summary>∂value/∂error and ∂value/∂trace.</summary>
    /// <param name="error">The mean squared error over the target's variance.</param>
    /// <param name="trace">tr H.</param>
    /// <param name="size">n.</param>
    public abstract (double OfError, double OfTrace) Slopes(double error, double trace, double size);

    /// <summary>What is no more than a share of the error above a value: where a search still looks.</summary>
    /// <param name="value">A value of <see cref="Value"/>.</param>
    /// <param name="share">The share.</param>
    public virtual double Above(double value, double share) => value * (1 + share);

    /// <summary>The value in the unit of the target.</summary>
    /// <param name="value">A value of <see cref="Value"/>.</param>
    /// <param name="variance">The variance of the target, in its unit squared.</param>
    public virtual double Raw(double value, double variance) => value * variance;

    /// <summary>The objective of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="noise">σ̂² over the target's variance, for Cp.</param>
    public static Objective Of(Bandwidth.Rule rule, Func<double> noise) => rule switch
    {
        Bandwidth.Rule.Aicc => new Akaike(),
        Bandwidth.Rule.Gcv => new Generalised(),
        Bandwidth.Rule.Cp => new Mallows(noise()),
        _ => Error,
    };

    private sealed class MeanError : Objective
    {
        public override bool IsInSample => false;

        public override double Value(double error, double trace, double size) => error;

        public override (double OfError, double OfTrace) Slopes(double error, double trace, double size) => (1, 0);
    }

    /// <summary>ln σ̂² + (1 + tr/n)/(1 − (tr + 2)/n); +∞ where the denominator is not positive. Source: Hurvich, Simonoff &amp; Tsai (1998).</summary>
    private sealed class Akaike : Objective
    {
        private const double Least = 1e-300; // the logarithm of a perfect fit is finite

        public override double Value(double error, double trace, double size)
        {
            double left = 1 - ((trace + 2) / size);
            return left > 0 ? Math.Log(Math.Max(error, Least)) + ((1 + (trace / size)) / left) : double.PositiveInfinity;
        }

        public override (double OfError, double OfTrace) Slopes(double error, double trace, double size)
        {
            double left = 1 - ((trace + 2) / size);
            return left > 0 ? (1 / Math.Max(error, Least), (left + 1 + (trace / size)) / (size * left * left)) : (0, 0);
        }

        public override double Above(double value, double share) => value + Math.Log(1 + share);

        public override double Raw(double value, double variance) => value + Math.Log(variance);
    }

    /// <summary>σ̂²/(1 − tr/n)²; +∞ where n − tr, the degrees of freedom left, are fewer than ten and than a fifth of n. Source: Craven &amp; Wahba (1979).</summary>
    /// <remarks>
    /// Where every row has nearly all of its own weight this is 0/0: two rows that lie close and happen to agree then give it any value, down to 0. Of r degrees of
    /// freedom noise alone gives σ²·(n/r)·χ²ᵣ/r, which is below the σ² of a good fit with probability P(χ²ᵣ &lt; r²/n): at n = 100 8 % for r = 1, 0.02 % for r = 10.
    /// </remarks>
    private sealed class Generalised : Objective
    {
        private const double Enough = 10;

        public override double Value(double error, double trace, double size)
        {
            double left = 1 - (trace / size);
            return Tells(left, size) ? error / (left * left) : double.PositiveInfinity;
        }

        public override (double OfError, double OfTrace) Slopes(double error, double trace, double size)
        {
            double left = 1 - (trace / size);
            return Tells(left, size) ? (1 / (left * left), 2 * error / (size * left * left * left)) : (0, 0);
        }

        private static bool Tells(double left, double size) => left >= Math.Min(Enough / size, 0.2);
    }

    /// <summary>RSS/σ̂² − n + 2 tr. Source: Mallows (1973).</summary>
    private sealed class Mallows(double noise) : Objective
    {
        public override double Value(double error, double trace, double size) => (size * error / noise) - size + (2 * trace);

        public override (double OfError, double OfTrace) Slopes(double error, double trace, double size) => (size / noise, 2);

        public override double Above(double value, double share) => value + (share * (Math.Abs(value) + (1 / noise)));

        public override double Raw(double value, double variance) => value;
    }
}
