using System.Globalization;

namespace Nadaraya.Benchmarks;

/// <summary><c>bench/statistics</c>: what the methods promise, checked by simulation from fixed seeds.</summary>
internal static class StatisticsCommand
{
    private const double Quick = 0.02;

    private const string Usage = """
        usage: bench/statistics [--quick] [--share SHARE] [PART]...
          PART           criteria, risk, coverage, intervals or tests; all of them unless named
          --share SHARE  of the replications that a whole run has, over 0 and up to 1
          --quick        a share of 0.02, for a look
        Each part replaces its own section of bench/results/statistics.md, and says there how much of it was run; a quick run writes none.
        """;

    private static readonly (string Name, Func<double, string> Run)[] Parts =
    [
        ("criteria", CriteriaPart.Run),
        ("risk", RiskPart.Run),
        ("coverage", CoveragePart.Run),
        ("intervals", IntervalsPart.Run),
        ("tests", TestsPart.Run),
    ];

    public static int Run(string[] args)
    {
        double share = 1;
        List<string> named = [];
        for (int k = 0; k < args.Length; k++)
        {
            switch (args[k])
            {
                case "--quick":
                    share = Quick;
                    break;
                case "--share" when k + 1 < args.Length && double.TryParse(args[k + 1], CultureInfo.InvariantCulture, out share) && share is > 0 and <= 1:
                    k++;
                    break;
                case string part when Parts.Any(p => p.Name == part):
                    named.Add(part);
                    break;
                default:
                    Console.Error.WriteLine(Usage);
                    return args[k] == "--help" ? 0 : 2;
            }
        }

        foreach ((string name, Func<double, string> run) in Parts.Where(p => named.Count == 0 || named.Contains(p.Name)))
        {
            string section = run(share);
            Console.Write($"## {name}\n\n{section}\n");
            if (share != Quick)
            {
                StatisticsRecord.Write(Path.Combine("bench", "results", "statistics.md"), [.. Parts.Select(p => p.Name)], name, share, section);
            }
        }

        return 0;
    }
}
