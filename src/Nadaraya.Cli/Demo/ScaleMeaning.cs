namespace Nadaraya.Cli.Demo;

/// <summary>What a scale does to the weights of one query.</summary>
/// <param name="Scale">w.</param>
/// <param name="Weights">One a training row.</param>
/// <param name="EffectiveSampleSize">1/Σα²: how many rows share the say.</param>
/// <param name="Largest">The largest weight.</param>
/// <param name="Prediction">What the weights make of the values.</param>
internal sealed record ScaleMeaning(double Scale, IReadOnlyList<double> Weights, double EffectiveSampleSize, double Largest, double Prediction);
