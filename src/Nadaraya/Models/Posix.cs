using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Nadaraya.Models;

/// <summary>The few calls of the C library that the platform hides or whose errors it swallows; every failure is an IOException with the errno as its HResult.</summary>
internal static unsafe partial class Posix
{
    private const int Interrupted = 4; // EINTR, the same number on Linux, macOS and the BSDs.
    private const int ReadOnly = 0;
    private const int WriteOnly = 1;
    private const int LongestPath = 4096;

    // The process's own symbols, not a library file by name: every C library serves, and a preloaded one can play a failing disk.
    static Posix() => NativeLibrary.SetDllImportResolver(
        typeof(Posix).Assembly,
        (name, _, _) => name == "libc" ? NativeLibrary.GetMainProgramHandle() : 0);

    private static int CloseOnExec => OperatingSystem.IsLinux() ? 0x80000 : OperatingSystem.IsMacOS() ? 0x1000000 : 0;

    private static int NonBlocking => OperatingSystem.IsLinux() ? 0x800 : 4;

    /// <summary>Opens a folder, so that it can be synced.</summary>
    /// <remarks>The "/." makes anything but a folder fail; the flag that means the same has another number on each processor.</remarks>
    public static SafeFileHandle OpenFolder(string folder) => Open(folder + "/.", ReadOnly | CloseOnExec);

    /// <summary>Opens a pipe or device for writing, failing at once where a pipe has no reader.</summary>
    public static SafeFileHandle ProbeForWriting(string path) => Open(path, WriteOnly | CloseOnExec | NonBlocking);

    /// <summary>Brings a file or folder to the disk; unlike the platform's own flush it reports what the kernel says.</summary>
    public static void Sync(SafeFileHandle handle)
    {
        while (FSync(handle) != 0)
        {
            ThrowUnlessInterrupted();
        }
    }

    /// <summary>The absolute path of an existing folder with every symbolic link resolved as the kernel does.</summary>
    public static string RealPath(string folder)
    {
        byte* buffer = stackalloc byte[LongestPath];
        while (RealPath(folder, buffer) is null)
        {
            ThrowUnlessInterrupted();
        }

        return Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
    }

    /// <summary>The type bits of a file's mode, links followed, or null where there is no such file.</summary>
    /// <remarks><c>struct statx</c> has one layout on every processor, which <c>struct stat</c> has not.</remarks>
    public static int? FileType(string path)
    {
        const int CurrentFolder = -100; // AT_FDCWD
        const uint TypeWanted = 1; // STATX_TYPE
        const int ModeOffset = 28; // offsetof(struct statx, stx_mode)
        const int NoEntry = 2; // ENOENT
        byte* buffer = stackalloc byte[256];
        if (StatX(CurrentFolder, path, 0, TypeWanted, buffer) == 0)
        {
            return *(ushort*)(buffer + ModeOffset) & 0xF000;
        }

        return Marshal.GetLastPInvokeError() == NoEntry ? null : throw LastError();
    }

    private static SafeFileHandle Open(string path, int flags)
    {
        int descriptor;
        while ((descriptor = OpenFile(path, flags)) < 0)
        {
            ThrowUnlessInterrupted();
        }

        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static void ThrowUnlessInterrupted()
    {
        if (Marshal.GetLastPInvokeError() != Interrupted)
        {
            throw LastError();
        }
    }

    private static IOException LastError()
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial byte* RealPath(string path, byte* resolved);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int folder, string path, int flags, uint mask, byte* result);
}
