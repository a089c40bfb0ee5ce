using System.Globalization;

namespace Nadaraya.Data;

/// <summary>Counts memory before it is taken.</summary>
internal sealed class MemoryBudget(string source, long? limit)
{
    private readonly long limit = limit ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    public long Limit => limit;

    public long Used { get; private set; }

    public void Take(long bytes, long line)
    {
        Check(bytes, line);
        Used += bytes;
    }

    /// <summary>Refuses what would not fit beside what is taken.</summary>
    public void Check(long bytes, long line)
    {
        if (bytes > limit - Used)
        {
            string where = new Place(source, line).ToString();
            throw new LimitException(string.Create(
                CultureInfo.InvariantCulture,
                $"{where}: the table needs more than the {limit} bytes of memory allowed; raise --max-memory, or give fewer rows or columns."));
        }
    }
}
