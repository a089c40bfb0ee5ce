using System.Text;
using System.Text.Json;

namespace Nadaraya.Cli.Tests;

/// <summary>One call of <c>nadaraya demo</c> in this process, in a folder of its own.</summary>
internal sealed class DemoCall : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nadaraya-demo-");

    private DemoCall()
    {
    }

    public int Code { get; private set; }

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public string Out => Path.Join(folder.FullName, "out");

    public string Report => File.ReadAllText(Path.Join(Out, "report.html"));

    public byte[] Bytes => File.ReadAllBytes(Path.Join(Out, "demo.json"));

    public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;

    /// <summary>Runs it with <c>--out</c>.</summary>
    public static DemoCall WithFiles(params string[] words)
    {
        DemoCall call = new();
        call.Run(["demo", "--out", call.Out, .. words]);
        return call;
    }

    /// <summary>Runs it on rows of its own.</summary>
    public static DemoCall WithData(string csv, params string[] words)
    {
        DemoCall call = new();
        string path = Path.Join(call.folder.FullName, "own.csv");
        File.WriteAllText(path, csv);
        call.Run(["demo", "--data", path, "--out", call.Out, .. words]);
        return call;
    }

    /// <summary>Runs it as it is.</summary>
    public static DemoCall Plain(params string[] words)
    {
        DemoCall call = new();
        call.Run(["demo", .. words]);
        return call;
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void Run(string[] words)
    {
        using MemoryStream output = new();
        using StringWriter error = new();
        using Interruption interruption = new();
        Code = CommandLine.Run(words, new Terminal { Output = output, Error = error }, interruption);
        (Output, Error) = (Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
