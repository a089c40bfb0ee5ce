using System.Globalization;
using System.Text;

namespace Nadaraya.Models;

/// <summary>Texts as UTF-8 bytes and offsets: text i is bytes offsets[i] … offsets[i + 1] − 1, the first offset is 0.</summary>
internal static class TextColumn
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Encodes texts; a text that has no UTF-8 form is refused.</summary>
    public static (byte[] Bytes, long[] Offsets) Encode(string name, IReadOnlyList<string> texts)
    {
        long[] offsets = new long[texts.Count + 1];
        for (int i = 0; i < texts.Count; i++)
        {
            offsets[i + 1] = offsets[i] + CountBytes(name, i, texts[i]);
        }

        if (offsets[^1] > Array.MaxLength)
        {
            throw new LimitException(string.Create(
                CultureInfo.InvariantCulture,
                $"The texts of {OneLine.Of(name)} take {offsets[^1]} bytes, but a model file holds at most {Array.MaxLength} in a column: use shorter texts."));
        }

        byte[] bytes = new byte[offsets[^1]];
        for (int i = 0; i < texts.Count; i++)
        {
            _ = Strict.GetBytes(texts[i], bytes.AsSpan((int)offsets[i]));
        }

        return (bytes, offsets);
    }

    /// <summary>Decodes texts; an InvalidDataException where bytes and offsets don't fit together or are no UTF-8.</summary>
    public static string[] Decode(string name, ReadOnlySpan<byte> bytes, ReadOnlySpan<long> offsets)
    {
        if (offsets.IsEmpty || offsets[0] != 0 || offsets[^1] != bytes.Length)
        {
            throw new InvalidDataException($"the offsets of the texts '{name}' do not span their bytes");
        }

        string[] texts = new string[offsets.Length - 1];
        for (int i = 0; i < texts.Length; i++)
        {
            if (offsets[i + 1] < offsets[i] || offsets[i + 1] > bytes.Length)
            {
                throw new InvalidDataException($"the offsets of the texts '{name}' do not increase");
            }

            try
            {
                texts[i] = Strict.GetString(bytes[(int)offsets[i]..(int)offsets[i + 1]]);
            }
            catch (DecoderFallbackException e)
            {
                throw new InvalidDataException($"the texts '{name}' are not UTF-8", e);
            }
        }

        return texts;
    }

    /// <summary>Refuses a text that has no UTF-8 form, which other encoders would change silently.</summary>
    public static void Check(string name, string text) => _ = CountBytes(name, row: null, text);

    private static int CountBytes(string name, int? row, string text)
    {
        try
        {
            return Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            string where = row is int r ? string.Create(CultureInfo.InvariantCulture, $" in row {r + 1}") : "";
            throw new DataException(
                $"{OneLine.Of(name)} holds half of a surrogate pair{where}: a model file stores texts as UTF-8, so mend or leave out that character.", e);
        }
    }
}
