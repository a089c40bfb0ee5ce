using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Nadaraya.Models;

namespace Nadaraya.Tests.Models;

public sealed class SafetensorsRoundTripTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_Sample_GivesEveryBitBack()
    {
        ModelBytes.Sample().Save(folder["m"]);
        SafetensorsReader reader = Open("m");
        Assert.Equal(1, reader.FormatVersion);
        Assert.Equal("gaussian \"查询\" 😀", reader.Text("kernel"));
        Assert.Equal([true, false, true], reader.Values<bool>("flags"));
        Assert.Equal(
            [0x3FF8_0000_0000_0000, long.MinValue, 1, unchecked((long)0xFFF8_0000_DEAD_BEEF)],
            MemoryMarshal.Cast<double, long>(reader.Values<double>("x", 4)).ToArray());
        Assert.Equal([1, -2, int.MaxValue], reader.Values<int>("rows"));
        Assert.Equal(
            [0x3F80_0000, 0x4000_0000, 0x4040_0000, 1, 0x7FA0_1234, int.MinValue],
            MemoryMarshal.Cast<float, int>(reader.Values<float>("grid", 2, -1)).ToArray());
        Assert.Empty(reader.Values<double>("empty", -1, 5));
        Assert.Equal(["a", "", "é😀"], reader.Texts("ids", 3));
        Assert.False(reader.Contains("other"));
        Assert.Equal(["x", "empty", "ids.offsets", "rows", "grid", "flags", "ids.bytes"], reader.Names);
    }

    [Fact]
    public void Open_NoArrays_GivesTheMetadata()
    {
        SafetensorsWriter writer = new(ModelBytes.Product, 1);
        writer.AddMetadata("empty", "");
        writer.Save(folder["m"]);
        Assert.Equal("", Open("m").Text("empty"));
        Assert.Empty(Open("m").Names);
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(300_001)]
    public void Open_ArraysLongerThanABlock_ComeBack(int count)
    {
        Random random = new(count);
        double[] x = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        SafetensorsWriter writer = new(ModelBytes.Product, 1);
        writer.Add<byte>("bytes", () => bytes);
        writer.Add<double>("x", () => x);
        writer.Save(folder["m"]);
        SafetensorsReader reader = Open("m");
        Assert.Equal(x, reader.Values<double>("x", count));
        Assert.Equal(bytes, reader.Values<byte>("bytes", count));
    }

    [Fact]
    public void WriteTo_Sample_IsWhatTheFormatSays()
    {
        byte[] file = ModelBytes.Of(ModelBytes.Sample());
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        Assert.Equal(0, (8 + length) % 8);
        Assert.Equal((byte)'{', file[8]);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, length));
        long next = 0;
        Dictionary<string, byte[]> data = [];
        foreach (JsonProperty tensor in header.RootElement.EnumerateObject().Where(p => p.Name != "__metadata__"))
        {
            long[] offsets = [.. tensor.Value.GetProperty("data_offsets").EnumerateArray().Select(v => v.GetInt64())];
            int size = tensor.Value.GetProperty("dtype").GetString() switch { "F64" or "I64" => 8, "F32" or "I32" => 4, _ => 1 };
            long count = tensor.Value.GetProperty("shape").EnumerateArray().Aggregate(1L, (a, v) => a * v.GetInt64());
            Assert.Equal(next, offsets[0]);
            Assert.Equal(0, offsets[0] % size);
            Assert.Equal(count * size, offsets[1] - offsets[0]);
            next = offsets[1];
            data.Add(tensor.Name, file[(8 + length + (int)offsets[0])..(8 + length + (int)offsets[1])]);
        }

        Assert.Equal(file.Length, 8 + length + next);
        Assert.Equal(1.5, BinaryPrimitives.ReadDoubleLittleEndian(data["x"]));
        Assert.Equal(-2, BinaryPrimitives.ReadInt32LittleEndian(data["rows"].AsSpan(4)));
        Assert.Equal(3f, BinaryPrimitives.ReadSingleLittleEndian(data["grid"].AsSpan(8)));
        Assert.Equal([1, 0, 1], data["flags"]);
        Assert.Equal("aé😀", Encoding.UTF8.GetString(data["ids.bytes"]));
        Assert.Equal([2, 3], header.RootElement.GetProperty("grid").GetProperty("shape").EnumerateArray().Select(v => v.GetInt32()));
    }

    [Fact]
    public void WriteTo_Sample_ChecksumCoversTheWholeFile()
    {
        byte[] file = ModelBytes.Of(ModelBytes.Sample());
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, length));
        string digits = header.RootElement.GetProperty("__metadata__").GetProperty("sha256").GetString()!;
        int index = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(digits));
        file.AsSpan(index, 64).Fill((byte)'0');
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), digits);
    }

    [Fact]
    public void WriteTo_SameContents_GivesTheSameBytes() =>
        Assert.Equal(ModelBytes.Of(ModelBytes.Sample()), ModelBytes.Of(ModelBytes.Sample()));

    [Fact]
    public void Open_WrittenByHand_IsRead()
    {
        // Another order in the header, other white space, a scalar: all that the format allows.
        string header = ModelBytes.Header(
            """ "b" : {"data_offsets":[8,9],"shape":[1,1],"dtype":"U8"} , "a":{"dtype":"F64","shape":[],"data_offsets":[0,8]} """) + "\n  ";
        _ = folder.With("m", ModelBytes.ByHand(header, [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 7]));
        SafetensorsReader reader = Open("m");
        Assert.Equal([7], reader.Values<byte>("b", 1, 1));
        Assert.Equal(["a", "b"], reader.Names);
    }

    [Fact]
    public void Open_ThroughALink_IsRead()
    {
        ModelBytes.Sample().Save(folder["m"]);
        _ = File.CreateSymbolicLink(folder["link"], "m");
        Assert.Equal(3, Open("link").Values<int>("rows").Length);
    }

    [Fact]
    public async Task Open_FileReplacedMeanwhile_IsAlwaysAWholeModel()
    {
        Write(0);
        Task writer = Task.Run(() =>
        {
            for (int i = 1; i <= 50; i++)
            {
                Write(i);
            }
        });
        while (!writer.IsCompleted)
        {
            SafetensorsReader reader = Open("m");
            double[] x = reader.Values<double>("x");
            Assert.Equal(reader.Text("value"), x[0].ToString("R", null));
            Assert.Equal(-1, x.AsSpan().IndexOfAnyExcept(x[0]));
        }

        await writer;

        void Write(int value)
        {
            double[] x = new double[10_000 + value];
            Array.Fill(x, value);
            SafetensorsWriter model = new(ModelBytes.Product, 1);
            model.AddMetadata("value", value.ToString("R", null));
            model.Add<double>("x", () => x);
            model.Save(folder["m"]);
        }
    }

    [Fact]
    public void Save_Cancelled_LeavesTheOldFile()
    {
        string path = folder.With("m", "old");
        using CancellationTokenSource source = new();
        SafetensorsWriter writer = new(ModelBytes.Product, 1);
        int calls = 0;
        writer.Add<byte>("x", () =>
        {
            if (++calls == 3)
            {
                source.Cancel();
            }

            return new byte[10];
        });
        _ = Assert.Throws<OperationCanceledException>(() => writer.Save(path, source.Token));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["m"], folder.Names);
    }

    [Fact]
    public void Add_WhatCanNotBeStored_IsRefused()
    {
        SafetensorsWriter writer = ModelBytes.Sample();
        _ = Assert.Throws<ArgumentException>(() => writer.Add<double>("x", () => [1]));
        _ = Assert.Throws<ArgumentException>(() => writer.Add<double>("__metadata__", () => [1]));
        _ = Assert.Throws<ArgumentException>(() => writer.Add<double>("y", () => [1, 2], 3));
        _ = Assert.Throws<ArgumentException>(() => writer.AddMetadata("kernel", "again"));
        _ = Assert.Throws<ArgumentException>(() => writer.AddMetadata("sha256", "0"));
        _ = Assert.Throws<NotSupportedException>(() => writer.Add<short>("z", () => [1]));
        Assert.Equal(
            "ids2 holds half of a surrogate pair in row 2: a model file stores texts as UTF-8, so mend or leave out that character.",
            Assert.Throws<DataException>(() => writer.AddTexts("ids2", ["a", "\ud800"])).Message);
        _ = Assert.Throws<DataException>(() => writer.AddMetadata("note", "\udc00"));
    }

    private SafetensorsReader Open(string name) => SafetensorsReader.Open(folder[name], ModelBytes.Product, 1);
}
