using System.Globalization;

namespace Nadaraya.Cli;

/// <summary>Says the loss of every epoch in a line on standard error, where nobody watches a bar; passes everything on.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="bar">The bar.</param>
/// <param name="isQuiet">Whether nothing is to be said.</param>
internal sealed class EpochLines(Terminal terminal, ProgressBar bar, bool isQuiet) : IProgress<FitProgress>
{
    /// <inheritdoc/>
    public void Report(FitProgress value)
    {
        bar.Report(value);
        if (!terminal.IsWatched && !isQuiet && value.Epoch is TrainingEpoch epoch && value.Fold == 0)
        {
            terminal.Say(Of(epoch));
        }
    }

    /// <summary>An epoch in a line.</summary>
    public static string Of(TrainingEpoch epoch) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {epoch.Number}{(epoch.Start > 1 ? $" (start {epoch.Start})" : string.Empty)}: loss {epoch.Loss:G6}{(epoch.HeldOutLoss is double held ? $", held out {held:G6}" : string.Empty)}");
}
