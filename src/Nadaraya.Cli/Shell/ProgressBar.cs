using System.Globalization;
using Spectre.Console;

namespace Nadaraya.Cli;

/// <summary>Shows how far long work is, on a terminal that someone watches; elsewhere it is silent. Gone when disposed of.</summary>
internal sealed class ProgressBar : IProgress<double>, IProgress<FitProgress>, IProgress<long>, IDisposable
{
    /// <summary>Shorter work needs no bar: it would only flicker.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    private readonly CancellationTokenSource ended = new();
    private readonly Task display;
    private volatile string label;
    private double done = double.NaN;

    public ProgressBar(Terminal terminal, bool isQuiet, string label)
    {
        this.label = label;
        display = terminal.IsWatched && !isQuiet ? Task.Run(() => Show(terminal)) : Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Report(double value) => Volatile.Write(ref done, value);

    /// <inheritdoc/>
    public void Report(FitProgress value)
    {
        string fold = value.Fold > 0 ? string.Create(CultureInfo.InvariantCulture, $"Fold {value.Fold}: ") : string.Empty;
        label = value.Stage switch
        {
            FitStage.Search => string.Create(CultureInfo.InvariantCulture, $"Choosing bandwidths ({value.Evaluations} tried)"),
            FitStage.Learning => $"{fold}Learning, {EpochLines.Of(value.Epoch!)}",
            _ => "Computing fit statistics",
        };
        Report(value.Done);
    }

    /// <inheritdoc/>
    public void Report(long value) =>
        label = string.Create(CultureInfo.InvariantCulture, $"Reading ({value / 1e6:F0} MB)");

    /// <inheritdoc/>
    public void Dispose()
    {
        ended.Cancel();
        display.Wait();
        ended.Dispose();
    }

    private async Task Show(Terminal terminal)
    {
        try
        {
            await Task.Delay(Patience, ended.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            await Draw(terminal);
        }
        catch (IOException)
        {
            // The terminal is gone; the work is not.
        }
    }

    private Task Draw(Terminal terminal) =>
        terminal.Display().Progress().AutoClear(true).StartAsync(async context =>
        {
            ProgressTask task = context.AddTask(Markup.Escape(label), maxValue: 1);
            while (!ended.IsCancellationRequested)
            {
                double share = Volatile.Read(ref done);
                task.Description = Markup.Escape(label);
                task.IsIndeterminate = !double.IsFinite(share);
                task.Value = double.IsFinite(share) ? Math.Clamp(share, 0, 1) : 0;
                await Task.Delay(100, CancellationToken.None);
            }
        });
}
