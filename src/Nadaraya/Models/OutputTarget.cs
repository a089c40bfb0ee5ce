namespace Nadaraya.Models;

/// <summary>Where output to a path really goes: a file to replace, or a stream that can only be written to.</summary>
/// <param name="Path">The absolute path; of the file itself where it is to be replaced, never of a link to it.</param>
/// <param name="Direct">Whether it is a device, a pipe or a standard stream, which nothing can replace.</param>
internal readonly record struct OutputTarget(string Path, bool Direct)
{
    private const int MostLinks = 40; // As many as the Linux kernel follows.

    /// <summary>Follows links to what a path means; an IOException says why it can't be written.</summary>
    public static OutputTarget Resolve(string path)
    {
        string current = System.IO.Path.GetFullPath(path);
        if (System.IO.Path.EndsInDirectorySeparator(path))
        {
            throw new IOException("it names a folder");
        }

        switch (FileKinds.Of(current))
        {
            case FileKind.Folder:
                throw new IOException("it is a folder");
            case FileKind.Special:
                return new(current, Direct: true);
            default:
                return OperatingSystem.IsWindows() ? FollowByPlatform(current) : Follow(current);
        }
    }

    private static OutputTarget Follow(string start)
    {
        string current = start;
        for (int links = 0; links <= MostLinks; links++)
        {
            // Links in the folder part are the kernel's to resolve: ".." after one of them is not the text before it.
            string folder = Posix.RealPath(System.IO.Path.GetDirectoryName(current) ?? "/");
            if (folder == "/proc" || folder.StartsWith("/proc/", StringComparison.Ordinal))
            {
                return new(start, Direct: true); // An open file such as /dev/stdout: whoever opened it waits for the bytes there.
            }

            string name = System.IO.Path.GetFileName(current);
            if (name is "" or "." or "..")
            {
                throw new IOException("it names a folder");
            }

            current = System.IO.Path.Join(folder, name);
            string? link = new FileInfo(current).LinkTarget;
            if (link is null)
            {
                return new(current, Direct: false);
            }

            current = System.IO.Path.IsPathRooted(link) ? link : folder + "/" + link;
        }

        throw new IOException("it is a link that leads in a circle");
    }

    private static OutputTarget FollowByPlatform(string path) =>
        new(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path, Direct: false);
}
