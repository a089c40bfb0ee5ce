using System.Diagnostics;
using System.Globalization;

namespace Nadaraya.Cli;

/// <summary>The longest the work may take; none by default.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly TimeSpan? limit;
    private readonly CancellationTokenSource source;
    private readonly CancellationToken interrupted;

    public Deadline(TimeSpan? limit, CancellationToken interrupted)
    {
        this.limit = limit;
        this.interrupted = interrupted;
        source = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        if (limit is TimeSpan some)
        {
            source.CancelAfter(some);
        }
    }

    /// <summary>Cancelled by a signal or when the time is over.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Since the start.</summary>
    public TimeSpan Elapsed => watch.Elapsed;

    /// <summary>What is left, at least a moment; null without a limit.</summary>
    public TimeSpan? Left => limit is TimeSpan some ? TimeSpan.FromTicks(Math.Max(1, (some - watch.Elapsed).Ticks)) : null;

    /// <summary>Does work that must end in time.</summary>
    /// <exception cref="LimitException">The time is over.</exception>
    public T Within<T>(string what, Func<CancellationToken, T> work)
    {
        try
        {
            return work(Token);
        }
        catch (OperationCanceledException) when (limit is TimeSpan some && !interrupted.IsCancellationRequested && source.IsCancellationRequested)
        {
            throw new LimitException(string.Create(
                CultureInfo.InvariantCulture,
                $"the time limit of {some.TotalSeconds:R} s was over while {what}; raise --time-limit, or give fewer rows."));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
