namespace Nadaraya.Benchmarks;

/// <summary><c>bench/statistics</c>: what the methods promise, checked by simulation from fixed seeds.</summary>
internal static class StatisticsCommand
{
    private const string Usage = """
        usage: bench/statistics [--quick] [PART]...
          PART     criteria, risk, coverage or tests; all of them unless named
          --quick  fewer replications, for a look
        Each part replaces its own section of bench/results/statistics.md, and says there whether it was a quick one.
        """;

    private static readonly (string Name, Func<bool, string> Run)[] Parts =
    [
        ("criteria", CriteriaPart.Run),
        ("risk", RiskPart.Run),
        ("coverage", CoveragePart.Run),
        ("tests", TestsPart.Run),
    ];

    public static int Run(string[] args)
    {
        string[] named = [.. args.Where(a => a != "--quick")];
        if (named.Any(a => Parts.All(p => p.Name != a)))
        {
            Console.Error.WriteLine(Usage);
            return named is ["--help"] ? 0 : 2;
        }

        bool quick = args.Contains("--quick");
        foreach ((string name, Func<bool, string> run) in Parts.Where(p => named.Length == 0 || named.Contains(p.Name)))
        {
            string section = run(quick);
            Console.Write($"## {name}\n\n{section}\n");
            StatisticsRecord.Write(Path.Combine("bench", "results", "statistics.md"), [.. Parts.Select(p => p.Name)], name, quick, section);
        }

        return 0;
    }
}
