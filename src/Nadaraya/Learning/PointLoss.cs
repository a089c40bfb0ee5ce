namespace Nadaraya;

/// <summary>What one prediction costs, ρ(e) of the error e = prediction − truth, and its slope. Immutable.</summary>
/// <remarks>
/// Squared e²; absolute |e|; Huber ½e² to |e| = δ and δ(|e| − ½δ) beyond; pinball max(τ(y − ŷ), (τ − 1)(y − ŷ)), which is least at the τ quantile. Errors are in the unit of
/// the target. At a kink the slope is the middle of its two sides.
/// </remarks>
internal sealed class PointLoss
{
    private readonly Shape shape;

    private PointLoss(Shape shape, double parameter) => (this.shape, Parameter) = (shape, parameter);

    private enum Shape
    {
        Squared,
        Absolute,
        Huber,
        Pinball,
    }

    /// <summary>e²: least at the mean.</summary>
    public static PointLoss Squared { get; } = new(Shape.Squared, 0);

    /// <summary>|e|: least at the median.</summary>
    public static PointLoss Absolute { get; } = new(Shape.Absolute, 0);

    /// <summary>δ of Huber's loss, τ of the pinball loss; 0 for the others.</summary>
    public double Parameter { get; }

    /// <summary>½e² inside δ, δ(|e| − ½δ) outside.</summary>
    /// <param name="delta">δ, positive and finite, in the unit of the target.</param>
    public static PointLoss Huber(double delta) => delta > 0 && double.IsFinite(delta)
        ? new(Shape.Huber, delta)
        : throw new ArgumentOutOfRangeException(nameof(delta), $"The δ of Huber's loss is {delta}: it must be a positive finite number in the unit of the target, such as 1.");

    /// <summary>max(τ(y − ŷ), (τ − 1)(y − ŷ)).</summary>
    /// <param name="tau">τ, between 0 and 1.</param>
    public static PointLoss Pinball(double tau) => tau is > 0 and < 1
        ? new(Shape.Pinball, tau)
        : throw new ArgumentOutOfRangeException(nameof(tau), $"The quantile of the pinball loss is {tau}: it must lie between 0 and 1, such as 0.9.");

    /// <summary>The power of the target's unit that the loss is counted in: 2 for squares and Huber, 1 for the others.</summary>
    public int Degree => shape is Shape.Squared or Shape.Huber ? 2 : 1;

    /// <summary>ρ(e), at least 0.</summary>
    /// <param name="error">Prediction − truth.</param>
    public double Value(double error) => shape switch
    {
        Shape.Squared => error * error,
        Shape.Absolute => Math.Abs(error),
        Shape.Huber => Math.Abs(error) <= Parameter ? error * error / 2 : Parameter * (Math.Abs(error) - (Parameter / 2)),
        _ => error > 0 ? (1 - Parameter) * error : -Parameter * error,
    };

    /// <summary>ρ′(e).</summary>
    /// <param name="error">Prediction − truth.</param>
    public double Slope(double error) => shape switch
    {
        Shape.Squared => 2 * error,
        Shape.Absolute => Math.Sign(error),
        Shape.Huber => Math.Clamp(error, -Parameter, Parameter),
        _ => error > 0 ? 1 - Parameter : error < 0 ? -Parameter : 0.5 - Parameter,
    };

    /// <summary>The second derivative of the least parabola that lies above ρ and touches it at e and, mirrored, at −e: 2 of squares, 1/|e| of |e|, half of it of a quantile's, min(1, δ/|e|) of Huber's.</summary>
    /// <param name="error">Prediction − truth.</param>
    /// <param name="least">What stands for |e| where it is less, positive.</param>
    public double Bend(double error, double least) => shape switch
    {
        Shape.Squared => 2,
        Shape.Absolute => 1 / Math.Max(Math.Abs(error), least),
        Shape.Huber => Math.Min(1, Parameter / Math.Max(Math.Abs(error), least)),
        _ => 0.5 / Math.Max(Math.Abs(error), least),
    };

    /// <summary>The same loss of errors counted in another unit, up to a constant factor: errors are divided by <paramref name="unit"/>.</summary>
    /// <param name="unit">How much of the target the new unit is, positive.</param>
    public PointLoss InUnitsOf(double unit) => shape == Shape.Huber ? Huber(Parameter / unit) : this;
}
