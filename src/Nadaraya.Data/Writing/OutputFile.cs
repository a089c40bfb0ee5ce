using Nadaraya.Data;

namespace Nadaraya;

/// <summary>A file that appears when it is complete, or not at all; and standard output that reports a reader who has gone.</summary>
public static class OutputFile
{
    private const string StandardOutputName = "standard output";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Writes to a hidden file in the same folder and renames it over the target at the end; an existing target keeps its mode, a new
    /// one is private to its owner. Devices and pipes are written directly, as is standard output for <c>-</c>.
    /// </summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="write">Writes everything; when it throws, the target stays as it was.</param>
    /// <exception cref="OutputException">The output could not be written completely; the message names it and the reason.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);
        if (path == "-")
        {
            WriteStandardOutput(write);
            return;
        }

        string target = Resolve(path);
        using FileStream? direct = OpenDirect(path, target);
        if (direct is not null)
        {
            using OutputStream stream = new(direct, path);
            write(stream);
            stream.Flush();
            return;
        }

        string temporary = Path.Join(Path.GetDirectoryName(target), $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            WriteTemporary(path, temporary, target, write);
            Guarded(path, () => File.Move(temporary, target, overwrite: true));
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    /// <summary>Writes to standard output; a closed pipe or a full disk ends the work.</summary>
    /// <param name="write">Writes everything.</param>
    /// <exception cref="OutputException">Not everything could be written.</exception>
    public static void WriteStandardOutput(Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using Stream inner = StandardOutput.Open();
        using OutputStream stream = new(inner, StandardOutputName);
        write(stream);
        stream.Flush();
    }

    internal static OutputException Error(string name, Exception cause) =>
        new($"{Show.Source(name)}: it could not be written completely ({Show.Source(cause.Message)}); expected a writable place with enough room; check the name, the permissions and the space.", cause);

    private static string Resolve(string path)
    {
        if (path.Length == 0)
        {
            throw new OutputException("The name of the output is empty; expected a file name; name a file, or - for standard output.");
        }

        return Guarded(path, () =>
        {
            string full = Path.GetFullPath(path);
            FileInfo file = new(full);
            return Directory.Exists(full) || Path.EndsInDirectorySeparator(full)
                ? throw new IOException("it is a folder")
                : IsSystem(full) || file.LinkTarget is null ? full
                : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
        });
    }

    /// <summary>Renaming over a device would replace it; opening an existing file also shows whether it may be written.</summary>
    private static FileStream? OpenDirect(string path, string target)
    {
        if (!File.Exists(target))
        {
            return null;
        }

        FileStream file = Guarded(path, () => new FileStream(target, new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        }));
        if (!file.CanSeek || IsSystem(target))
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    private static bool IsSystem(string path) =>
        (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal))
        || path.StartsWith("/proc/", StringComparison.Ordinal);

    private static void WriteTemporary(string path, string temporary, string target, Action<Stream> write)
    {
        // Unbuffered: a buffer would be flushed once more on the way out of a failed write, and hide what happened first.
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        using FileStream file = Guarded(path, () => new FileStream(temporary, options));
        using OutputStream stream = new(file, path);
        write(stream);
        Guarded(path, () => file.Flush(flushToDisk: true));
        Guarded(path, () => KeepMode(file, target));
    }

    private static void KeepMode(FileStream file, string target)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(target));
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static void Guarded(string path, Action work) => _ = Guarded(path, () =>
    {
        work();
        return true;
    });

    private static T Guarded<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Error(path, e);
        }
    }
}
