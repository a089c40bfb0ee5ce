namespace Nadaraya.Models;

/// <summary>Finds out what a path leads to without opening it.</summary>
internal static class FileKinds
{
    private const int Regular = 0x8000; // S_IFREG
    private const int Folder = 0x4000; // S_IFDIR

    /// <summary>The kind of file at a path; an IOException where that can't be told.</summary>
    public static FileKind Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Guess(path);
        }

        try
        {
            return Posix.FileType(path) switch
            {
                null => FileKind.Missing,
                Regular => FileKind.Regular,
                Folder => FileKind.Folder,
                _ => FileKind.Special,
            };
        }
        catch (EntryPointNotFoundException)
        {
            return Guess(path); // A C library older than the call.
        }
    }

    private static FileKind Guess(string path)
    {
        if (Directory.Exists(path))
        {
            return FileKind.Folder;
        }

        if (!File.Exists(path))
        {
            return FileKind.Missing;
        }

        bool device = path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);
        return device ? FileKind.Special : FileKind.Regular;
    }
}
