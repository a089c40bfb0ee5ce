using Microsoft.Win32.SafeHandles;

namespace Nadaraya.Models;

/// <summary>The real disk.</summary>
internal sealed class Disk : IDisk
{
    private const int BufferSize = 1 << 16;

    public static Disk Instance { get; } = new();

    public SafeFileHandle? OpenFolder(string folder) => OperatingSystem.IsWindows() ? null : Posix.OpenFolder(folder);

    public Stream Create(string path, UnixFileMode mode)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = BufferSize,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        return new FileStream(path, options);
    }

    public void Sync(Stream file)
    {
        FileStream stream = (FileStream)file;
        stream.Flush(flushToDisk: false);
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
        {
            RandomAccess.FlushToDisk(stream.SafeFileHandle); // On macOS this also empties the drive's own cache.
        }

        // Not after the platform's flush on Linux: the kernel reports a lost write once, and that flush would swallow it.
        if (!OperatingSystem.IsWindows())
        {
            Posix.Sync(stream.SafeFileHandle);
        }
    }

    public void Close(Stream file) => file.Dispose();

    public void Rename(string source, string target) => File.Move(source, target, overwrite: true);

    public void SyncFolder(SafeFileHandle folder)
    {
        const int Invalid = 22; // EINVAL: this file system keeps no folder to sync; there is nothing more that can be done.
        try
        {
            Posix.Sync(folder);
        }
        catch (IOException e) when (e.HResult == Invalid)
        {
        }
    }

    public void Delete(string path) => File.Delete(path);
}
