using System.Diagnostics;
using System.Text;

namespace Nadaraya.Cli.Tests;

/// <summary>A folder of its own, and commands run in it: in this process by the real entry point, or as a process.</summary>
public sealed class Session : IDisposable
{
    private static readonly string Program = Path.Join(AppContext.BaseDirectory, "Nadaraya.Cli.dll");

    public Session() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Join(Path.GetTempPath(), "nadaraya-" + Path.GetRandomFileName());

    /// <summary>A name in the folder.</summary>
    public string this[string name] => Path.Join(Folder, name);

    /// <summary>The data that stand in the repository.</summary>
    public static string Motorcycle => Repository("data/motorcycle.csv");

    public static string Faithful => Repository("data/faithful.csv");

    /// <summary>Writes a file and returns its path.</summary>
    public string File(string name, string text)
    {
        System.IO.File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>A model of y on x with a given bandwidth; returns its path.</summary>
    public string Model(string rows = "x,y\n0,1\n1,3\n2,2\n3,5\n", string name = "model.safetensors", params string[] options)
    {
        string[] all = ["fit", File("rows.csv", rows), "--target", "y", "--out", this[name], .. options];
        Outcome fit = Run(all);
        Assert.Equal(0, fit.Code);
        return this[name];
    }

    public Outcome Run(params string[] arguments) => Run(null, arguments);

    /// <summary>Runs in this process.</summary>
    internal Outcome Run(string? input, string[] arguments, Action<Interruption>? before = null, Stream? output = null)
    {
        using MemoryStream written = new();
        using StringWriter error = new() { NewLine = "\n" };
        using Interruption interruption = new();
        before?.Invoke(interruption);
        Terminal terminal = new()
        {
            Input = new MemoryStream(Encoding.UTF8.GetBytes(input ?? string.Empty)),
            Output = output ?? written,
            Error = error,
        };
        int code = CommandLine.Run(arguments, terminal, interruption);
        return new(code, Encoding.UTF8.GetString(written.ToArray()), error.ToString().Replace(Folder, "DIR", StringComparison.Ordinal));
    }

    /// <summary>Starts a process in the folder.</summary>
    public Process Start(params string[] arguments) => Start([], arguments);

    /// <summary>Starts a process in the folder with more in its environment.</summary>
    public Process Start((string Name, string Value)[] environment, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", ["exec", Program, .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs a process to its end.</summary>
    public Outcome Spawn(params string[] arguments)
    {
        using Process process = Start(arguments);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.Result.Replace(Folder, "DIR", StringComparison.Ordinal));
    }

    /// <summary>Runs a line of the shell, in which $N is the command.</summary>
    public Outcome Shell(string line)
    {
        ProcessStartInfo start = new("bash", ["-c", line])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["N"] = $"dotnet exec {Program}";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.Result.Replace(Folder, "DIR", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>The repository.</summary>
    public static string Root
    {
        get
        {
            string folder = AppContext.BaseDirectory;
            while (!System.IO.File.Exists(Path.Join(folder, "Nadaraya.slnx")))
            {
                folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository.");
            }

            return folder;
        }
    }

    private static string Repository(string path) => Path.Join(Root, path);
}
