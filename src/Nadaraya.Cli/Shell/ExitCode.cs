namespace Nadaraya.Cli;

/// <summary>What a script can learn from how the command ended.</summary>
internal enum ExitCode
{
    /// <summary>Everything asked for is done.</summary>
    Done = 0,

    /// <summary>The command line can't be understood.</summary>
    Usage = 2,

    /// <summary>The data can't be used.</summary>
    Data = 3,

    /// <summary>The model file can't be used.</summary>
    ModelFile = 4,

    /// <summary>A limit on rows, memory or time was reached.</summary>
    Limit = 6,

    /// <summary>The output could not be written completely.</summary>
    Output = 7,

    /// <summary>A fault of this program; sysexits.h calls it EX_SOFTWARE.</summary>
    Internal = 70,

    /// <summary>Stopped by SIGINT: 128 + 2.</summary>
    Interrupted = 130,

    /// <summary>Stopped by SIGTERM: 128 + 15.</summary>
    Terminated = 143,
}
