using Nadaraya.Models;

namespace Nadaraya.Tests.Models;

/// <summary>Headers that lie, in files whose checksum is right.</summary>
public sealed class SafetensorsHeaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("[1152921504606846976]", "[0,8]", "has the shape")]
    [InlineData("[9223372036854775807,9223372036854775807]", "[0,8]", "has the shape")]
    [InlineData("[4294967296,4294967296]", "[0,8]", "has the shape")]
    [InlineData("[9223372036854775807,9223372036854775807,9223372036854775807]", "[0,8]", "has the shape")]
    [InlineData("[2]", "[0,8]", "has the shape")]
    [InlineData("[0]", "[0,8]", "has the shape")]
    [InlineData("[-1]", "[0,8]", "a length or place that is impossible")]
    [InlineData("[18446744073709551616]", "[0,8]", "a length or place that is impossible")]
    [InlineData("[1.0]", "[0,8]", "a length or place that is impossible")]
    [InlineData("[1e0]", "[0,8]", "a length or place that is impossible")]
    [InlineData("[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "[0,8]", "a length or place that is impossible")]
    [InlineData("[\"1\"]", "[0,8]", "a length that is no number")]
    [InlineData("[[1]]", "[0,8]", "a length that is no number")]
    [InlineData("1", "[0,8]", "is not the JSON of a safetensors file")]
    [InlineData("[1]", "[8,0]", "is said to take bytes 8 to 0")]
    [InlineData("[1]", "[-8,0]", "a length or place that is impossible")]
    [InlineData("[1]", "[1,9]", "is said to take bytes 1 to 9")]
    [InlineData("[1]", "[0,16]", "is said to take bytes 0 to 16 of 8")]
    [InlineData("[1]", "[0,9223372036854775807]", "is said to take bytes 0 to 9223372036854775807 of 8")]
    [InlineData("[1]", "[0,4]", "has the shape")]
    [InlineData("[1]", "[0,8,8]", "does not say the type, shape and place")]
    [InlineData("[1]", "[0]", "does not say the type, shape and place")]
    public void Open_ImpossibleNumbers_AreRefused(string shape, string offsets, string reason) =>
        AssertRefused($$""" "x":{"dtype":"F64","shape":{{shape}},"data_offsets":{{offsets}}} """, 8, reason);

    [Theory]
    [InlineData(""" "x":{"dtype":"F16","shape":[4],"data_offsets":[0,8]} """, "has the unknown type 'F16'")]
    [InlineData(""" "x":{"dtype":"f64","shape":[1],"data_offsets":[0,8]} """, "has the unknown type 'f64'")]
    [InlineData(""" "x":{"dtype":null,"shape":[1],"data_offsets":[0,8]} """, "is not the JSON of a safetensors file")]
    [InlineData(""" "x":{"shape":[1],"data_offsets":[0,8]} """, "does not say the type")]
    [InlineData(""" "x":{"dtype":"F64","dtype":"F64","shape":[1],"data_offsets":[0,8]} """, "unknown or said twice")]
    [InlineData(""" "x":{"dtype":"F64","shape":[1],"data_offsets":[0,8],"more":1} """, "unknown or said twice")]
    [InlineData(""" "x":7 """, "is not the JSON of a safetensors file")]
    [InlineData(""" "x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"x":{"dtype":"F64","shape":[0],"data_offsets":[8,8]} """, "names 'x' twice")]
    [InlineData(""" "x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"\u0078":{"dtype":"F64","shape":[0],"data_offsets":[8,8]} """, "names 'x' twice")]
    [InlineData(""" "x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]} """, "is said to take bytes 4 to 8 of 8, where byte 8 is next")]
    [InlineData(""" "x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]} """, "its arrays take 4 bytes but 8 follow the header")]
    [InlineData("", "its arrays take 0 bytes but 8 follow the header")]
    [InlineData(""" "x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]} """, "where byte 2 is next")]
    [InlineData(""" "__metadata__":{} """, "names '__metadata__' twice")]
    [InlineData(""" "\ud800":{"dtype":"F64","shape":[1],"data_offsets":[0,8]} """, "is not the JSON of a safetensors file")]
    [InlineData(""" "x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}, """, "is not the JSON of a safetensors file")]
    public void Open_HeadersThatContradict_AreRefused(string entries, string reason) => AssertRefused(entries, 8, reason);

    [Theory]
    [InlineData("""{"__metadata__":{"product":"Nadaraya","product":"Nadaraya","formatVersion":"1","sha256":"CHECKSUM"}}""", "name 'product' twice")]
    [InlineData("""{"__metadata__":{"product":"Nadaraya","formatVersion":1,"sha256":"CHECKSUM"}}""", "is not the JSON of a safetensors file")]
    [InlineData("""{"__metadata__":{"product":"Nadaraya","formatVersion":"1","sha256":"CHECKSUM"}} {}""", "is not the JSON of a safetensors file")]
    [InlineData("""{"__metadata__":{"product":"Nadaraya","formatVersion":"1","sha256":"CHECKSUM"}""", "is not the JSON of a safetensors file")]
    [InlineData("""[]""", "is not JSON text")]
    [InlineData("{", "is not the JSON of a safetensors file")]
    [InlineData("\ufeff{}", "is not JSON text")]
    public void Open_MetadataThatAreNone_AreRefused(string header, string reason)
    {
        string path = folder.With("m", ModelBytes.ByHand(header, []));
        Assert.Contains(reason, Refusal(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TruthValueOfTwo_IsRefused()
    {
        string path = folder.With("m", ModelBytes.ByHand(ModelBytes.Header(""" "b":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]} """), [1, 2]));
        Assert.Contains("a truth value that is neither 0 nor 1", Refusal(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LongName_GivesAShortLine()
    {
        string name = new('n', 100_000);
        string path = folder.With("m", ModelBytes.ByHand(ModelBytes.Header($$""" "{{name}}\n":{"dtype":"X","shape":[],"data_offsets":[0,0]} """), []));
        Assert.InRange(Refusal(path).Length, 100, 1000);
    }

    [Fact]
    public void Open_RandomHeaderMutations_AreRefusedOrReadNeverWorse()
    {
        string header = ModelBytes.Header(""" "x":{"dtype":"F64","shape":[2,1],"data_offsets":[0,16]},"b":{"dtype":"BOOL","shape":[0],"data_offsets":[16,16]} """);
        string[] tokens = ["9", "-", "1e9", "null", "{", "}", "[", "]", "\"", ",", ":", "\\u0000", "\ud83d", "__metadata__", "99999999999999999999", " "];
        Random random = new(20260101);
        for (int i = 0; i < 2000; i++)
        {
            int at = random.Next(header.Length);
            string mutated = header.Remove(at, random.Next(Math.Min(4, header.Length - at))).Insert(at, tokens[random.Next(tokens.Length)]);
            string path = folder.With("m", ModelBytes.ByHand(mutated, new byte[16]));
            Exception? fault = Record.Exception(() => SafetensorsReader.Open(path, ModelBytes.Product, 1));
            Assert.True(fault is null or ModelFileException, $"{mutated}: {fault}");
        }
    }

    [Theory]
    [InlineData(new long[] { }, "do not span their bytes")]
    [InlineData(new long[] { 1, 3 }, "do not span their bytes")]
    [InlineData(new long[] { 0, 2 }, "do not span their bytes")]
    [InlineData(new long[] { 0, 3, 1, 3 }, "do not increase")]
    [InlineData(new long[] { 0, 4, 3 }, "do not increase")]
    [InlineData(new long[] { 0, long.MinValue, 3 }, "do not increase")]
    [InlineData(new long[] { 0, 1, 2, 3 }, "are not UTF-8")]
    public void Texts_OffsetsThatDoNotFit_AreRefused(long[] offsets, string reason)
    {
        SafetensorsWriter writer = new(ModelBytes.Product, 1);
        writer.Add<byte>("ids.bytes", () => "aé"u8);
        writer.Add<long>("ids.offsets", () => offsets);
        writer.Save(folder["m"]);
        SafetensorsReader reader = SafetensorsReader.Open(folder["m"], ModelBytes.Product, 1);
        Assert.Contains(reason, Assert.Throws<ModelFileException>(() => reader.Texts("ids")).Message, StringComparison.Ordinal);
    }

    private void AssertRefused(string entries, int bytes, string reason)
    {
        string path = folder.With("m", ModelBytes.ByHand(ModelBytes.Header(entries), new byte[bytes]));
        string message = Refusal(path);
        Assert.StartsWith($"{path} is damaged or not a model file: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private static string Refusal(string path) =>
        Assert.Throws<ModelFileException>(() => SafetensorsReader.Open(path, ModelBytes.Product, 1)).Message;
}
