using System.Buffers;
using System.Text;

namespace Nadaraya.Data;

/// <summary>Reads the exact texts of one column as indexes of levels, or says where that can't be done.</summary>
/// <remarks>Levels that are not given get the next index when they first appear; <see cref="LevelOrder"/> then puts those of the rows that are kept in order.</remarks>
internal sealed class LevelReader
{
    /// <summary>The most levels of a feature: its kernel keeps a few numbers for every two of them.</summary>
    public const int MostLevels = 4096;

    private const int MostNames = 20;
    private const int RowsALook = 1 << 12;

    private readonly Dictionary<string, int> indexes = new(StringComparer.Ordinal);
    private readonly List<string> levels = [];
    private readonly HashSet<double> numbers = [];
    private readonly int most;
    private bool isClosed;
    private bool takesUnseen;
    private bool wantsNumbers;
    private string unseen = string.Empty;

    private LevelReader(int most) => this.most = most;

    /// <summary>The levels by index.</summary>
    public IReadOnlyList<string> Levels => levels;

    /// <summary>Whether the levels were given in their order.</summary>
    public bool IsGiven => isClosed;

    /// <summary>Whatever texts there are.</summary>
    /// <param name="most">How many different ones.</param>
    public static LevelReader Any(int most = MostLevels) => new(most);

    /// <summary>Texts that are numbers, no two the same.</summary>
    public static LevelReader OfNumbers() => new(MostLevels) { wantsNumbers = true };

    /// <summary>The levels of an order.</summary>
    public static LevelReader OfOrder(IReadOnlyList<string> order) =>
        new LevelReader(MostLevels) { unseen = "is none of the levels of --ordered{0}; mend it, or give it a place in the order" }.Close(order);

    /// <summary>The levels that a model knows.</summary>
    public static LevelReader OfModel(FeatureType type, UnseenLevels unseen) =>
        new LevelReader(int.MaxValue)
        {
            takesUnseen = unseen == UnseenLevels.Different,
            unseen = "is a level that the model has never seen{0}; mend it, or add --unseen different to take it as unlike all",
        }.Close(type.Levels);

    /// <summary>Fills in indexes, NaN where a value is missing and that is allowed; gives the first row that is faulty, or <see cref="int.MaxValue"/>.</summary>
    public int Read(Table table, int column, double[] values, MissingValues missing, CancellationToken cancellation)
    {
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> known = indexes.GetAlternateLookup<ReadOnlySpan<char>>();
        char[] buffer = ArrayPool<char>.Shared.Rent(256);
        long bytes = 0;
        try
        {
            for (int row = 0; row < values.Length; row++)
            {
                if (row % RowsALook == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                }

                ReadOnlySpan<byte> cell = table.Cell(row, column, out bool isText);
                if (table.IsMissing(cell, isText))
                {
                    values[row] = double.NaN;
                    if (missing == MissingValues.Error)
                    {
                        return row;
                    }

                    continue;
                }

                if (cell.Length > buffer.Length)
                {
                    ArrayPool<char>.Shared.Return(buffer);
                    buffer = ArrayPool<char>.Shared.Rent(cell.Length);
                }

                ReadOnlySpan<char> text = buffer.AsSpan(0, Encoding.UTF8.GetChars(cell, buffer));
                if (known.TryGetValue(text, out int index))
                {
                    values[row] = index;
                }
                else if (isClosed)
                {
                    values[row] = -1;
                    if (!takesUnseen)
                    {
                        return row;
                    }
                }
                else if (wantsNumbers && (Number(table, cell, out double number) != NumberFault.None || !numbers.Add(number)))
                {
                    return row;
                }
                else
                {
                    // A string's header and pointer beside its UTF-16 characters, and its place in the dictionary.
                    bytes += 64 + (2L * text.Length);
                    table.Budget.Check(bytes, 0);
                    CheckCount(table, row, column);
                    values[row] = levels.Count;
                    Add(text.ToString());
                }
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }

        return int.MaxValue;
    }

    /// <summary>What is wrong in a faulty row.</summary>
    public DataException Error(Table table, int row, int column)
    {
        ReadOnlySpan<byte> cell = table.Cell(row, column, out bool isText);
        string shown = Show.Text(cell);
        string order = $"give the levels in their order, such as --ordered '{table.Columns[column]}:low<high'";
        string message = table.IsMissing(cell, isText)
                ? $"{(cell.IsEmpty ? "there is no value" : $"{shown} stands for a missing value")}; expected a level; fill it in, or drop such rows with --missing drop."
            : isClosed ? $"{shown} {string.Format(System.Globalization.CultureInfo.InvariantCulture, unseen, $"; expected one of {Names()}")}."
            : Number(table, cell, out double number) is not NumberFault.None and NumberFault fault ? NumberMessages.Describe(fault, cell, order)
            : $"{shown} is the same number as level {Show.Text(levels.First(level => Number(table, Encoding.UTF8.GetBytes(level), out double other) == NumberFault.None && other == number))}; expected one text for a level; write it one way, or {order}.";
        return table.At(row, column).Error(message);
    }

    /// <summary>The number that a text is, by the grammar of the table; in quotes or not.</summary>
    public static NumberFault Number(Table table, ReadOnlySpan<byte> text, out double number) =>
        NumberScan.Parse(text, table.Options.DecimalComma, table.Options.AllowRounding, out number);

    private LevelReader Close(IReadOnlyList<string> given)
    {
        foreach (string level in given)
        {
            Add(level);
        }

        isClosed = true;
        return this;
    }

    private void Add(string level)
    {
        indexes.Add(level, levels.Count);
        levels.Add(level);
    }

    private void CheckCount(Table table, int row, int column)
    {
        if (levels.Count >= most)
        {
            throw new LimitException($"{table.At(row, column)}: there are more than {Show.Number(most)} levels; expected at most so many; leave the column out by listing the others with --features, or join rare levels.");
        }
    }

    private string Names() => string.Join(", ", levels.Take(MostNames).Select(Show.Text))
        + (levels.Count > MostNames ? $" and {Show.Number(levels.Count - MostNames)} more" : string.Empty);
}
