using System.Diagnostics;

namespace Nadaraya.Benchmarks;

/// <summary>The least and the middle of repeated times. The least says what the code needs, the middle what the machine gave it.</summary>
/// <param name="Least">Wall seconds.</param>
/// <param name="Median">Wall seconds.</param>
/// <param name="Processor">Processor seconds of all threads, of the repeat that needed the fewest.</param>
internal sealed record Timing(double Least, double Median, double Processor)
{
    private const int Repeats = 20;
    private const int Fewest = 3;
    private const double LeastSeconds = 1;
    private const double MostSeconds = 15;

    /// <summary>Whether a few repeats will do.</summary>
    public static bool Quick { get; set; }

    /// <summary>Times an action, warmed up first: twenty times, more often where that takes under a second, less where it takes over fifteen; only once where once does.</summary>
    public static Timing Of(Action action)
    {
        List<double> walls = [];
        double processor = double.PositiveInfinity;
        Once();
        if (walls[0] > MostSeconds)
        {
            return Of(walls, processor);
        }

        walls.Clear();
        processor = double.PositiveInfinity;
        (int repeats, double least) = Quick ? (Fewest, LeastSeconds / 10) : (Repeats, LeastSeconds);
        long start = Stopwatch.GetTimestamp();
        for (double spent = 0; walls.Count < Fewest || spent < least || (walls.Count < repeats && spent < MostSeconds); spent = Stopwatch.GetElapsedTime(start).TotalSeconds)
        {
            Once();
        }

        return Of(walls, processor);

        void Once()
        {
            TimeSpan used = Environment.CpuUsage.TotalTime;
            long begun = Stopwatch.GetTimestamp();
            action();
            walls.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds);
            processor = Math.Min(processor, (Environment.CpuUsage.TotalTime - used).TotalSeconds);
        }
    }

    /// <summary>Sums up times taken elsewhere.</summary>
    public static Timing Of(List<double> walls, double processor = double.NaN)
    {
        walls.Sort();
        return new(walls[0], walls[walls.Count / 2], processor);
    }
}
