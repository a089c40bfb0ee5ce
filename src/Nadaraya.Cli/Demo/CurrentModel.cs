namespace Nadaraya.Cli.Demo;

/// <summary>Pooling with one kernel at one width.</summary>
/// <param name="Name">The kernel's name in the book's code.</param>
/// <param name="Sigma">The width.</param>
/// <param name="Predictions">At the test inputs; null where no key is in reach.</param>
/// <param name="Weights">One row a test input, one column a training row.</param>
internal sealed record CurrentModel(string Name, double Sigma, double?[] Predictions, double[,] Weights);
