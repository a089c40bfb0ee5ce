namespace Nadaraya.Models;

/// <summary>What writer and reader agree on.</summary>
/// <remarks>
/// Layout: 8 bytes little-endian length of the header, the header in JSON (tensor name → dtype, shape, data_offsets from the end of
/// the header; <c>__metadata__</c> → texts), padded with spaces, then the arrays without gaps. Source: the format's own description,
/// github.com/huggingface/safetensors, README "Format". Ours on top: <c>product</c>, <c>formatVersion</c> and <c>sha256</c> among the metadata.
/// </remarks>
internal static class SafetensorsFormat
{
    /// <summary>The header key of the metadata.</summary>
    public const string Metadata = "__metadata__";

    /// <summary>The metadata key of the program's name.</summary>
    public const string Product = "product";

    /// <summary>The metadata key of the version of what the file means.</summary>
    public const string Version = "formatVersion";

    /// <summary>The metadata key of the checksum: SHA-256 of the whole file with these 64 lower-case digits as zeros.</summary>
    public const string Checksum = "sha256";

    /// <summary>Digits of the checksum.</summary>
    public const int ChecksumDigits = 64;

    /// <summary>Bytes of the header's length.</summary>
    public const int LengthBytes = 8;

    /// <summary>The longest header; the limit of the format's own reader.</summary>
    public const int LongestHeader = 100_000_000;

    /// <summary>The most dimensions of a tensor; NumPy's old limit.</summary>
    public const int MostDimensions = 32;

    /// <summary>The name of the bytes of a column of texts.</summary>
    public static string TextBytes(string name) => name + ".bytes";

    /// <summary>The name of the offsets of a column of texts: text i is bytes offsets[i] … offsets[i + 1] − 1.</summary>
    public static string TextOffsets(string name) => name + ".offsets";
}
