using System.Runtime.InteropServices;

namespace Nadaraya.Models;

/// <summary>Says in one line why output failed and what mends it.</summary>
internal static class OutputFault
{
    public const string Untouched = "what was there before is untouched";

    /// <summary>Whether an exception of a file operation is about the file; too large a file comes as ArgumentOutOfRangeException.</summary>
    public static bool IsFault(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException or NotSupportedException;

    /// <summary>The exception a caller sees.</summary>
    /// <param name="path">The path as the caller gave it.</param>
    /// <param name="e">What the platform said.</param>
    /// <param name="state">What is at the path now.</param>
    public static OutputException ToException(string path, Exception e, string state)
    {
        string shown = path.Length == 0 ? "The empty path" : OneLine.Of(path);
        return new($"{shown} could not be written: {Reason(e)}; {state}: {Repair(e)}.", e);
    }

    /// <summary>The system's own words for an error, without the name of a temporary file.</summary>
    public static string Reason(Exception e) => e switch
    {
        PathTooLongException => "File name too long",
        DirectoryNotFoundException or FileNotFoundException => "No such file or folder",
        ArgumentOutOfRangeException => "File too large",
        UnauthorizedAccessException => e.InnerException is IOException inner ? Reason(inner) : "Permission denied",
        _ when IsSystemError(e) => Marshal.GetPInvokeErrorMessage(e.HResult),
        _ => OneLine.Of(e.Message.TrimEnd('.')),
    };

    private static string Repair(Exception e) => e switch
    {
        PathTooLongException => "use a shorter name",
        DirectoryNotFoundException or FileNotFoundException => "create the folder first",
        UnauthorizedAccessException => "choose a folder that you may write to",
        ArgumentOutOfRangeException => "raise the limit on file sizes or write elsewhere",
        _ when IsSystemError(e) => RepairOfError(e.HResult),
        _ => "name a file in a folder that exists",
    };

    // The numbers below 35 are the same on every Unix; the others are Linux's.
    private static string RepairOfError(int error) => error switch
    {
        2 or 20 => "create the folder first",
        1 or 13 or 30 => "choose a folder that you may write to",
        6 => "start the program that reads it first",
        27 => "raise the limit on file sizes or write elsewhere",
        28 or 122 => "free space there or write elsewhere",
        32 => "keep the reading program open to the end",
        36 => "use a shorter name",
        40 => "mend the link or name the file itself",
        _ => "check the disk and try again",
    };

    // The platform puts a plain errno there for errors it has no exception for, and so do the calls of Posix.
    private static bool IsSystemError(Exception e) => !OperatingSystem.IsWindows() && e.HResult is > 0 and < 4096;
}
