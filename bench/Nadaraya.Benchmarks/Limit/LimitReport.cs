using System.Globalization;
using System.Text;

namespace Nadaraya.Benchmarks;

/// <summary>Results as an aligned Markdown table, for the eye and for the record.</summary>
internal static class LimitReport
{
    private static readonly string[] Headers = ["task", "engine", "one core", "its processor time", "all cores", "reach", "beyond", "met", "error", "repaired", "note"];

    /// <summary>The machine, its rates, and what they mean.</summary>
    public static string Heading(IssueRates rates, double load)
    {
        Machine here = Machine.Here;
        return $"""
            # Against the limit: {here.Processor}, {here.Cores} cores, {here.Vectors}

            {DateTime.UtcNow:yyyy-MM-dd}, {here.Software}, load {load:F1} at the start. By `bench/limit`; the least of up to twenty repeats, the middle one in brackets.

            A cycle is {rates.CycleNanoseconds:F4} ns ({1 / rates.CycleNanoseconds:F2} GHz). Vectors of {Machine.Lanes} doubles a cycle: {rates.MultiplyAdds:F2} multiply-adds, {rates.Additions:F2} additions, {rates.Both:F2} of both together.
            A share of the limit (%) is the fewest cycles that the operations of a vector of pairs can take at the last rate, over those measured.


            """;
    }

    /// <summary>The table.</summary>
    public static string Table(IEnumerable<LimitResult> results)
    {
        string[][] rows = [Headers, .. results.Select(Row)];
        int[] widths = [.. Headers.Select((_, c) => rows.Max(r => r[c].Length))];
        StringBuilder text = new();
        for (int r = 0; r < rows.Length; r++)
        {
            _ = text.Append("| ").AppendJoin(" | ", rows[r].Select((cell, c) => cell.PadRight(widths[c]))).Append(" |\n");
            if (r == 0)
            {
                _ = text.Append('|').AppendJoin('|', widths.Select(w => new string('-', w + 2))).Append("|\n");
            }
        }

        return text.ToString();
    }

    private static string[] Row(LimitResult r) =>
    [
        r.Task,
        r.Engine ?? string.Empty,
        r.Missing is null ? Figure(r.OneCore, r.OneCoreMedian, r.Unit) : "–",
        Number(r.OneCoreProcessor),
        r.Missing is null ? Figure(r.AllCores, r.AllCoresMedian, r.Unit) : "–",
        Number(r.Reach),
        Number(r.Beyond),
        r.Missing is not null ? string.Empty : !r.IsRight ? "**error**" : r.MetBeyond == true ? "beyond" : r.Met == true ? "yes" : "no",
        r.Error is double error ? $"{error:0e-0} of {r.ErrorAllowed:0e-0}" : string.Empty,
        r.Repaired is long repaired ? $"{repaired} of {r.Queries}" : string.Empty,
        r.Missing ?? Cycles(r) + r.Note,
    ];

    private static string Cycles(LimitResult r) =>
        r.CyclesPerVector is double cycles ? $"{cycles:F2} cycles a vector{(r.Note is null ? string.Empty : "; ")}" : string.Empty;

    private static string Figure(double? least, double? median, string unit) =>
        least is null ? string.Empty : $"{Number(least)} ({Number(median)}) {unit}";

    private static string Number(double? value) => value is not double v ? string.Empty : v switch
    {
        >= 100 => v.ToString("F0", CultureInfo.InvariantCulture),
        >= 10 => v.ToString("0.#", CultureInfo.InvariantCulture),
        _ => v.ToString("0.###", CultureInfo.InvariantCulture),
    };
}
