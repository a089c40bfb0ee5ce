namespace Nadaraya.Cli;

/// <summary>What can be known about an output before the work begins: better an error now than after an hour.</summary>
internal static class Outputs
{
    /// <summary>Refuses an output that is an input of the same call, or whose folder does not exist.</summary>
    /// <param name="path">The output; null and - are standard output.</param>
    /// <param name="inputs">The inputs of the call.</param>
    public static void Check(string? path, params ReadOnlySpan<string?> inputs) => Check("--out", path, inputs);

    /// <summary>Refuses an output that is an input of the same call, or whose folder does not exist.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">The output; null and - are standard output.</param>
    /// <param name="inputs">The inputs of the call.</param>
    public static void Check(string option, string? path, ReadOnlySpan<string?> inputs)
    {
        if (path is null or "-")
        {
            return;
        }

        if (path.Length == 0)
        {
            throw new UsageException($"{option} is empty; expected the name of a file.");
        }

        string full = Path.GetFullPath(path);
        foreach (string? input in inputs)
        {
            if (input is not (null or "" or "-") && Path.GetFullPath(input) == full)
            {
                throw new UsageException($"{option} is {OneLine.Quote(path)}, which is also read; expected another file; name one that may be replaced.");
            }
        }

        if (Path.GetDirectoryName(full) is string folder && !Directory.Exists(folder))
        {
            throw new OutputException($"{path}: there is no folder {OneLine.Quote(folder)}; expected one to write to; make it, or name another with {option}.");
        }

        if (Directory.Exists(full))
        {
            throw new OutputException($"{path}: it is a folder; expected the name of a file; name one in it with {option}.");
        }
    }
}
