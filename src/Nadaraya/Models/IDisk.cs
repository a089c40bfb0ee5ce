using Microsoft.Win32.SafeHandles;

namespace Nadaraya.Models;

/// <summary>The steps of a durable save, each of which a disk can refuse; failures are IOException or UnauthorizedAccessException.</summary>
internal interface IDisk
{
    /// <summary>Opens the folder that will be synced; null where the platform has no such thing.</summary>
    SafeFileHandle? OpenFolder(string folder);

    /// <summary>Creates a file that must not exist yet.</summary>
    Stream Create(string path, UnixFileMode mode);

    /// <summary>Brings everything written to the stream to the disk.</summary>
    void Sync(Stream file);

    /// <summary>Closes the stream.</summary>
    void Close(Stream file);

    /// <summary>Gives the file another name in one step, in place of the file that had it.</summary>
    void Rename(string source, string target);

    /// <summary>Brings the names in a folder to the disk.</summary>
    void SyncFolder(SafeFileHandle folder);

    /// <summary>Removes a file.</summary>
    void Delete(string path);
}
