using System.Buffers;
using Nadaraya.Data;

namespace Nadaraya;

/// <summary>Writes rows of named cells to a stream as they come: cells from left to right, then <see cref="EndRow"/>; at last <see cref="Complete"/>.</summary>
/// <remarks>Numbers are invariant and round-trip. Memory: one block of 64 KiB, whatever the number of rows.</remarks>
public abstract class TableWriter
{
    private const int BlockSize = 1 << 16;

    private readonly Stream stream;
    private readonly ArrayBufferWriter<byte> buffer = new(BlockSize);
    private int column;
    private bool completed;

    private protected TableWriter(Stream stream, IReadOnlyList<string> columns)
    {
        this.stream = stream;
        Columns = columns;
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    private protected ArrayBufferWriter<byte> Buffer => buffer;

    /// <summary>A writer for a format. Nothing but the format differs in what is written.</summary>
    /// <param name="stream">Where to write; it stays open.</param>
    /// <param name="format">The format.</param>
    /// <param name="columns">The names of the columns, at least one; each once and not empty.</param>
    /// <exception cref="DataException">A name is empty or stands twice, so that the output could not be read back.</exception>
    public static TableWriter Create(Stream stream, OutputFormat format, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count, nameof(columns));
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (string name in columns)
        {
            if (string.IsNullOrWhiteSpace(name) || !names.Add(name))
            {
                throw new DataException($"The output would have {(name.Length == 0 ? "a column without a name" : $"two columns named {Show.Name(name)}")}; expected a different name for every column; rename the column in the data, or leave it out of --keep.");
            }
        }

        string[] copy = [.. columns];
        return format == OutputFormat.Json ? new JsonTableWriter(stream, copy) : new CsvTableWriter(stream, copy);
    }

    /// <summary>The camel-case form of a column name such as <c>effective_sample_size</c>, for JSON.</summary>
    /// <param name="name">Words between low lines.</param>
    public static string CamelCase(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] words = name.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(words.Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
    }

    /// <summary>Writes a text, or an absent value.</summary>
    /// <param name="value">The text, or null.</param>
    public void Write(string? value)
    {
        BeginCell();
        WriteText(value);
    }

    /// <summary>Writes a number, or an absent value.</summary>
    /// <param name="value">A finite number, or null.</param>
    /// <exception cref="ArgumentException">The number is NaN or infinite: there is no such output.</exception>
    public void Write(double? value)
    {
        if (value is { } number && !double.IsFinite(number))
        {
            throw new ArgumentException($"Column {Columns[column]} is given NaN or an infinity; expected a finite number or null.", nameof(value));
        }

        BeginCell();
        WriteNumber(value);
    }

    /// <summary>Writes a whole number.</summary>
    /// <param name="value">The number.</param>
    public void Write(long value)
    {
        BeginCell();
        WriteWhole(value);
    }

    /// <summary>Writes a cell of a table: its exact text in CSV; in JSON a number where it is one, null where it is missing, else a string.</summary>
    /// <param name="table">The table.</param>
    /// <param name="row">The row, from 0.</param>
    /// <param name="tableColumn">The column, from 0.</param>
    public void Write(Table table, int row, int tableColumn)
    {
        ArgumentNullException.ThrowIfNull(table);
        BeginCell();
        WriteCell(table, row, tableColumn);
    }

    /// <summary>Ends the row; every column must have its cell.</summary>
    public void EndRow()
    {
        if (column != Columns.Count)
        {
            throw new InvalidOperationException($"The row has {Show.Number(column)} cells but there are {Show.Number(Columns.Count)} columns: write one cell a column.");
        }

        column = 0;
        WriteRowEnd();
        if (buffer.WrittenCount >= BlockSize / 2)
        {
            Flush();
        }
    }

    /// <summary>Ends the table and hands the last bytes to the stream. Without it the output is not whole.</summary>
    public void Complete()
    {
        if (column != 0 || completed)
        {
            throw new InvalidOperationException(completed ? "The table is complete already: complete it once." : "A row is begun but not ended: end it first.");
        }

        completed = true;
        WriteTableEnd();
        Flush();
        stream.Flush();
    }

    private protected abstract void WriteSeparator(int column);

    private protected abstract void WriteText(string? value);

    private protected abstract void WriteNumber(double? value);

    private protected abstract void WriteWhole(long value);

    private protected abstract void WriteCell(Table table, int row, int tableColumn);

    private protected abstract void WriteRowEnd();

    private protected abstract void WriteTableEnd();

    private protected void Raw(ReadOnlySpan<byte> bytes) => buffer.Write(bytes);

    private protected void RawNumber(double value)
    {
        bool done = value.TryFormat(buffer.GetSpan(32), out int written, "R", System.Globalization.CultureInfo.InvariantCulture);
        System.Diagnostics.Debug.Assert(done, "\"R\" needs at most 24 characters.");
        if (Math.Abs(value) > 1L << 53)
        {
            written = System.Text.Encoding.UTF8.GetBytes(NumberText.Format(value), buffer.GetSpan(32));
        }

        buffer.Advance(written);
    }

    private protected void RawWhole(long value)
    {
        bool done = value.TryFormat(buffer.GetSpan(32), out int written, default, System.Globalization.CultureInfo.InvariantCulture);
        System.Diagnostics.Debug.Assert(done, "32 bytes hold every long.");
        buffer.Advance(written);
    }

    private void BeginCell()
    {
        if (column == Columns.Count || completed)
        {
            throw new InvalidOperationException(completed ? "The table is complete: nothing can follow." : "The row has a cell for every column already: end it first.");
        }

        WriteSeparator(column++);
    }

    private void Flush()
    {
        stream.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }
}
