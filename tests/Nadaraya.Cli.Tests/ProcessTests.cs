using System.Diagnostics;
using System.Globalization;

namespace Nadaraya.Cli.Tests;

public sealed class ProcessTests : IDisposable
{
    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public void I_can_run_the_readme_from_the_shell()
    {
        string data = Session.Motorcycle;
        Outcome all = session.Shell($"$N fit '{data}' --target accel && $N predict motorcycle.safetensors '{data}' --out p.csv && $N report motorcycle.safetensors");
        Assert.Equal((0, string.Empty), (all.Code, all.Error));
        Assert.Equal(134, File.ReadAllLines(session["p.csv"]).Length);
        Assert.StartsWith("<!doctype html>", File.ReadAllText(session["motorcycle.html"]), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(session["motorcycle.safetensors"]));
        }
    }

    [Fact]
    public void Predict_IntoAPipeThatCloses_EndsWithAnError()
    {
        string model = session.Model();
        _ = session.File("many.csv", "x\n" + string.Concat(Enumerable.Repeat("0.1234567\n", 20_000)));
        Outcome piped = session.Shell($"$N predict '{model}' many.csv | head -1; echo ${{PIPESTATUS[0]}}");
        Assert.Equal("row,prediction,support,effective_sample_size\n7\n", piped.Output);
        Assert.StartsWith("nadaraya: standard output: it could not be written completely (Broken pipe); ", piped.Error, StringComparison.Ordinal);
        Assert.Equal(1, piped.Error.Count(c => c == '\n'));
    }

    [Fact]
    public void Fit_OnAFullDisk_SaysThatItsSummaryIsLost()
    {
        _ = session.File("d.csv", "x,y\n1,2\n2,3\n");
        Outcome full = session.Shell("$N fit d.csv --target y --bandwidth 1 > /dev/full");
        Assert.Equal(7, full.Code);
        Assert.EndsWith("No space left on device); expected a writable place with enough room; check the name, the permissions and the space.\n", full.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public void Fit_StoppedByASignal_LeavesNothingBehind(string signal, int code)
    {
        Random random = new(5);
        string rows = "x,y\n" + string.Concat(Enumerable.Range(0, 60_000).Select(_ =>
            string.Create(CultureInfo.InvariantCulture, $"{random.NextDouble()},{random.NextDouble()}\n")));
        using Process process = session.Start("fit", "-", "--target", "y", "--engine", "dense", "--out", "m.safetensors");

        // These are more bytes than a pipe holds: once they are written, the process reads, and its handlers stand. A dense fit takes minutes.
        process.StandardInput.Write(rows);
        process.StandardInput.Close();
        using Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        Assert.True(process.WaitForExit(20_000), "The signal did not end the work.");
        Assert.Equal((code, "nadaraya: interrupted; nothing partial is left behind.\n"), (process.ExitCode, process.StandardError.ReadToEnd()));
        Assert.Empty(Directory.EnumerateFileSystemEntries(session.Folder));
    }

    [Fact]
    public void Predict_WaitingForInput_StopsWhenItsTimeIsOver()
    {
        string model = session.Model();
        using Process process = session.Start("predict", model, "-", "--time-limit", "0.5");
        Assert.True(process.WaitForExit(20_000), "The time limit did not end the work.");
        Assert.Equal(
            (6, "nadaraya: the time limit of 0.5 s was over while reading the data; raise --time-limit, or give fewer rows.\n"),
            (process.ExitCode, process.StandardError.ReadToEnd()));
    }

    [Fact]
    public void Run_InAnyCulture_WritesTheSameNumbers()
    {
        string model = session.Model();
        _ = session.File("q.csv", "x\n0.5\n");
        Outcome plain = session.Spawn("predict", model, "q.csv");
        Outcome german = session.Shell($"LANG=de_DE.UTF-8 LC_ALL=de_DE.UTF-8 TZ=Asia/Kolkata $N predict '{model}' q.csv");
        Assert.Equal(plain.Output, german.Output);
    }
}
