using System.Globalization;
using System.Text;

namespace Nadaraya.Benchmarks;

/// <summary>An aligned table, for the eye and for the record.</summary>
/// <param name="headers">The first row.</param>
internal sealed class MarkdownTable(params string[] headers)
{
    private readonly List<string[]> rows = [headers];

    /// <summary>Adds a row: text as it is, numbers to three digits.</summary>
    public void Add(params string[] cells) => rows.Add(cells);

    public override string ToString()
    {
        int[] widths = [.. headers.Select((_, c) => rows.Max(r => r[c].Length))];
        StringBuilder text = new();
        for (int r = 0; r < rows.Count; r++)
        {
            _ = text.Append("| ").AppendJoin(" | ", rows[r].Select((cell, c) => cell.PadRight(widths[c]))).Append(" |\n");
            if (r == 0)
            {
                _ = text.Append('|').AppendJoin('|', widths.Select(w => new string('-', w + 2))).Append("|\n");
            }
        }

        return text.ToString();
    }

    /// <summary>A number with as many decimals.</summary>
    public static string Number(double value, int decimals = 3) => value.ToString("F" + decimals, CultureInfo.InvariantCulture);

    /// <summary>A mean and its Monte-Carlo standard error.</summary>
    public static string WithError(IReadOnlyCollection<double> values, int decimals = 3) =>
        $"{Number(values.Average(), decimals)} ({Number(ErrorOf(values), decimals)})";

    /// <summary>A share in percent and its Monte-Carlo standard error.</summary>
    public static string Share(int hits, int of)
    {
        double p = (double)hits / of;
        return $"{Number(100 * p, 1)} % ({Number(100 * Math.Sqrt(p * (1 - p) / of), 1)})";
    }

    /// <summary>The standard error of a mean.</summary>
    public static double ErrorOf(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        return values.Count < 2 ? double.NaN : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1.0) / values.Count);
    }

    /// <summary>The smallest value that a share of all does not exceed.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] ascending = [.. values.Order()];
        return ascending[Math.Clamp((int)Math.Ceiling(share * ascending.Length) - 1, 0, ascending.Length - 1)];
    }
}
