namespace Nadaraya.Cli;

/// <summary>The command line asks for something that there is not, or contradicts itself.</summary>
internal sealed class UsageException(string message) : Exception(message);
