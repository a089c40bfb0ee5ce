using System.Text.Json;
using System.Text.Unicode;

namespace Nadaraya.Models;

/// <summary>A parsed header: strict JSON, nothing doubled, nothing unknown; an InvalidDataException says what is wrong.</summary>
internal sealed class SafetensorsHeader
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    private SafetensorsHeader()
    {
    }

    /// <summary>The texts of the metadata.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>The tensors in the order of the header.</summary>
    public List<HeaderEntry> Entries { get; } = [];

    /// <summary>The index of the first digit of the checksum, or −1 where there is none.</summary>
    public int ChecksumIndex { get; private set; } = -1;

    /// <summary>Parses a header.</summary>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != (byte)'{' || !Utf8.IsValid(bytes))
        {
            throw new InvalidDataException("its header is not JSON text");
        }

        try
        {
            SafetensorsHeader header = new();
            Utf8JsonReader json = new(bytes, new JsonReaderOptions { MaxDepth = 4 });
            header.ReadAll(ref json);
            return header;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is how the platform reports half of a surrogate pair and a value of another kind.
            throw new InvalidDataException("its header is not the JSON of a safetensors file", e);
        }
    }

    private void ReadAll(ref Utf8JsonReader json)
    {
        _ = json.Read();
        while (NextKey(ref json) is string name)
        {
            if (!names.Add(name))
            {
                throw new InvalidDataException($"its header names '{name}' twice");
            }

            Expect(ref json, JsonTokenType.StartObject);
            if (name == SafetensorsFormat.Metadata)
            {
                ReadMetadata(ref json);
            }
            else
            {
                ReadEntry(ref json, name);
            }
        }

        if (json.Read())
        {
            throw new InvalidDataException("its header goes on after its end");
        }
    }

    private void ReadMetadata(ref Utf8JsonReader json)
    {
        while (NextKey(ref json) is string key)
        {
            Expect(ref json, JsonTokenType.String);
            if (!Metadata.TryAdd(key, json.GetString()!))
            {
                throw new InvalidDataException($"its metadata name '{key}' twice");
            }

            if (key == SafetensorsFormat.Checksum && !json.ValueIsEscaped && json.ValueSpan.Length == SafetensorsFormat.ChecksumDigits)
            {
                ChecksumIndex = (int)json.TokenStartIndex + 1;
            }
        }
    }

    private void ReadEntry(ref Utf8JsonReader json, string name)
    {
        string? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        while (NextKey(ref json) is string key)
        {
            switch (key)
            {
                case "dtype" when type is null:
                    Expect(ref json, JsonTokenType.String);
                    type = json.GetString();
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref json, name);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref json, name);
                    break;
                default:
                    throw new InvalidDataException($"its header says '{key}' about '{name}', which is unknown or said twice");
            }
        }

        if (type is null || shape is null || offsets is not { Length: 2 })
        {
            throw new InvalidDataException($"its header does not say the type, shape and place of '{name}'");
        }

        Entries.Add(new(name, type, shape, offsets[0], offsets[1]));
    }

    private static long[] ReadNumbers(ref Utf8JsonReader json, string name)
    {
        List<long> numbers = [];
        Expect(ref json, JsonTokenType.StartArray);
        while (json.Read() && json.TokenType == JsonTokenType.Number)
        {
            if (!json.TryGetInt64(out long number) || number < 0 || numbers.Count == SafetensorsFormat.MostDimensions)
            {
                throw new InvalidDataException($"its header gives '{name}' a length or place that is impossible");
            }

            numbers.Add(number);
        }

        return json.TokenType == JsonTokenType.EndArray ? [.. numbers] : throw new InvalidDataException($"its header gives '{name}' a length that is no number");
    }

    private static string? NextKey(ref Utf8JsonReader json)
    {
        _ = json.Read();
        return json.TokenType == JsonTokenType.PropertyName ? json.GetString() : null;
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType type)
    {
        if (!json.Read() || json.TokenType != type)
        {
            throw new InvalidDataException("its header is not the JSON of a safetensors file");
        }
    }
}
