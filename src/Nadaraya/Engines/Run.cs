namespace Nadaraya.Engines;

/// <summary>How a computation runs: nothing in here affects its result.</summary>
/// <param name="Threads">The most threads to use; 0 for all processors.</param>
/// <param name="Cancellation">Stops it.</param>
/// <param name="Progress">Hears the share done, 0 to 1.</param>
internal readonly record struct Run(int Threads, CancellationToken Cancellation, IProgress<double>? Progress = null)
{
    /// <summary>Runs an action for runs of a fixed length, from … to − 1, on the threads allowed.</summary>
    public void ForBlocks(int count, int length, Action<int, int> action) => For(
        (count + length - 1) / length, block => action(block * length, Math.Min((block + 1) * length, count)));

    /// <summary>The same run for a part of the work: its progress goes from one share of the whole to another.</summary>
    public Run Part(double from, double to) => Progress is IProgress<double> whole ? this with { Progress = new PartOf(whole, from, to) } : this;

    /// <summary>Runs an action for 0 … count − 1 on the threads allowed, with progress.</summary>
    public void For(int count, Action<int> action)
    {
        Cancellation.ThrowIfCancellationRequested();
        IProgress<double>? progress = Progress;
        int done = 0;
        Lock telling = new();
        void Step(int index)
        {
            action(index);
            if (progress is not null)
            {
                // One after the other, so that nobody hears a smaller share after a larger one.
                lock (telling)
                {
                    progress.Report((double)++done / count);
                }
            }
        }

        int threads = Threads <= 0 ? Environment.ProcessorCount : Threads;
        if (threads == 1 || count == 1)
        {
            for (int i = 0; i < count; i++)
            {
                Cancellation.ThrowIfCancellationRequested();
                Step(i);
            }
        }
        else
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = Cancellation }, Step);
        }
    }

    private sealed class PartOf(IProgress<double> whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + (value * (to - from)));
    }
}
