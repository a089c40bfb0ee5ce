using System.Text;
using Nadaraya.Data;

namespace Nadaraya;

/// <summary>
/// Named columns of cells as they stand in a source, with the line and the number of each row. Immutable; cells are parsed when they
/// are asked for, by one grammar for numbers, so that exact text stays at hand and unused columns cost nothing.
/// </summary>
/// <remarks>
/// Delimited text follows RFC 4180; beyond it a UTF-8 byte-order mark, LF beside CRLF and a missing last line break are accepted,
/// and blank lines, rows of another length, stray or open quotes, invalid UTF-8 and NUL are refused. Physical lines end with LF.
/// Fixed limits: 1 MiB a cell, 16 MiB a row. Memory: the bytes of the cells and about four more for each.
/// </remarks>
public sealed class Table
{
    private readonly CellStore[] cells;
    private readonly LineIndex lines;
    private readonly Dictionary<string, int> byName;
    private readonly byte[][] missingTexts;

    internal Table(TableBuilder built)
    {
        Source = built.Source;
        Options = built.Options;
        Budget = built.Budget;
        Rows = built.Rows;
        Columns = [.. built.Names];
        cells = [.. built.Cells];
        lines = built.Lines;
        byName = Columns.Select((name, index) => (name, index)).ToDictionary(c => c.name, c => c.index, StringComparer.Ordinal);
        missingTexts = [.. built.Options.MissingText.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>The name of the source, as messages show it.</summary>
    public string Source { get; }

    /// <summary>The number of data rows.</summary>
    public int Rows { get; }

    /// <summary>The names of the columns, in the order of the source; in JSON lines, in the order in which the keys first appear.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>How the table was read, and how its cells are taken.</summary>
    public TableOptions Options { get; }

    internal MemoryBudget Budget { get; }

    /// <summary>Reads a file, or standard input where the path is <c>-</c>.</summary>
    /// <param name="path">The file; its ending gives the format unless the options do.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="cancellationToken">Stops reading, even while a pipe has nothing to give.</param>
    /// <exception cref="DataException">The file can't be read, or breaks the rules of its format: one line with source, line, row, column, text and repair.</exception>
    /// <exception cref="LimitException">The table has more rows or needs more memory than the options allow.</exception>
    /// <exception cref="ArgumentException">An option does not go with the format.</exception>
    public static Table Read(string path, TableOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return TableSource.Read(path, options ?? new(), cancellationToken);
    }

    /// <summary>Reads a stream to its end; the stream stays open.</summary>
    /// <param name="stream">UTF-8 text, read from its current position.</param>
    /// <param name="sourceName">What messages call it; its ending gives the format unless the options do.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <inheritdoc cref="Read(string, TableOptions?, CancellationToken)" path="/exception"/>
    public static Table Read(Stream stream, string sourceName, TableOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(sourceName);
        return TableSource.Read(stream, sourceName, options ?? new(), cancellationToken);
    }

    /// <summary>Reads a file, or standard input where the path is <c>-</c>, away from the caller's thread.</summary>
    /// <inheritdoc cref="Read(string, TableOptions?, CancellationToken)"/>
    public static Task<Table> ReadAsync(string path, TableOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Read(path, options, cancellationToken), cancellationToken);

    /// <summary>Reads a stream to its end, away from the caller's thread; the stream stays open.</summary>
    /// <inheritdoc cref="Read(Stream, string, TableOptions?, CancellationToken)"/>
    public static Task<Table> ReadAsync(Stream stream, string sourceName, TableOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Read(stream, sourceName, options, cancellationToken), cancellationToken);

    /// <summary>The index of a column.</summary>
    /// <param name="column">Its name, compared exactly.</param>
    /// <exception cref="DataException">There is no such column; the message lists those that there are.</exception>
    public int IndexOf(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return byName.TryGetValue(column, out int index) ? index : throw UnknownColumn.Error(this, column, null);
    }

    /// <summary>Whether there is a column of that name, compared exactly.</summary>
    /// <param name="column">The name.</param>
    public bool Contains(string column) => byName.ContainsKey(column);

    /// <summary>The physical line on which a row begins, from 1, the header and quoted line breaks included.</summary>
    /// <param name="row">The row, from 0.</param>
    public long LineNumber(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        return lines[row];
    }

    /// <summary>The exact text of a cell, quotes removed; empty where there is none.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column, from 0.</param>
    public string Text(int row, int column) => Encoding.UTF8.GetString(Cell(row, column, out _));

    /// <summary>Whether a cell has no value: it is empty (in quotes or not; an empty JSON string is text), JSON null, an absent key, or one of the texts declared missing.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column, from 0.</param>
    public bool IsMissing(int row, int column) => Parse(row, column, out _) == NumberFault.Missing;

    /// <summary>The number in a cell, if it holds one.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column, from 0.</param>
    /// <param name="value">The number, or 0.</param>
    public bool TryGetNumber(int row, int column, out double value) => Parse(row, column, out value) == NumberFault.None;

    /// <summary>Whether every cell of a column that is not missing is a number. Cost: one pass over the column.</summary>
    /// <param name="column">The column, from 0.</param>
    public bool IsNumeric(int column)
    {
        for (int row = 0; row < Rows; row++)
        {
            if (Parse(row, column, out _) is not (NumberFault.None or NumberFault.Missing))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The training rows with one target; every other column is a feature.</summary>
    /// <param name="target">The name of the column to predict.</param>
    /// <exception cref="DataException">There is no such column, a cell is missing or is not a number, or no feature is left.</exception>
    /// <exception cref="LimitException">The columns need more memory than allowed.</exception>
    public Dataset ToDataset(string target) => ToDataset(new DatasetOptions { Targets = [target] }).Dataset;

    /// <summary>The training rows, with what was read and dropped.</summary>
    /// <param name="options">Which columns play which role.</param>
    /// <param name="cancellationToken">Stops parsing.</param>
    /// <inheritdoc cref="ToDataset(string)" path="/exception"/>
    public DatasetResult ToDataset(DatasetOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return DatasetSelection.Select(this, options, cancellationToken);
    }

    /// <summary>The rows to predict: columns by name, all others ignored.</summary>
    /// <param name="columns">The columns, such as a model's features, in the order wanted.</param>
    /// <param name="missing">What to do with missing values; null for what the table was read with.</param>
    /// <param name="cancellationToken">Stops parsing.</param>
    /// <inheritdoc cref="ToDataset(string)" path="/exception"/>
    public TableQueries ToQueries(IReadOnlyList<string> columns, MissingValues? missing = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return QuerySelection.Select(this, columns, missing ?? Options.Missing, cancellationToken);
    }

    /// <summary>The rows to predict: the columns of a model's features by name, levels as the model knows them, all others ignored.</summary>
    /// <param name="model">The model.</param>
    /// <param name="unseen">What becomes of a level that the model has never seen.</param>
    /// <param name="missing">What to do with missing values; null for what the table was read with.</param>
    /// <param name="cancellationToken">Stops parsing.</param>
    /// <inheritdoc cref="ToDataset(string)" path="/exception"/>
    public TableQueries ToQueries(
        KernelRegression model, UnseenLevels unseen = UnseenLevels.Error, MissingValues? missing = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return QuerySelection.Select(this, model.Features, unseen, missing ?? Options.Missing, cancellationToken);
    }

    internal ReadOnlySpan<byte> Cell(int row, int column, out bool isText)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, cells.Length);
        return cells[column].Get(row, out isText);
    }

    internal NumberFault Parse(int row, int column, out double value)
    {
        value = 0;
        ReadOnlySpan<byte> cell = Cell(row, column, out bool isText);
        if (IsMissing(cell, isText))
        {
            return NumberFault.Missing;
        }

        return isText ? NumberFault.Text : NumberScan.Parse(cell, Options.DecimalComma, Options.AllowRounding, out value);
    }

    /// <summary>Whether a cell has no value.</summary>
    internal bool IsMissing(ReadOnlySpan<byte> cell, bool isText)
    {
        if (cell.IsEmpty && !isText)
        {
            return true;
        }

        foreach (byte[] text in missingTexts)
        {
            if (cell.SequenceEqual(text))
            {
                return true;
            }
        }

        return false;
    }

    internal Place At(int row, int column) => new(Source, lines[row], row + 1, Columns[column]);
}
