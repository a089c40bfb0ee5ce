using System.Diagnostics;
using Nadaraya.Tests;

namespace Nadaraya.Cli.Tests;

public sealed class SampleTests
{
    [Fact]
    public async Task I_can_run_the_chapter_as_one_file()
    {
        ProcessStartInfo start = new("dotnet", ["run", "samples/chapter.cs"])
        {
            WorkingDirectory = GoldenFile.RepositoryRoot,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the test host sets for itself would steer the build of another program.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output + await error);
        Assert.Contains("1  average pooling: 2.3731 everywhere", output, StringComparison.Ordinal);
        Assert.Contains("4  epoch 5: loss 16.9439, then w = 9.6021", output, StringComparison.Ordinal);
        Assert.Contains("6  leave-one-out optimum: w = 3.6959 with loss 12.9874", output, StringComparison.Ordinal);
    }
}
