using System.IO.Pipes;

namespace Nadaraya.Data.Tests;

public sealed class OutputFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nadaraya");

    private string Target => Path.Join(folder.FullName, "out.csv");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Write_NewFile_IsCompleteAndPrivate()
    {
        OutputFile.Write(Target, s => s.Write("a\n1\n"u8));
        Assert.Equal("a\n1\n", File.ReadAllText(Target));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Target));
        _ = Assert.Single(folder.GetFiles());
    }

    [Fact]
    public void Write_ExistingFile_IsReplacedAndPrivate()
    {
        File.WriteAllText(Target, "old and longer");
        File.SetUnixFileMode(Target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        OutputFile.Write(Target, s =>
        {
            s.Write("new"u8);
            Assert.Equal("old and longer", File.ReadAllText(Target));
        });
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Target));
    }

    [Fact]
    public void Write_WorkThatFails_LeavesEverythingAsItWas()
    {
        File.WriteAllText(Target, "old");
        _ = Assert.Throws<DataException>(() => OutputFile.Write(Target, s =>
        {
            s.Write("half"u8);
            throw new DataException("bad row");
        }));
        _ = Assert.Throws<OperationCanceledException>(() => OutputFile.Write(Target, _ => throw new OperationCanceledException()));
        Assert.Equal("old", File.ReadAllText(Target));
        _ = Assert.Single(folder.GetFiles());
    }

    [Fact]
    public void Write_Link_ReplacesWhatItPointsTo()
    {
        File.WriteAllText(Target, "old");
        string link = Path.Join(folder.FullName, "link.csv");
        _ = File.CreateSymbolicLink(link, Target);
        OutputFile.Write(link, s => s.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal(Target, new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void Write_FullDevice_IsReported()
    {
        OutputException error = Assert.Throws<OutputException>(() => OutputFile.Write("/dev/full", s => s.Write("a"u8)));
        Given.IsOneLine(error.Message);
        Assert.StartsWith("/dev/full could not be written: No space left on device", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists("/dev/full"));
    }

    [Fact]
    public void Write_Device_IsNotReplaced()
    {
        OutputFile.Write("/dev/null", s => s.Write("a"u8));
        using FileStream device = File.OpenRead("/dev/null");
        Assert.Equal(0, device.Read(new byte[1]));
    }

    [Fact]
    public void Write_PipeWithoutReader_EndsTheWork()
    {
        using AnonymousPipeServerStream pipe = new(PipeDirection.Out);
        using DescriptorStream descriptor = new((int)pipe.SafePipeHandle.DangerousGetHandle());
        using OutputStream stream = new(descriptor, "standard output");
        TableWriter writer = TableWriter.Create(stream, OutputFormat.Csv, ["a"]);
        writer.Write(1);
        writer.EndRow();
        pipe.DisposeLocalCopyOfClientHandle();
        OutputException error = Assert.Throws<OutputException>(writer.Complete);
        Given.IsOneLine(error.Message);
        Assert.StartsWith("standard output: it could not be written completely", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("no/such/folder/out.csv")]
    [InlineData("/proc/none/out.csv")]
    public void Write_ImpossibleName_IsOneLine(string path) =>
        Given.IsOneLine(Assert.Throws<OutputException>(() => OutputFile.Write(path, _ => { })).Message);

    [Fact]
    public void Write_Folder_IsOneLine()
    {
        OutputException error = Assert.Throws<OutputException>(() => OutputFile.Write(folder.FullName, _ => { }));
        Assert.Contains("it is a folder", error.Message, StringComparison.Ordinal);
    }
}
