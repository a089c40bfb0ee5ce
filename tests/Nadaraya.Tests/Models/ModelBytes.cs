using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Nadaraya.Models;

namespace Nadaraya.Tests.Models;

/// <summary>Small model files, by the writer and by hand.</summary>
internal static class ModelBytes
{
    public const string Product = "Nadaraya";

    private static readonly string Zeros = new('0', 64);

    /// <summary>A file with an array of every type.</summary>
    public static SafetensorsWriter Sample()
    {
        double[] x = [1.5, -0.0, double.Epsilon, BitConverter.Int64BitsToDouble(unchecked((long)0xFFF8_0000_DEAD_BEEF))];

        // By their bits: a signalling NaN does not survive as a value.
        float[] grid = MemoryMarshal.Cast<int, float>([0x3F80_0000, 0x4000_0000, 0x4040_0000, 1, 0x7FA0_1234, int.MinValue]).ToArray();
        SafetensorsWriter writer = new(Product, 1);
        writer.AddMetadata("kernel", "gaussian \"查询\" 😀");
        writer.Add<bool>("flags", () => [true, false, true]);
        writer.Add<double>("x", () => x);
        writer.Add<int>("rows", () => [1, -2, int.MaxValue]);
        writer.Add<float>("grid", () => grid, 2, 3);
        writer.Add<double>("empty", () => [], 0, 5);
        writer.AddTexts("ids", ["a", "", "é😀"]);
        return writer;
    }

    public static byte[] Of(SafetensorsWriter writer)
    {
        using MemoryStream stream = new();
        writer.WriteTo(stream);
        return stream.ToArray();
    }

    /// <summary>A file with any header, whose checksum is right: CHECKSUM in the header stands for its digits.</summary>
    public static byte[] ByHand(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header.Replace("CHECKSUM", Zeros, StringComparison.Ordinal));
        byte[] file = new byte[8 + text.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, text.Length);
        text.CopyTo(file, 8);
        data.CopyTo(file, 8 + text.Length);
        int digits = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Zeros));
        if (digits >= 0)
        {
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(file))).CopyTo(file, digits);
        }

        return file;
    }

    /// <summary>A header with our metadata and these further entries.</summary>
    public static string Header(string entries, string version = "1", string product = Product) =>
        $$"""{"__metadata__":{"product":"{{product}}","formatVersion":"{{version}}","sha256":"CHECKSUM"}{{(entries.Length > 0 ? "," : "")}}{{entries}}}""";
}
