namespace Nadaraya.Numerics;

/// <summary>A cell that windows cut.</summary>
/// <param name="Start">Its first key.</param>
/// <param name="End">Its end.</param>
/// <param name="Centre">Its centre.</param>
/// <param name="IsLeft">Whether its keys are below the queries.</param>
/// <param name="IsEnd">Whether the keys from the cut on count, else those up to it.</param>
internal readonly record struct WindowCut(int Start, int End, double Centre, bool IsLeft, bool IsEnd);
