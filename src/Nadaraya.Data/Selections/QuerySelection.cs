namespace Nadaraya.Data;

/// <summary>Table → columns of queries.</summary>
internal static class QuerySelection
{
    public static TableQueries Select(Table table, IReadOnlyList<string> names, MissingValues missing, CancellationToken cancellation)
    {
        List<(int Column, string Repair)> used = [.. Roles.IndexesOf(table, names, null).Select(c => (c, "mend it"))];
        double[][] values = NumberColumns.Parse(table, used, missing, cancellation);
        int[]? kept = KeptRows.Find(table, values);
        int[] numbers = KeptRows.Numbers(kept, table.Rows);
        return new([.. values.Select(v => KeptRows.Take(v, kept))], numbers, table.Rows, table.Rows - numbers.Length);
    }
}
