using System.Runtime.InteropServices;

namespace Nadaraya.Models;

/// <summary>Lets a write past the process's limit on file sizes fail as an error, where SIGXFSZ would end the process.</summary>
internal static class FileSizeSignal
{
    private const PosixSignal Exceeded = (PosixSignal)25; // SIGXFSZ on Linux, macOS and the BSDs.

    // Kept for good: the signal is handled on another thread, perhaps after the write that caused it has returned.
    private static readonly PosixSignalRegistration? Registration =
        OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(Exceeded, context => context.Cancel = true);

    /// <summary>Makes sure that it is in force.</summary>
    public static void Hold() => GC.KeepAlive(Registration);
}
