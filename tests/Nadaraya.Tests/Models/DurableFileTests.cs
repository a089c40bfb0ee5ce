using System.Runtime.Versioning;
using System.Text;

namespace Nadaraya.Tests.Models;

[UnsupportedOSPlatform("windows")]
public sealed class DurableFileTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_NewFile_HoldsTheBytesAndIsPrivate()
    {
        DurableFile.Write(folder["m"], Text("new"));
        Assert.Equal("new", File.ReadAllText(folder["m"]));
        Assert.Equal(Private, File.GetUnixFileMode(folder["m"]));
        Assert.Equal(["m"], folder.Names);
    }

    [Fact]
    public void Write_OldFileOpenToAll_BecomesPrivate()
    {
        string path = folder.With("m", "old");
        File.SetUnixFileMode(path, Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        DurableFile.Write(path, Text("new"));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(Private, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Write_OtherMode_IsTaken()
    {
        DurableFile.Write(folder["m"], Text("new"), UnixFileMode.UserRead);
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(folder["m"]));
    }

    [Fact]
    public void Write_WriterClosesTheStream_FileIsWhole()
    {
        DurableFile.Write(folder["m"], stream =>
        {
            using StreamWriter writer = new(stream);
            writer.Write(new string('x', 100_000));
        });
        Assert.Equal(100_000, new FileInfo(folder["m"]).Length);
    }

    [Fact]
    public void Write_ManySmallWrites_HoldsThemInOrder()
    {
        DurableFile.Write(folder["m"], stream =>
        {
            for (int i = 0; i < 70_000; i++)
            {
                stream.WriteByte((byte)i);
            }
        });
        Assert.Equal(Enumerable.Range(0, 70_000).Select(i => (byte)i), File.ReadAllBytes(folder["m"]));
    }

    [Fact]
    public void Write_EveryStepFailsInTurn_LeavesTheWholeOldOrNewFile()
    {
        HashSet<string> seen = [];
        for (int fails = 0; ; fails++)
        {
            string path = folder.With("m", "old");
            FaultyDisk disk = new(fails, error: 5);
            Exception? fault = Record.Exception(() => DurableFile.Write(path, Text("some new text"), Private, disk, default));
            Assert.Equal(["m"], folder.Names);
            if (fault is null)
            {
                Assert.Equal("some new text", File.ReadAllText(path));
                break;
            }

            _ = seen.Add(disk.Failed);
            string message = Assert.IsType<OutputException>(fault).Message;
            bool replaced = disk.Failed == "sync folder";
            Assert.Equal(replaced ? "some new text" : "old", File.ReadAllText(path));
            Assert.Equal(
                replaced
                    ? $"{path} could not be written: Input/output error; the new file is in place, but may be lost in a power cut: check the disk and try again."
                    : $"{path} could not be written: Input/output error; what was there before is untouched: check the disk and try again.",
                message);
        }

        Assert.Equal(["close", "create", "open folder", "rename", "sync", "sync folder", "write"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Write_DiskFull_SaysSo()
    {
        FaultyDisk disk = new(2, error: 28);
        string message = Assert.Throws<OutputException>(() => DurableFile.Write(folder["m"], Text("new"), Private, disk, default)).Message;
        Assert.Equal($"{folder["m"]} could not be written: No space left on device; what was there before is untouched: free space there or write elsewhere.", message);
        Assert.Empty(folder.Names);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1_000_000)]
    public void Write_WriterThrows_PassesItOnAndLeavesTheOldFile(int bytes)
    {
        string path = folder.With("m", "old");
        IOException own = new("an input failed");
        Exception thrown = Assert.Throws<IOException>(() => DurableFile.Write(path, stream =>
        {
            stream.Write(new byte[bytes]);
            throw own;
        }));
        Assert.Same(own, thrown);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["m"], folder.Names);
    }

    [Fact]
    public void Write_CancelledHalfWay_LeavesTheOldFile()
    {
        string path = folder.With("m", "old");
        using CancellationTokenSource source = new();
        int written = 0;
        _ = Assert.Throws<OperationCanceledException>(() => DurableFile.Write(
            path,
            stream =>
            {
                for (; written < 10; written++)
                {
                    stream.Write(new byte[100_000]);
                    if (written == 4)
                    {
                        source.Cancel();
                    }
                }
            },
            cancellationToken: source.Token));
        Assert.Equal(5, written);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["m"], folder.Names);
    }

    [Fact]
    public void Write_CancelledAfterTheLastByte_LeavesTheOldFile()
    {
        string path = folder.With("m", "old");
        using CancellationTokenSource source = new();
        _ = Assert.Throws<OperationCanceledException>(
            () => DurableFile.Write(path, _ => source.Cancel(), cancellationToken: source.Token));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["m"], folder.Names);
    }

    [Fact]
    public async Task Write_TwoWritersAtOnce_AlwaysLeaveAWholeFile()
    {
        string path = folder.With("m", new string('a', 200_000));
        using CancellationTokenSource done = new();
        Task reader = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                AssertWhole(path);
            }
        });
        await Task.WhenAll("bc".Select(letter => Task.Run(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                DurableFile.Write(path, Text(new string(letter, 200_000)));
            }
        })));
        await done.CancelAsync();
        await reader;
        AssertWhole(path);
        Assert.Equal(["m"], folder.Names);
    }

    private static void AssertWhole(string path)
    {
        // One handle: the file may be replaced while it is read, but not change.
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[200_001];
        Assert.Equal(200_000, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        Assert.Equal(-1, bytes.AsSpan(0, 200_000).IndexOfAnyExcept(bytes[0]));
    }

    private static Action<Stream> Text(string text) => stream => stream.Write(Encoding.UTF8.GetBytes(text));
}
