using System.Text;
using Spectre.Console;

namespace Nadaraya.Cli;

/// <summary>Where input comes from and output goes: data to one stream, everything else to the other.</summary>
internal sealed class Terminal
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>For progress, warnings and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard input; null for that of the process.</summary>
    public Stream? Input { get; init; }

    /// <summary>Standard output; null for that of the process, on which a reader who has gone is an error.</summary>
    public Stream? Output { get; init; }

    /// <summary>Whether a person watches standard error on a terminal that can redraw a line.</summary>
    public bool IsWatched { get; init; }

    /// <summary>Whether colours are wanted.</summary>
    public bool HasColour { get; init; }

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess()
    {
        string? kind = Environment.GetEnvironmentVariable("TERM");
        return new()
        {
            Error = new StreamWriter(Console.OpenStandardError(), Utf8) { AutoFlush = true },
            IsWatched = !Console.IsErrorRedirected && (OperatingSystem.IsWindows() || kind is not (null or "" or "dumb")),
            HasColour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        };
    }

    /// <summary>Writes data to standard output.</summary>
    public void Write(Action<Stream> write)
    {
        if (Output is null)
        {
            OutputFile.WriteStandardOutput(write);
        }
        else
        {
            write(Output);
        }
    }

    /// <summary>Writes a whole text to standard output.</summary>
    public void Print(string text) => Write(stream => stream.Write(Utf8.GetBytes(text)));

    /// <summary>Writes to a file that appears when it is complete, or to standard output for null and <c>-</c>.</summary>
    public void WriteTo(string? path, Action<Stream> write)
    {
        if (path is null or "-")
        {
            Write(write);
        }
        else
        {
            OutputFile.Write(path, write);
        }
    }

    /// <summary>Writes one line to standard error.</summary>
    public void Say(string line) => Error.WriteLine($"nadaraya: {OneLine.Of(line)}");

    /// <summary>Standard error as a terminal that redraws; only where <see cref="IsWatched"/>.</summary>
    public IAnsiConsole Display() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.Yes,
        ColorSystem = HasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        Out = new AnsiConsoleOutput(Error),
    });
}
