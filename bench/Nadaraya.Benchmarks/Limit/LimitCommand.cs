namespace Nadaraya.Benchmarks;

/// <summary><c>bench/limit</c>: measures the processor, then every goal for speed, in one process.</summary>
internal static class LimitCommand
{
    private const string Usage = """
        usage: bench/limit [--only TEXT] [--quick] [--check FILE]
          --only TEXT   tasks whose name has the text
          --quick       three repeats instead of up to twenty
          --check FILE  exit 1 where a figure is worse than in a limit.jsonl of the same processor: cycles a vector by a tenth, more repairs, an error too large
        A whole run writes limit.md and limit.jsonl to bench/results/PROCESSOR.
        """;

    public static int Run(string[] args)
    {
        string? only = null, check = null;
        for (int k = 0; k < args.Length; k++)
        {
            switch (args[k])
            {
                case "--quick":
                    Timing.Quick = true;
                    break;
                case "--only" when k + 1 < args.Length:
                    only = args[++k];
                    break;
                case "--check" when k + 1 < args.Length:
                    check = args[++k];
                    break;
                default:
                    Console.Error.WriteLine(Usage);
                    return args[k] == "--help" ? 0 : 2;
            }
        }

        double load = Machine.Load;
        IssueRates rates = IssueRates.Measure();
        string heading = LimitReport.Heading(rates, load);
        Console.Write(heading);
        List<LimitResult> results = [];
        foreach (LimitTask task in LimitTasks.All(rates).Where(t => only is null || t.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            Console.Error.WriteLine(task.Name);
            results.Add(task.Run());
        }

        string table = LimitReport.Table(results);
        Console.Write(table);
        if (check is not null)
        {
            string[] losses = [.. LimitRecord.Losses(check, results)];
            Array.ForEach(losses, Console.Error.WriteLine);
            return losses.Length == 0 ? 0 : 1;
        }

        if (only is null && !Timing.Quick)
        {
            string folder = Path.Combine("bench", "results", Machine.Here.Folder);
            _ = Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "limit.md"), heading + table);
            LimitRecord.Write(Path.Combine(folder, "limit.jsonl"), results);
        }

        return 0;
    }
}
