namespace Nadaraya.Cli;

/// <summary>What <c>weights</c> shows of one target.</summary>
/// <param name="Top">The rows.</param>
/// <param name="Groups">The groups that were asked for, or null.</param>
internal sealed record ShownAttention(TopAttention Top, IReadOnlyList<AttendedGroup>? Groups);
