using System.Runtime.InteropServices;

namespace Nadaraya.Cli;

/// <summary>Turns SIGINT and SIGTERM into a cancellation; remembers which it was.</summary>
/// <remarks>The first signal lets the work end by itself and leave nothing partial behind; a second one ends the process at once.</remarks>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private PosixSignalRegistration? interrupt;
    private PosixSignalRegistration? terminate;
    private volatile ExitCode code = ExitCode.Interrupted;

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Whether a signal came.</summary>
    public bool Requested => source.IsCancellationRequested;

    /// <summary>130 or 143.</summary>
    public ExitCode Code => code;

    /// <summary>Listens to the signals of this process.</summary>
    public static Interruption OfProcess()
    {
        Interruption interruption = new();
        interruption.interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => interruption.Hear(context, ExitCode.Interrupted));
        interruption.terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => interruption.Hear(context, ExitCode.Terminated));
        return interruption;
    }

    /// <summary>Stops the work as a signal would.</summary>
    public void Request(ExitCode reason)
    {
        code = reason;
        source.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        interrupt?.Dispose();
        terminate?.Dispose();
        source.Dispose();
    }

    private void Hear(PosixSignalContext context, ExitCode reason)
    {
        if (Requested)
        {
            return;
        }

        context.Cancel = true;
        Request(reason);
    }
}
