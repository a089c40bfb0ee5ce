using System.Globalization;

namespace Nadaraya.Models;

/// <summary>A tensor whose place in the file has been checked.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its lengths, the first index slowest.</param>
/// <param name="Count">Its elements.</param>
internal sealed record TensorEntry(string Name, TensorType Type, long[] Shape, int Count)
{
    /// <summary>Checks all tensors of a header against the bytes that follow it; an InvalidDataException says what does not fit.</summary>
    /// <returns>The tensors in the order of their bytes.</returns>
    public static TensorEntry[] Check(IEnumerable<HeaderEntry> entries, long dataBytes)
    {
        List<TensorEntry> tensors = [];
        long next = 0;
        foreach (HeaderEntry entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != next || entry.End < entry.Begin || entry.End > dataBytes)
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"its array '{entry.Name}' is said to take bytes {entry.Begin} to {entry.End} of {dataBytes}, where byte {next} is next"));
            }

            tensors.Add(Check(entry));
            next = entry.End;
        }

        return next == dataBytes
            ? [.. tensors]
            : throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"its arrays take {next} bytes but {dataBytes} follow the header"));
    }

    private static TensorEntry Check(HeaderEntry entry)
    {
        TensorType type = TensorTypes.Parse(entry.Type)
            ?? throw new InvalidDataException($"its array '{entry.Name}' has the unknown type '{entry.Type}'");
        Int128 count = 1;
        foreach (long length in entry.Shape)
        {
            // Both factors are below 2⁶³ here, so that the product is exact.
            count = count > long.MaxValue ? count : count * length;
        }

        if (count > long.MaxValue || count * type.Size() != entry.End - entry.Begin)
        {
            throw new InvalidDataException($"its array '{entry.Name}' has the shape [{string.Join(", ", entry.Shape)}], which is not what its bytes hold");
        }

        return count <= Array.MaxLength
            ? new(entry.Name, type, entry.Shape, (int)count)
            : throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"its array '{entry.Name}' has {count} elements, more than the {Array.MaxLength} an array can hold"));
    }
}
