using Nadaraya.Data;

namespace Nadaraya;

/// <summary>Output that appears when it is complete, or not at all; and standard output that reports a reader who has gone.</summary>
public static class OutputFile
{
    private const string StandardOutputName = "standard output";

    /// <summary>Writes a file as <see cref="DurableFile"/> does, or to standard output for <c>-</c>.</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="write">Writes everything; when it throws, the target stays as it was.</param>
    /// <param name="cancellation">Stops it and leaves nothing behind.</param>
    /// <exception cref="OutputException">The output could not be written completely; the message names it and the reason.</exception>
    public static void Write(string path, Action<Stream> write, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);
        if (path == "-")
        {
            WriteStandardOutput(write);
            return;
        }

        DurableFile.Write(path, write, cancellationToken: cancellation);
    }

    /// <summary>Writes to standard output; a closed pipe or a full disk ends the work.</summary>
    /// <param name="write">Writes everything.</param>
    /// <exception cref="OutputException">Not everything could be written.</exception>
    public static void WriteStandardOutput(Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using Stream inner = DescriptorStream.OpenStandardOutput();
        using OutputStream stream = new(inner, StandardOutputName);
        write(stream);
        stream.Flush();
    }

    internal static OutputException Error(string name, Exception cause) =>
        new($"{Show.Source(name)}: it could not be written completely ({Show.Source(cause.Message)}); expected a writable place with enough room; check the name, the permissions and the space.", cause);
}
