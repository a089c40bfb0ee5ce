using System.Globalization;

namespace Nadaraya;

/// <summary>What training minimises: a loss ρ of each row's leave-one-out error, summed over the rows with their weights.</summary>
public sealed record TrainingLoss
{
    private TrainingLoss(string kind, double parameter = 0) => (Kind, Parameter) = (kind, parameter);

    /// <summary>e²: predictions of the mean. The default.</summary>
    public static TrainingLoss Squared { get; } = new("squared");

    /// <summary>|e|: less drawn by outliers.</summary>
    public static TrainingLoss Absolute { get; } = new("absolute");

    /// <summary>squared, absolute, huber or pinball.</summary>
    public string Kind { get; }

    /// <summary>δ of Huber's loss in the unit of the target, τ of the pinball loss; 0 for the others.</summary>
    public double Parameter { get; }

    /// <summary>The name as it is parsed: "huber:1.5".</summary>
    public string Name => Parameter > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Kind}:{Parameter:R}") : Kind;

    /// <summary>The loss itself.</summary>
    internal PointLoss Point => Kind switch
    {
        "absolute" => PointLoss.Absolute,
        "huber" => PointLoss.Huber(Parameter),
        "pinball" => PointLoss.Pinball(Parameter),
        _ => PointLoss.Squared,
    };

    /// <summary>½e² up to |e| = δ and δ(|e| − ½δ) beyond. Source: Huber (1964).</summary>
    /// <param name="delta">δ, in the unit of the target.</param>
    public static TrainingLoss Huber(double delta) => new("huber", PointLoss.Huber(delta).Parameter);

    /// <summary>max(τ(y − ŷ), (τ − 1)(y − ŷ)): a score whose averages come near the τ quantile. Source: Koenker &amp; Bassett (1978).</summary>
    /// <param name="tau">τ, between 0 and 1.</param>
    public static TrainingLoss Pinball(double tau) => new("pinball", PointLoss.Pinball(tau).Parameter);

    /// <summary>The loss of a name: squared, absolute, huber:D or pinball:T.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">No such loss.</exception>
    public static TrainingLoss Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name.Split(':');
        double value = 0;
        bool valued = parts.Length == 2 && double.TryParse(parts[1], NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
        return (parts[0], parts.Length) switch
        {
            ("squared", 1) => Squared,
            ("absolute", 1) => Absolute,
            ("huber", 2) when valued && value > 0 => Huber(value),
            ("pinball", 2) when valued && value is > 0 and < 1 => Pinball(value),
            _ => throw new ArgumentException($"'{name}' is no loss: expected squared, absolute, huber:D with D > 0 in the unit of the target, or pinball:T with 0 < T < 1.", nameof(name)),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
