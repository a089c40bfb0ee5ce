using System.Diagnostics;
using System.Globalization;

namespace Nadaraya.Benchmarks;

/// <summary>The two large tasks that the chapter's own code is compared on, with time and memory; one JSON line a task.</summary>
internal static class ChapterComparison
{
    public static int Run(string[] args)
    {
        int repeats = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;

        // One task a process: a process's peak memory only ever rises.
        if (args.Length > 1 && args[1] == "square")
        {
            Report("100,000 queries on 100,000 keys", 100_000, 100_000, repeats);
        }
        else
        {
            Report("1,000 queries on 1,000,000 keys", 1_000_000, 1_000, repeats);
        }

        return 0;
    }

    private static void Report(string task, int rows, int queries, int repeats)
    {
        Dataset data = Workloads.Chapter(rows);
        Queries at = Workloads.Line(queries);
        GC.Collect();
        long before = Peak();
        KernelRegression model = KernelRegression.Fit(data, new() { Bandwidth = Workloads.Bandwidth(rows), SummaryRows = 0 });
        double[] seconds = new double[repeats];
        model.PredictMany(Workloads.Line(64));
        for (int r = 0; r < repeats; r++)
        {
            long begun = Stopwatch.GetTimestamp();
            Predictions predictions = model.PredictMany(at);
            seconds[r] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            GC.KeepAlive(predictions);
        }

        Array.Sort(seconds);
        double median = seconds[repeats / 2];
        double beyond = Math.Max(Peak() - before, 0) / 1024.0 / 1024.0;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"who":"nadaraya float64","task":"{{task}}","seconds":{{median:F3}},"gigapairsPerSecond":{{(double)rows * queries / median / 1e9:F3}},"megabytesBeyondTheData":{{beyond:F0}}}"""));
    }

    /// <summary>The process's peak resident memory, in bytes.</summary>
    private static long Peak()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
