using System.Diagnostics;
using System.Text;
using Nadaraya.Models;

namespace Nadaraya.Tests.Models;

public sealed class SafetensorsDamageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x20)]
    [InlineData(0x80)]
    [InlineData(0xFF)]
    public void Open_AnyByteChanged_IsRefused(int mask)
    {
        byte[] file = ModelBytes.Of(ModelBytes.Sample());
        for (int i = 0; i < file.Length; i++)
        {
            file[i] ^= (byte)mask;
            AssertRefused(file, $"byte {i}");
            file[i] ^= (byte)mask;
        }

        _ = SafetensorsReader.Open(folder.With("m", file), ModelBytes.Product, 1);
    }

    [Fact]
    public void Open_AnyTruncation_IsRefused()
    {
        byte[] file = ModelBytes.Of(ModelBytes.Sample());
        for (int length = 0; length < file.Length; length++)
        {
            AssertRefused(file[..length], $"length {length}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(255)]
    public void Open_ByteAppended_IsRefused(int value) =>
        AssertRefused([.. ModelBytes.Of(ModelBytes.Sample()), (byte)value], "appended");

    [Fact]
    public void Open_TwoArraysSwapped_IsRefused()
    {
        byte[] file = ModelBytes.Of(ModelBytes.Sample());
        (file[^1], file[^2]) = (file[^2], file[^1]);
        AssertRefused(file, "swapped");
    }

    [Theory]
    [InlineData("", "it has 0 bytes, too few for a header")]
    [InlineData("x,y\n1,2\n3,4\n", "its header is said to take ")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0", "its header is not JSON text")]
    public void Open_SomethingElse_IsRefused(string text, string reason)
    {
        string path = folder.With("m", Encoding.ASCII.GetBytes(text));
        Assert.StartsWith($"{path} is damaged or not a model file: {reason}", Refusal(path), StringComparison.Ordinal);
        Assert.EndsWith(": fit the model again or restore a copy.", Refusal(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_HeaderLengthOfALongFile_IsHeldToTheLimit()
    {
        using (FileStream file = File.Create(folder["m"]))
        {
            file.Write([0x01, 0xE1, 0xF5, 0x05, 0, 0, 0, 0]);
            file.SetLength(200_000_000);
        }

        Assert.Contains("its header is said to take 100000001 bytes", Refusal(folder["m"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NewerVersion_IsRefusedByName()
    {
        string path = folder.With("m", ModelBytes.ByHand(ModelBytes.Header("""
            "x":{"dtype":"F8_NEW","shape":[1],"data_offsets":[0,1]}
            """, version: "9"), [1]));
        Assert.Equal($"{path} was written by format version 9; this program reads up to 1: use a newer Nadaraya.", Refusal(path));
    }

    [Fact]
    public void Open_NewerVersionThatIsDamaged_IsCalledDamaged()
    {
        byte[] file = ModelBytes.ByHand(ModelBytes.Header("", version: "9"), []);
        file[^1] = (byte)' ';
        file[^2] = (byte)'}';
        AssertRefused(file, "damaged");
        file = [.. ModelBytes.ByHand(ModelBytes.Header("", version: "9"), []), 0];
        Assert.Contains("its checksum does not match", Refusal(folder.With("m", file)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("01")]
    [InlineData("1.0")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    public void Open_VersionThatIsNone_IsRefused(string version) =>
        Assert.Contains("its format version is '" + version + "'", Refusal(folder.With("m", ModelBytes.ByHand(ModelBytes.Header("", version), []))), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"w":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}""")]
    [InlineData("""{"__metadata__":{"format":"pt"},"w":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}""")]
    public void Open_AnotherProgramsFile_IsRefusedBySayingSo(string header)
    {
        string path = folder.With("m", ModelBytes.ByHand(header, [0, 0]));
        Assert.Equal(
            $"{path} is a safetensors file, but not one of Nadaraya: its metadata do not name Nadaraya as its product: name a model file that fit has written.",
            Refusal(path));
    }

    [Fact]
    public void Open_ChecksumMissing_IsRefused() => Assert.Contains(
        "it has no checksum",
        Refusal(folder.With("m", ModelBytes.ByHand("""{"__metadata__":{"product":"Nadaraya","formatVersion":"1"}}""", []))),
        StringComparison.Ordinal);

    [Fact]
    public void Open_ChecksumInCapitals_IsRefused()
    {
        byte[] file = ModelBytes.Of(ModelBytes.Sample());
        int start = Encoding.ASCII.GetString(file).IndexOf("sha256", StringComparison.Ordinal) + 9;
        int letter = start + file.AsSpan(start, 64).IndexOfAnyInRange((byte)'a', (byte)'f');
        file[letter] -= 32;
        AssertRefused(file, "capital");
    }

    [Fact]
    public void Open_MoreThanTheMemory_IsRefusedBeforeItIsTaken()
    {
        ModelBytes.Sample().Save(folder["m"]);
        Assert.Contains(
            "bytes of arrays, but 10 bytes of memory may be used",
            Assert.Throws<LimitException>(() => SafetensorsReader.Open(folder["m"], ModelBytes.Product, 1, maxBytes: 10)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WhatIsNoFile_IsRefusedWithoutWaiting()
    {
        using (Process mkfifo = Process.Start("mkfifo", [folder["pipe"]]))
        {
            mkfifo.WaitForExit();
        }

        Assert.Equal($"{folder["pipe"]} could not be read: it is a device or a pipe: name a model file that fit has written.", Refusal(folder["pipe"]));
        Assert.Equal("/dev/zero could not be read: it is a device or a pipe: name a model file that fit has written.", Refusal("/dev/zero"));
        Assert.Equal($"{folder.FullName} could not be read: it is a folder: name a model file that fit has written.", Refusal(folder.FullName));
        Assert.Equal($"{folder["none"]} could not be read: there is no such file: name a model file that fit has written.", Refusal(folder["none"]));
        Assert.Equal("The empty path could not be read: it is not a path: name a model file that may be read.", Refusal(""));
    }

    [Fact]
    public void Values_OfAnotherTypeOrShape_AreRefused()
    {
        ModelBytes.Sample().Save(folder["m"]);
        SafetensorsReader reader = SafetensorsReader.Open(folder["m"], ModelBytes.Product, 1);
        Assert.Contains("its array 'grid' is F32 [2, 3] where F64 [any] belongs", Assert.Throws<ModelFileException>(() => reader.Values<double>("grid")).Message, StringComparison.Ordinal);
        Assert.Contains("its array 'x' is F64 [4] where F64 [5] belongs", Assert.Throws<ModelFileException>(() => reader.Values<double>("x", 5)).Message, StringComparison.Ordinal);
        Assert.Contains("its array 'y' is missing", Assert.Throws<ModelFileException>(() => reader.Values<double>("y")).Message, StringComparison.Ordinal);
        Assert.Contains("its metadata lack 'note'", Assert.Throws<ModelFileException>(() => reader.Text("note")).Message, StringComparison.Ordinal);
        _ = Assert.Throws<ModelFileException>(() => reader.Texts("ids", 4));
    }

    private void AssertRefused(byte[] file, string what)
    {
        string path = folder.With("m", file);
        string message = Refusal(path);
        Assert.True(message.StartsWith(path, StringComparison.Ordinal) && !message.Contains('\n', StringComparison.Ordinal), what);
    }

    private static string Refusal(string path) =>
        Assert.Throws<ModelFileException>(() => SafetensorsReader.Open(path, ModelBytes.Product, 1)).Message;
}
