using System.Text.Json;

namespace Nadaraya.Cli.Tests;

/// <summary>How a command ended.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error, the test's own folder written as DIR.</param>
public sealed record Outcome(int Code, string Output, string Error)
{
    /// <summary>Standard output as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Standard output as CSV without quotes, the header first.</summary>
    public IReadOnlyList<string[]> Csv => [.. Output.TrimEnd('\n').Split('\n').Select(line => line.Split(','))];

    /// <summary>Asserts that all went well and nothing was said.</summary>
    public Outcome Silent()
    {
        Assert.Equal((0, string.Empty), (Code, Error));
        return this;
    }

    /// <summary>Asserts one line on standard error, an exit code and nothing on standard output.</summary>
    public void Fails(int code, string line) =>
        Assert.Equal((code, $"nadaraya: {line}\n", string.Empty), (Code, Error, Output));
}
