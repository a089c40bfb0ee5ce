using System.Diagnostics;

namespace Nadaraya.Benchmarks;

/// <summary>Runs replications on all processors, each by itself from a seed of its own; says on the error stream how far it is.</summary>
internal static class Replications
{
    private static readonly Lock Writing = new();

    /// <summary>What each replication gave, in their order.</summary>
    public static T[] Run<T>(string label, int count, Func<int, T> replicate)
    {
        T[] all = new T[count];
        long begun = Stopwatch.GetTimestamp();
        double told = 0;
        int done = 0;
        _ = Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, k =>
        {
            all[k] = replicate(k);
            int now = Interlocked.Increment(ref done);
            double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            lock (Writing)
            {
                if (seconds > told + 10)
                {
                    told = seconds;
                    Console.Error.WriteLine(FormattableString.Invariant($"  {label}: {now} of {count}, {seconds:F0} s"));
                }
            }
        });
        Console.Error.WriteLine(FormattableString.Invariant($"{label}: {count} in {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s"));
        return all;
    }
}
