using System.Diagnostics;

namespace Nadaraya.Benchmarks;

/// <summary>The command as a user runs it: a process from start to end.</summary>
internal static class CommandTask
{
    private const string Command = "src/Nadaraya.Cli/bin/Release/net10.0/Nadaraya.Cli.dll";
    private const int Rows = 1_000_000;

    /// <summary>From a CSV file to a saved model, bandwidth by leave-one-out; the middle of five runs counts.</summary>
    public static LimitResult Fit()
    {
        if (!File.Exists(Command))
        {
            return new() { Missing = "not built: dotnet build src/Nadaraya.Cli -c Release" };
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("nadaraya");
        try
        {
            string table = Path.Combine(folder.FullName, "chapter.csv");
            Write(table);
            List<double> walls = [];
            for (int r = 0; r < 5; r++)
            {
                ProcessStartInfo start = new("dotnet", [Command, "fit", table, "--target", "y", "--out", Path.Combine(folder.FullName, "model.safetensors"), "--quiet"])
                {
                    RedirectStandardOutput = true,
                };
                long begun = Stopwatch.GetTimestamp();
                using Process process = Process.Start(start)!;
                _ = process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                walls.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds);
                if (process.ExitCode != 0)
                {
                    return new() { Missing = $"nadaraya fit ended with {process.ExitCode}" };
                }
            }

            Timing timing = Timing.Of(walls);
            return new()
            {
                AllCores = timing.Median,
                AllCoresMedian = timing.Median,
                Note = $"the middle of five processes; the best {timing.Least:F2} s",
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(string path)
    {
        Dataset data = Workloads.Chapter(Rows);
        using StreamWriter writer = new(path);
        writer.WriteLine("x,y");
        for (int i = 0; i < Rows; i++)
        {
            writer.WriteLine($"{data.Feature(0)[i]:R},{data.Target()[i]:R}");
        }
    }
}
