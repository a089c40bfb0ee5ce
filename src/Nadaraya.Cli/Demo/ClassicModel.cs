namespace Nadaraya.Cli.Demo;

/// <summary>Attention pooling at one w.</summary>
/// <param name="Epoch">The epoch after which w was so; 0 before training.</param>
/// <param name="Scale">w.</param>
/// <param name="Loss">The summed squared leave-one-out error at w.</param>
/// <param name="Predictions">At the test inputs.</param>
/// <param name="Weights">One row a test input, one column a training row.</param>
internal sealed record ClassicModel(int Epoch, double Scale, double Loss, double?[] Predictions, double[,] Weights);
