using System.Numerics;

namespace Nadaraya.Engines;

/// <summary>Cells that get a local polynomial, each in its slot, and in the order in which they are made: by the last coordinate, then the one before.</summary>
internal sealed class GridTargets
{
    private readonly ulong[] numbers;

    /// <param name="layout">The grid.</param>
    /// <param name="numbers">The cells' numbers, by slot.</param>
    public GridTargets(GridLayout layout, ulong[] numbers)
    {
        this.numbers = numbers;
        ulong[] reversed = [.. numbers.Select(number => Reversed(layout, number))];
        Places = [.. Enumerable.Range(0, numbers.Length)];
        Array.Sort(reversed, Places);
        Ordered = [.. Places.Select(slot => numbers[slot])];
    }

    /// <summary>Their number.</summary>
    public int Count => numbers.Length;

    /// <summary>The cell's number in a slot.</summary>
    public ulong this[int slot] => numbers[slot];

    /// <summary>The cells' numbers in order.</summary>
    public ulong[] Ordered { get; }

    /// <summary>Their slots, in this order.</summary>
    public int[] Places { get; }

    private static ulong Reversed(GridLayout layout, ulong cell)
    {
        ulong reversed = 0;
        int shift = 0;
        for (int j = 0; j < layout.Dimensions; j++)
        {
            reversed |= (ulong)layout.Coordinate(cell, j) << shift;
            shift += 64 - BitOperations.LeadingZeroCount((ulong)layout.Extents[j]);
        }

        return reversed;
    }
}
