namespace Nadaraya;

/// <summary>Rows that share a level of every discrete feature, or were brought to share it.</summary>
/// <param name="Levels">Index of a level, one a discrete feature.</param>
/// <param name="Keys">The rows.</param>
internal sealed record LevelProfile(int[] Levels, int[] Keys);
