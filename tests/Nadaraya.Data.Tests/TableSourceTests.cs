using System.Diagnostics;
using System.IO.Pipes;

namespace Nadaraya.Data.Tests;

public sealed class TableSourceTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nadaraya");

    private readonly AnonymousPipeServerStream writer = new(PipeDirection.Out);
    private readonly AnonymousPipeClientStream silentPipe;

    public TableSourceTests() => silentPipe = new(PipeDirection.In, writer.ClientSafePipeHandle);

    public void Dispose()
    {
        writer.Dispose();
        silentPipe.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("motorcycle.csv", 133, "times")]
    [InlineData("faithful.csv", 272, "eruptions")]
    public async Task ReadAsync_TheDataOfTheRepository_IsRead(string file, int rows, string column)
    {
        Table table = await Table.ReadAsync(RepositoryFile(file));
        Assert.Equal(rows, table.Rows);
        Assert.Equal(column, table.Columns[0]);
        Assert.Equal(rows, table.ToDataset(table.Columns[1]).Rows);
    }

    [Fact]
    public void Read_MissingFile_IsOneLine() => Refused(Named("none.csv"), "none.csv", "no such file");

    [Fact]
    public void Read_MissingFolder_IsOneLine() => Refused(Named("none", "none.csv"), "no such file");

    [Fact]
    public void Read_Folder_IsOneLine() => Refused(folder.FullName, "a folder");

    [Fact]
    public void Read_EmptyName_IsOneLine() => Refused(string.Empty, "empty");

    [Fact]
    public void Read_NameWithNulOrNewLine_IsOneLine()
    {
        Refused("a\0b.csv", "a\\u0000b.csv");
        Refused("a\nb.csv", "a\\nb.csv");
    }

    [Fact]
    public void Read_UnreadableFile_IsOneLine()
    {
        string path = Named("locked.csv");
        File.WriteAllText(path, "x,y\n1,2\n");
        File.SetUnixFileMode(path, UnixFileMode.None);
        if (Environment.IsPrivilegedProcess)
        {
            // Modes don't bind the superuser; a file that fails while it is read stands in.
            Refused("/proc/self/mem", "--from");
            string message = Given.Refusal(() => Table.Read("/proc/self/mem", new() { Format = TableFormat.Csv }));
            Assert.Contains("can't be read", message, StringComparison.Ordinal);
            return;
        }

        Refused(path, "may not be read");
    }

    [Fact]
    public void Read_UnknownEnding_NamesFrom()
    {
        string path = Named("table.txt");
        File.WriteAllText(path, "x\ty\n1\t2\n");
        Refused(path, "--from", "'.txt'");
        Assert.Equal(2, Table.Read(path, new() { Format = TableFormat.Tsv }).Columns.Count);
    }

    [Fact]
    public void Read_Stream_StaysOpen()
    {
        using MemoryStream stream = new("x,y\n1,2\n"u8.ToArray());
        _ = Table.Read(stream, "t.csv");
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void Read_Progress_ReportsEveryByte()
    {
        Counter progress = new();
        _ = Given.Csv("x,y\n1,2\n", new() { Progress = progress });
        Assert.Equal(8, progress.Last);
    }

    [Fact]
    public void Read_CancelledToken_Stops()
    {
        using MemoryStream stream = new("x,y\n1,2\n"u8.ToArray());
        _ = Assert.ThrowsAny<OperationCanceledException>(() => Table.Read(stream, "t.csv", null, new CancellationToken(true)));
    }

    [Fact]
    public async Task ReadAsync_PipeThatGivesNothing_CanBeCancelled()
    {
        using CancellationTokenSource source = new();
        Task<Table> read = Table.ReadAsync(silentPipe, "t.csv", null, source.Token);
        await source.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Read_StreamThatFails_IsOneLine()
    {
        using FailingStream stream = new();
        string message = Given.Refusal(() => Table.Read(stream, "t.csv"));
        Assert.Contains("t.csv: it can't be read: the disk is gone", message, StringComparison.Ordinal);
    }

    private static string RepositoryFile(string name)
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Join(at.FullName, "Nadaraya.slnx")))
        {
            at = at.Parent;
        }

        Debug.Assert(at is not null, "Tests run inside the repository.");
        return Path.Join(at.FullName, "data", name);
    }

    private static void Refused(string path, params string[] parts)
    {
        string message = Given.Refusal(() => Table.Read(path));
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private string Named(params string[] names) => Path.Join([folder.FullName, .. names]);

    private sealed class Counter : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value) => Last = value;
    }

    private sealed class FailingStream : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("the disk is\ngone".Replace('\n', ' '));
    }
}
