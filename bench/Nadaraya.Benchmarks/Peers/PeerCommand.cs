using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Nadaraya.Benchmarks;

/// <summary>Our side of <c>bench/peers/run</c>: one task on one workload, alone in this process; one JSON line.</summary>
/// <remarks>Timed as the peers time themselves (bench/peers/common.py): the first run apart, then more for one to five seconds; the middle of the last five counts.</remarks>
internal static class PeerCommand
{
    private const int Repeats = 5;
    private const double LeastSeconds = 1;
    private const double MostSeconds = 5;

    public static int Run(string[] args)
    {
        if (args is not [string folder, string task, string output])
        {
            Console.Error.WriteLine("usage: peer WORKLOAD TASK OUT");
            return 2;
        }

        PeerWorkload workload = PeerWorkload.Read(folder);
        Func<double[]> compute = task switch
        {
            "predict" => () => workload.Pool(workload.Queries),
            "self" => () => workload.Pool(workload.Keys),
            "cv" => workload.ChooseBandwidths,
            "train" => workload.Train,
            _ => throw new ArgumentException($"There is no task '{task}': predict, self, cv or train."),
        };
        (double Wall, double Processor) first = Time(compute, out double[] result);
        List<(double Wall, double Processor)> runs = [];
        long start = Stopwatch.GetTimestamp();
        while (first.Wall < MostSeconds && Stopwatch.GetElapsedTime(start).TotalSeconds < (runs.Count >= Repeats ? LeastSeconds : MostSeconds))
        {
            runs.Add(Time(compute, out _));
        }

        (double Wall, double Processor)[] last = runs.Count == 0 ? [first] : [.. runs.TakeLast(Repeats)];
        File.WriteAllBytes(output, MemoryMarshal.AsBytes<double>(result).ToArray());
        using Process process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            version = typeof(KernelRegression).Assembly.GetName().Version!.ToString(3),
            first = first.Wall,
            seconds = Median(last.Select(r => r.Wall)),
            cpu = Median(last.Select(r => r.Processor)),
            megabytes = process.PeakWorkingSet64 / 1024.0 / 1024.0,
        }));
        return 0;
    }

    private static (double Wall, double Processor) Time(Func<double[]> compute, out double[] result)
    {
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long begun = Stopwatch.GetTimestamp();
        result = compute();
        return (Stopwatch.GetElapsedTime(begun).TotalSeconds, (Environment.CpuUsage.TotalTime - used).TotalSeconds);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
