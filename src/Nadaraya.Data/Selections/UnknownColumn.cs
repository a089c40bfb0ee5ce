using System.Text;

namespace Nadaraya.Data;

/// <summary>The message for a name that no column has: the columns there are, and the nearest name.</summary>
internal static class UnknownColumn
{
    private const int MostNames = 20;

    public static DataException Error(Table table, string name, string? option)
    {
        StringBuilder text = new();
        _ = text.Append("there is no column ").Append(Show.Name(name)).Append(option is null ? string.Empty : $" for {option}").Append("; expected one of ");
        _ = text.AppendJoin(", ", table.Columns.Take(MostNames).Select(Show.Name));
        if (table.Columns.Count > MostNames)
        {
            _ = text.Append(" and ").Append(Show.Number(table.Columns.Count - MostNames)).Append(" more");
        }

        string? near = Nearest(table.Columns, name);
        _ = near is not null ? text.Append("; did you mean ").Append(Show.Name(near)).Append('?')
            : table.Columns.Count == 1 && table.Columns[0].AsSpan().IndexOfAny(";\t|,") >= 0 ? text.Append("; name what stands between cells with --delimiter.")
            : text.Append("; use one of these names.");
        return new Place(table.Source).Error(text.ToString());
    }

    private static string? Nearest(IReadOnlyList<string> names, string name)
    {
        int best = Math.Max(1, name.Length / 3);
        string? nearest = null;
        foreach (string candidate in names)
        {
            if (Math.Abs(candidate.Length - name.Length) > best || candidate.Length > 100)
            {
                continue;
            }

            bool sameButForCase = string.Equals(candidate.Trim(), name.Trim(), StringComparison.OrdinalIgnoreCase);
            int distance = sameButForCase ? 0 : Distance(candidate, name);
            if (distance < best || (distance == best && nearest is null))
            {
                (best, nearest) = (distance, candidate);
            }
        }

        return nearest;
    }

    /// <summary>The fewest insertions, deletions and changes that turn one name into the other (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
