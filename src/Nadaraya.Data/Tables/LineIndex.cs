namespace Nadaraya.Data;

/// <summary>The physical line on which each data row begins. Only rows that don't follow on the next line cost memory.</summary>
internal sealed class LineIndex(MemoryBudget budget)
{
    private readonly List<(int Row, long Line)> jumps = [];
    private long next = -1;

    /// <summary>Appends the line of a row; rows come in order.</summary>
    public void Add(int row, long line)
    {
        if (line != next)
        {
            budget.Take(2 * sizeof(long), line);
            jumps.Add((row, line));
        }

        next = line + 1;
    }

    /// <summary>The line of a row, from row 0.</summary>
    public long this[int row]
    {
        get
        {
            int low = 0;
            int high = jumps.Count - 1;
            while (low < high)
            {
                int middle = (low + high + 1) / 2;
                (low, high) = jumps[middle].Row <= row ? (middle, high) : (low, middle - 1);
            }

            return jumps[low].Line + (row - jumps[low].Row);
        }
    }
}
