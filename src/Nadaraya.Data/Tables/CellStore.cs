namespace Nadaraya.Data;

/// <summary>
/// The cells of one column as they stand in the source, in UTF-8, packed in blocks of 1,024 rows: a number costs its digits and four
/// bytes, exact text stays at hand, and columns that nobody asks for are never parsed.
/// </summary>
internal sealed class CellStore(MemoryBudget budget, int firstRow)
{
    /// <summary>A block's cells must fit in one array: 1,024 cells of a mebibyte do.</summary>
    public const int LongestCell = 1 << 20;

    /// <summary>What a column costs before it has cells.</summary>
    public const int Overhead = 512;

    private const int BlockRows = 1024;
    private const int Text = int.MinValue;

    private readonly List<Block> blocks = [];
    private int count;

    /// <summary>The row after the last that was added.</summary>
    public int NextRow => firstRow + count;

    /// <summary>Appends a cell; an empty one that is not text is missing.</summary>
    public void Add(ReadOnlySpan<byte> cell, bool isText, long line)
    {
        if (count % BlockRows == 0)
        {
            blocks.Add(new());
        }

        Block block = blocks[^1];
        int index = count % BlockRows;
        if (index == block.Ends.Length)
        {
            int rows = index == 0 && blocks.Count > 1 ? BlockRows : Math.Clamp(index * 2, 16, BlockRows);
            budget.Take((rows - index) * sizeof(int), line);
            Array.Resize(ref block.Ends, rows);
        }

        int end = block.Length + cell.Length;
        if (end > block.Bytes.Length)
        {
            // The block before is the best guess of what this one will hold.
            int guess = block.Bytes.Length > 0 || blocks.Count == 1 ? block.Bytes.Length * 2 : blocks[^2].Length + (blocks[^2].Length / 16);
            int size = Math.Max(end, Math.Max(guess, 64));
            budget.Take(size - block.Bytes.Length, line);
            Array.Resize(ref block.Bytes, size);
        }

        cell.CopyTo(block.Bytes.AsSpan(block.Length));
        block.Length = end;
        block.Ends[index] = isText ? end | Text : end;
        count++;
    }

    /// <summary>Appends missing cells up to a row.</summary>
    public void PadTo(int row, long line)
    {
        while (NextRow < row)
        {
            Add([], isText: false, line);
        }
    }

    /// <summary>A cell, from row 0.</summary>
    public ReadOnlySpan<byte> Get(int row, out bool isText)
    {
        int index = row - firstRow;
        isText = false;
        if ((uint)index >= (uint)count)
        {
            return [];
        }

        Block block = blocks[index / BlockRows];
        index %= BlockRows;
        int end = block.Ends[index];
        isText = end < 0;
        int start = index == 0 ? 0 : block.Ends[index - 1] & ~Text;
        return block.Bytes.AsSpan(start..(end & ~Text));
    }

    private sealed class Block
    {
        public byte[] Bytes = [];
        public int[] Ends = [];
        public int Length;
    }
}
