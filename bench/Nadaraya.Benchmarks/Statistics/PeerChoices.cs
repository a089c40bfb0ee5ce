using System.Diagnostics;
using System.Globalization;

namespace Nadaraya.Benchmarks;

/// <summary>Bandwidths that other programs choose for our draws, by way of a folder of tables.</summary>
internal sealed class PeerChoices : IDisposable
{
    private const string Scripts = "bench/statistics-peers";
    private readonly string folder = Directory.CreateTempSubdirectory("nadaraya-").FullName;
    private List<(int Design, string Method, int Draw, double Bandwidth)>? choices;

    /// <summary>What could not be asked.</summary>
    public List<string> Missing { get; } = [];

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Writes the draws of a design, of one feature each.</summary>
    public void Write(int design, IReadOnlyList<Draw> draws) => File.WriteAllLines(
        Path.Combine(folder, $"draws-{design}.csv"),
        ["draw,x,y", .. draws.SelectMany((draw, k) => draw.Targets.Select((y, i) => string.Create(CultureInfo.InvariantCulture, $"{k},{draw.Features[0][i]:R},{y:R}")))]);

    /// <summary>statsmodels, on the first draws of some designs.</summary>
    public Task StartPython(int[] designs, int draws) => Start(
        Environment.GetEnvironmentVariable("PYTHON") ?? "/usr/bin/python3",
        ["-B", $"{Scripts}/choose_statsmodels.py", folder, $"{draws}", .. designs.Select(d => $"{d}")]);

    /// <summary>KernSmooth, on all.</summary>
    public Task StartR() => Start("Rscript", [$"{Scripts}/choose_kernsmooth.R", folder]);

    /// <summary>The choices of a method for the draws of a design.</summary>
    public IReadOnlyList<(int Draw, double Bandwidth)> Of(int design, string method)
    {
        choices ??= [.. Directory.GetFiles(folder, "chosen-*.csv").SelectMany(File.ReadLines).Select(line => line.Split(',')).Select(c => (
            int.Parse(c[0], CultureInfo.InvariantCulture), c[1], int.Parse(c[2], CultureInfo.InvariantCulture), double.Parse(c[3], CultureInfo.InvariantCulture)))];
        return [.. choices.Where(c => c.Design == design && c.Method == method).Select(c => (c.Draw, c.Bandwidth)).OrderBy(c => c.Draw)];
    }

    private async Task Start(string program, string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
            await process.WaitForExitAsync().ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                Missing.Add($"{program} {arguments[0]} ended with {process.ExitCode}: its choices are left out.");
            }
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            Missing.Add($"{program} can't be run ({problem.Message}): its choices are left out.");
        }
    }
}
