using System.Globalization;

namespace Nadaraya.Benchmarks;

/// <summary>The record of all parts: one file, a section a part, each written by its own run.</summary>
internal static class StatisticsRecord
{
    private const string Heading = """
        # Checked by simulation

        By `bench/statistics`, from fixed seeds: equal code gives equal tables on any machine and any number of threads. Brackets hold the
        Monte-Carlo standard error of what stands before them. [README.md](README.md) says what each part does.


        """;

    /// <summary>Replaces the section of one part and keeps the others.</summary>
    /// <param name="path">The file.</param>
    /// <param name="order">The order of sections.</param>
    /// <param name="part">The part.</param>
    /// <param name="share">The share of the replications that were run.</param>
    /// <param name="section">What it found.</param>
    public static void Write(string path, string[] order, string part, double share, string section)
    {
        Dictionary<string, string> sections = new(StringComparer.Ordinal);
        if (File.Exists(path))
        {
            foreach (string old in File.ReadAllText(path).Split("\n## ").Skip(1))
            {
                sections[old[..old.IndexOf('\n', StringComparison.Ordinal)]] = old[(old.IndexOf('\n', StringComparison.Ordinal) + 1)..].Trim();
            }
        }

        string how = string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTime.UtcNow:yyyy-MM-dd}, {(share < 1 ? $"part of a run (`--share {share}`): fewer replications than a whole one has" : "a whole run")}.");
        sections[part] = $"{how}\n\n{section.Trim()}";
        File.WriteAllText(path, Heading + string.Join("\n\n", order.Where(sections.ContainsKey).Select(name => $"## {name}\n\n{sections[name]}")) + "\n");
    }
}
