namespace Nadaraya;

/// <summary>What training leaning attention found.</summary>
/// <param name="Scale">w, positive.</param>
/// <param name="Loss">The summed squared leave-one-out error at w.</param>
public sealed record LeaningTraining(double Scale, double Loss)
{
    /// <summary>The bandwidth that the scale is, 1/w.</summary>
    public double Bandwidth => 1 / Scale;
}
