using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Nadaraya.Models;

namespace Nadaraya;

/// <summary>Writes a file so that it is there as a whole or not at all.</summary>
public static class DurableFile
{
    /// <summary>Replaces or creates a file: after a crash, a kill, a full disk or any error it is the whole old or the whole new one.</summary>
    /// <param name="path">The file. A symbolic link is followed, and the file it leads to is replaced, not the link. The folder must exist.</param>
    /// <param name="write">Writes the contents to a stream that goes forward only; it may close the stream. It must not start work that outlives it.</param>
    /// <param name="mode">The permissions of the file, less the process's umask; private by default. An older file's permissions are not kept. Ignored on Windows.</param>
    /// <param name="cancellationToken">Stops at the next write, and at the latest before the file gets its name.</param>
    /// <remarks>
    /// <para>The contents go to a new file of an unpredictable name in the same folder, which is synced, renamed over the target
    /// (<c>rename(2)</c>), and made lasting by syncing the folder. On every error and on cancelling it is removed; after a kill a file named
    /// <c>.nadaraya-….tmp</c> may remain and can be deleted. When the method returns the bytes are on the disk, as far as the system reports the truth.
    /// A file system that can't sync a folder (EINVAL) is trusted with its names.</para>
    /// <para>A device, a named pipe or an open file such as <c>/dev/stdout</c> can't be replaced: it is written straight, after what it
    /// already holds, and its errors are reported the same way. A named pipe needs its reader first. A folder is refused.</para>
    /// <para>From the first call on, the signal of a limit on file sizes (SIGXFSZ) no longer ends the process: the write fails instead.</para>
    /// <para>Several writers of one path, in one process or many, each leave a whole file; the last one stays.</para>
    /// </remarks>
    /// <exception cref="OutputException">The file could not be written completely: the path, what failed, what is there now, the repair.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the target is untouched.</exception>
    public static void Write(
        string path,
        Action<Stream> write,
        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        CancellationToken cancellationToken = default) =>
        Write(path, write, mode, Disk.Instance, cancellationToken);

    internal static void Write(string path, Action<Stream> write, UnixFileMode mode, IDisk disk, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);
        cancellationToken.ThrowIfCancellationRequested();
        FileSizeSignal.Hold();
        OutputTarget target = Resolve(path);
        if (target.Direct)
        {
            WriteStraight(path, target.Path, write, cancellationToken);
        }
        else
        {
            Replace(path, target.Path, write, mode, disk, cancellationToken);
        }
    }

    private static OutputTarget Resolve(string path)
    {
        try
        {
            return OutputTarget.Resolve(path);
        }
        catch (Exception e) when (OutputFault.IsFault(e) || e is ArgumentException)
        {
            throw OutputFault.ToException(path, e is ArgumentException ? new IOException("it is not a path", e) : e, "nothing was changed");
        }
    }

    private static void Replace(
        string path, string target, Action<Stream> write, UnixFileMode mode, IDisk disk, CancellationToken cancellationToken)
    {
        string folder = Path.GetDirectoryName(target)!;

        // Not made from the target's name, which may already be as long as a name can be.
        string temporary = Path.Join(folder, $".nadaraya-{RandomNumberGenerator.GetHexString(32, lowercase: true)}.tmp");
        using SafeFileHandle? openFolder = Try(path, () => disk.OpenFolder(folder));
        Stream file = Try(path, () => disk.Create(temporary, mode));
        try
        {
            Fill(path, file, write, disk, cancellationToken);
            Try(path, () => disk.Rename(temporary, target));
        }
        catch
        {
            Discard(file, temporary, disk);
            throw;
        }

        if (openFolder is not null)
        {
            Try(path, () => disk.SyncFolder(openFolder), "the new file is in place, but may be lost in a power cut");
        }
    }

    private static void Fill(string path, Stream file, Action<Stream> write, IDisk disk, CancellationToken cancellationToken)
    {
        using (OutputStream output = new(file, path, OutputFault.Untouched, cancellationToken))
        {
            write(output);
        }

        cancellationToken.ThrowIfCancellationRequested();
        Try(path, () => disk.Sync(file));
        Try(path, () => disk.Close(file));
        cancellationToken.ThrowIfCancellationRequested();
    }

    // Closing flushes what is still buffered, and on a full disk that fails again: the file has to go all the same.
    private static void Discard(Stream file, string temporary, IDisk disk)
    {
        try
        {
            file.Dispose();
        }
        catch (Exception e) when (OutputFault.IsFault(e))
        {
        }

        try
        {
            disk.Delete(temporary);
        }
        catch (Exception e) when (OutputFault.IsFault(e))
        {
        }
    }

    private static void WriteStraight(string path, string target, Action<Stream> write, CancellationToken cancellationToken)
    {
        using SafeFileHandle? probe = OperatingSystem.IsWindows() ? null : Try(path, () => Posix.ProbeForWriting(target));
        using Stream file = Try(path, () => OpenStraight(target));
        probe?.Dispose();
        using OutputStream output = new(file, path, "part of the output may have arrived", cancellationToken);
        write(output);
    }

    // Without a buffer of its own every error shows at the write that caused it, and nothing is left for closing to lose.
    private static FileStream OpenStraight(string target)
    {
        FileStream file = new(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.CanSeek)
        {
            _ = file.Seek(0, SeekOrigin.End);
        }

        return file;
    }

    private static void Try(string path, Action step, string state = OutputFault.Untouched) =>
        Try(
            path,
            () =>
            {
                step();
                return true;
            },
            state);

    private static T Try<T>(string path, Func<T> step, string state = OutputFault.Untouched)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (OutputFault.IsFault(e))
        {
            throw OutputFault.ToException(path, e, state);
        }
    }
}
