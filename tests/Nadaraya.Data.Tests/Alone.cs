namespace Nadaraya.Data.Tests;

/// <summary>Tests that measure the memory of the whole process run while no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
