using System.Diagnostics;
using System.Runtime.Versioning;

namespace Nadaraya.Tests.Models;

/// <summary>Where a durable write goes, and what it refuses.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DurableFileTargetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_ThroughALink_ReplacesTheFileAndKeepsTheLink()
    {
        _ = folder.With("m", "old");
        _ = File.CreateSymbolicLink(folder["link"], "m");
        _ = File.CreateSymbolicLink(folder["link2"], folder["link"]);
        Write(folder["link2"]);
        Assert.Equal("m", new FileInfo(folder["link"]).LinkTarget);
        Assert.Null(new FileInfo(folder["m"]).LinkTarget);
        Assert.Equal("new", File.ReadAllText(folder["m"]));
        Assert.Equal(["link", "link2", "m"], folder.Names);
    }

    [Fact]
    public void Write_ThroughALinkToNothing_CreatesTheFile()
    {
        _ = File.CreateSymbolicLink(folder["link"], "m");
        Write(folder["link"]);
        Assert.Equal("new", File.ReadAllText(folder["m"]));
        Assert.NotNull(new FileInfo(folder["link"]).LinkTarget);
    }

    [Fact]
    public void Write_LinkInsideALinkedFolder_GoesWhereTheKernelWouldGo()
    {
        _ = Directory.CreateDirectory(folder["b/c"]);
        _ = Directory.CreateSymbolicLink(folder["linked"], "b/c");
        _ = File.CreateSymbolicLink(folder["b/c/m"], "../x");
        Write(folder["linked/m"]);
        Assert.Equal("new", File.ReadAllText(folder["b/x"]));
        Assert.False(File.Exists(folder["x"]));
    }

    [Fact]
    public void Write_LinkInACircle_IsRefused()
    {
        _ = File.CreateSymbolicLink(folder["a"], "b");
        _ = File.CreateSymbolicLink(folder["b"], "a");
        Assert.Equal(
            $"{folder["a"]} could not be written: Too many levels of symbolic links; nothing was changed: mend the link or name the file itself.",
            Refusal(folder["a"]));
    }

    [Fact]
    public void Write_ToAFolder_IsRefused()
    {
        Assert.Equal($"{folder.FullName} could not be written: it is a folder; nothing was changed: name a file in a folder that exists.", Refusal(folder.FullName));
        Assert.Equal($"{folder["x/"]} could not be written: it names a folder; nothing was changed: name a file in a folder that exists.", Refusal(folder["x/"]));
    }

    [Fact]
    public void Write_FolderMissing_IsRefused() => Assert.Equal(
        $"{folder["none/m"]} could not be written: No such file or directory; nothing was changed: create the folder first.",
        Refusal(folder["none/m"]));

    [Fact]
    public void Write_FolderIsAFile_IsRefused()
    {
        _ = folder.With("m", "old");
        Assert.Equal(
            $"{folder["m/x"]} could not be written: Not a directory; nothing was changed: create the folder first.",
            Refusal(folder["m/x"]));
    }

    [Fact]
    public void Write_FolderThatTakesNoFiles_IsRefused() => Assert.StartsWith(
        "/sys/nadaraya-test could not be written: ", Refusal("/sys/nadaraya-test"), StringComparison.Ordinal);

    [Fact]
    public void Write_LongestName_IsTakenAndOneMoreRefused()
    {
        Write(folder[new string('n', 255)]);
        Assert.Equal("new", File.ReadAllText(folder[new string('n', 255)]));
        string path = folder[new string('n', 256)];
        Assert.Equal($"{path} could not be written: File name too long; nothing was changed: use a shorter name.", Refusal(path));
    }

    [Theory]
    [InlineData("", "The empty path could not be written: it is not a path; nothing was changed: name a file in a folder that exists.")]
    [InlineData("a\0b", "a\\u0000b could not be written: it is not a path; nothing was changed: name a file in a folder that exists.")]
    [InlineData("no\nfolder/m", "no\\u000afolder/m could not be written: No such file or directory; nothing was changed: create the folder first.")]
    public void Write_PathThatIsNone_IsRefusedInOneLine(string path, string message) => Assert.Equal(message, Refusal(path));

    [Fact]
    public void Write_FullDevice_IsReported() => Assert.Equal(
        "/dev/full could not be written: No space left on device; part of the output may have arrived: free space there or write elsewhere.",
        Refusal("/dev/full"));

    [Fact]
    public void Write_NullDevice_StaysADevice()
    {
        Write("/dev/null");
        Assert.Equal("", File.ReadAllText("/dev/null"));
    }

    [Fact]
    public void Write_PipeWithoutReader_IsRefusedWithoutWaiting()
    {
        MakePipe(folder["pipe"]);
        Assert.Equal(
            $"{folder["pipe"]} could not be written: No such device or address; what was there before is untouched: start the program that reads it first.",
            Refusal(folder["pipe"]));
    }

    [Fact]
    public async Task Write_PipeWithReader_GetsTheBytes()
    {
        MakePipe(folder["pipe"]);

        // Opened for both, a pipe needs no partner: so the reader is there before the writer asks.
        await using FileStream reader = new(folder["pipe"], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        Write(folder["pipe"]);
        byte[] bytes = new byte[3];
        await reader.ReadExactlyAsync(bytes);
        Assert.Equal("new"u8.ToArray(), bytes);
    }

    [Fact]
    public void Write_OpenFileOfAProcess_IsAppendedTo()
    {
        string path = folder.With("log", "old ");
        using FileStream open = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Write($"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}");
        Assert.Equal("old new", File.ReadAllText(path));
    }

    private static void Write(string path) => DurableFile.Write(path, stream => stream.Write("new"u8));

    private string Refusal(string path)
    {
        string[] before = folder.Names;
        string message = Assert.Throws<OutputException>(() => Write(path)).Message;
        Assert.Equal(before, folder.Names);
        return message;
    }

    private static void MakePipe(string path)
    {
        using Process mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
        Assert.Equal(0, mkfifo.ExitCode);
    }
}
