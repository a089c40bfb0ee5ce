using System.Text;

namespace Nadaraya.Data;

/// <summary>Gathers columns and rows while a source is read.</summary>
internal sealed class TableBuilder(string source, TableOptions options)
{
    private readonly Dictionary<string, int> byName = new(StringComparer.Ordinal);
    private readonly List<string> names = [];

    public string Source => source;

    public TableOptions Options => options;

    public MemoryBudget Budget { get; } = new(source, options.MaxMemory);

    public LineIndex Lines => field ??= new(Budget);

    public List<CellStore> Cells { get; } = [];

    public int Rows { get; private set; }

    public IReadOnlyList<string> Names => names;

    public Place At(long line) => new(source, line);

    public Place AtRow(long line, string? column = null) => new(source, line, Rows + 1, column);

    public int Find(string name) => byName.GetValueOrDefault(name, -1);

    public int AddColumn(string name, long line)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            string what = name.Length == 0 ? "has no name" : $"is named {Show.Name(name)}, spaces only";
            throw At(line).Error($"column {Show.Number(names.Count + 1)} {what}; expected a name for every column; name it.");
        }

        if (!byName.TryAdd(name, names.Count))
        {
            throw At(line).Error($"columns {Show.Number(byName[name] + 1)} and {Show.Number(names.Count + 1)} are both named {Show.Name(name)}; expected a different name for every column; rename one.");
        }

        Budget.Take(CellStore.Overhead + (4 * Encoding.UTF8.GetByteCount(name)), line);
        names.Add(name);
        Cells.Add(new(Budget, Rows));
        return names.Count - 1;
    }

    public void BeginRow(long line)
    {
        if (Rows >= options.MaxRows)
        {
            throw new LimitException($"{At(line)}: there are more than the {Show.Number(Rows)} data rows allowed; expected at most {Show.Number(Rows)}; raise --max-rows or give fewer rows.");
        }

        if (Rows == Array.MaxLength)
        {
            throw new LimitException($"{At(line)}: there are more than {Show.Number(Rows)} data rows, the most a table can hold; set --max-rows or give fewer rows.");
        }

        Lines.Add(Rows, line);
    }

    public void AddCell(int column, ReadOnlySpan<byte> cell, bool isText, long line)
    {
        if (cell.Length > CellStore.LongestCell)
        {
            throw AtRow(line, names[column]).Error($"the cell has {Show.Number(cell.Length)} bytes ({Show.Text(cell)}); expected at most {Show.Number(CellStore.LongestCell)}; shorten it, or close a quote that was left open.");
        }

        Cells[column].Add(cell, isText, line);
    }

    public void EndRow() => Rows++;

    public Table Build()
    {
        if (Rows == 0)
        {
            throw new Place(source).Error(names.Count == 0
                ? "the source is empty; expected a table with at least one row of data; give one that has some."
                : "there is a header but no row of data; expected at least one row; give a table that has some.");
        }

        return new(this);
    }
}
