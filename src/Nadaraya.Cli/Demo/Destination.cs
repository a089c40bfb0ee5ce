using System.Text;

namespace Nadaraya.Cli.Demo;

/// <summary>The two files of a lesson, in a folder that is there.</summary>
internal sealed record Destination(string Report, string Numbers)
{
    /// <summary>Makes the folder where it is missing: what can't be written is better known before the work than after it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="input">A file that is read and so must not be replaced; null for none.</param>
    public static Destination In(string folder, string? input)
    {
        if (folder.Length == 0)
        {
            throw new UsageException("--out is empty; expected the name of a folder.");
        }

        Destination files = new(Path.Join(folder, "report.html"), Path.Join(folder, "demo.json"));
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new OutputException($"{folder}: the folder can't be made ({OneLine.Of(fault.Message).TrimEnd('.')}); expected one to write to; name another with --out.", fault);
        }

        Outputs.Check(files.Report, input);
        Outputs.Check(files.Numbers, input);
        return files;
    }

    /// <summary>Writes both, each whole or not at all.</summary>
    public void Write(string page, byte[] numbers)
    {
        byte[] text = Encoding.UTF8.GetBytes(page);
        OutputFile.Write(Report, stream => stream.Write(text));
        OutputFile.Write(Numbers, stream => stream.Write(numbers));
    }
}
