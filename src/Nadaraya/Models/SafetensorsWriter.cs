using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Nadaraya.Models;

/// <summary>Collects texts and arrays and writes them as one checksummed safetensors file.</summary>
/// <remarks>The arrays are never copied: they pass twice, once for the checksum, which stands before them, and once for the file.</remarks>
internal sealed class SafetensorsWriter
{
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    private readonly List<PendingTensor> tensors = [];

    /// <summary>Starts a file of a product and a version of what it means.</summary>
    public SafetensorsWriter(string product, int formatVersion)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(formatVersion, 1);
        AddMetadata(SafetensorsFormat.Product, product);
        AddMetadata(SafetensorsFormat.Version, formatVersion.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Adds a text to the metadata.</summary>
    public void AddMetadata(string key, string value)
    {
        TextColumn.Check(key, key);
        TextColumn.Check(key, value);
        if (key == SafetensorsFormat.Checksum || !metadata.TryAdd(key, value))
        {
            throw new ArgumentException($"The metadata '{key}' is there already.", nameof(key));
        }
    }

    /// <summary>Adds an array; without a shape it is one row.</summary>
    /// <param name="name">Its name, not used yet.</param>
    /// <param name="source">Gives its elements, the last index fastest; called more than once, the same elements each time.</param>
    /// <param name="shape">Its lengths.</param>
    public void Add<T>(string name, TensorSource<T> source, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        TextColumn.Check(name, name);
        if (name == SafetensorsFormat.Metadata || tensors.Exists(t => t.Name == name))
        {
            throw new ArgumentException($"The name '{name}' is taken.", nameof(name));
        }

        tensors.Add(PendingTensor.From(name, source, shape));
    }

    /// <summary>Adds a column of texts as bytes and offsets.</summary>
    public void AddTexts(string name, IReadOnlyList<string> texts)
    {
        (byte[] bytes, long[] offsets) = TextColumn.Encode(name, texts);
        Add<byte>(SafetensorsFormat.TextBytes(name), () => bytes);
        Add<long>(SafetensorsFormat.TextOffsets(name), () => offsets);
    }

    /// <summary>Writes the file, whole or not at all; see <see cref="DurableFile"/>.</summary>
    public void Save(string path, CancellationToken cancellationToken = default) =>
        DurableFile.Write(path, stream => WriteTo(stream, cancellationToken), cancellationToken: cancellationToken);

    /// <summary>Writes the bytes of the file.</summary>
    public void WriteTo(Stream stream, CancellationToken cancellationToken = default)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Model files are little-endian and this processor is not.");
        }

        // Wide elements first: then every array is aligned without gaps, which the format forbids.
        PendingTensor[] ordered = [.. tensors.OrderByDescending(t => t.Type.Size())];
        byte[] header = Header(ordered, out int digits);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        Send(ordered, hash.AppendData, cancellationToken);
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()), header.AsSpan(digits));
        stream.Write(header);
        Send(ordered, stream.Write, cancellationToken);
    }

    private static void Send(PendingTensor[] ordered, PendingTensor.Sink sink, CancellationToken cancellationToken)
    {
        foreach (PendingTensor tensor in ordered)
        {
            tensor.Emit(block =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                sink(block);
            });
        }
    }

    // The length and the header, with zeros for the checksum, whose first digit stands at the returned index.
    private byte[] Header(PendingTensor[] ordered, out int digits)
    {
        ArrayBufferWriter<byte> buffer = new();
        buffer.Write(stackalloc byte[SafetensorsFormat.LengthBytes]);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsFormat.Metadata);
            foreach ((string key, string value) in metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteString(SafetensorsFormat.Checksum, new string('0', SafetensorsFormat.ChecksumDigits));
            json.Flush();
            digits = buffer.WrittenCount - SafetensorsFormat.ChecksumDigits - 1;
            json.WriteEndObject();
            WriteEntries(json, ordered);
            json.WriteEndObject();
        }

        while (buffer.WrittenCount % 8 != 0)
        {
            buffer.Write(" "u8);
        }

        int length = buffer.WrittenCount - SafetensorsFormat.LengthBytes;
        if (length > SafetensorsFormat.LongestHeader)
        {
            throw new LimitException(string.Create(
                CultureInfo.InvariantCulture,
                $"The header of the model takes {length} bytes, but at most {SafetensorsFormat.LongestHeader} are allowed: use fewer columns or shorter names."));
        }

        byte[] header = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, length);
        return header;
    }

    private static void WriteEntries(Utf8JsonWriter json, PendingTensor[] ordered)
    {
        long offset = 0;
        foreach (PendingTensor tensor in ordered)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.Type.Text());
            json.WriteStartArray("shape");
            foreach (long length in tensor.Shape)
            {
                json.WriteNumberValue(length);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(offset += tensor.Bytes);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }
}
