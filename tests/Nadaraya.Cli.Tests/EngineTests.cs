using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Nadaraya.Cli.Tests;

/// <summary>Every engine from the shell: the same digits at every vector width, number of threads and cutting of the queries.</summary>
public sealed class EngineTests : IDisposable
{
    private const int Rows = 4000;
    private readonly Session session = new();

    /// <summary>The engines, each with a kernel and a number of features that it serves.</summary>
    public static TheoryData<string, string, string> Engines
    {
        get
        {
            TheoryData<string, string, string> each = [];
            foreach (string engine in Plan.Engines)
            {
                each.Add(
                    engine,
                    engine switch { "windows" => "epanechnikov", "laplace" => "laplace", _ => "gaussian" },
                    engine switch { "grid" or "pruned" => "x,z", "profiles" => "k", _ => "x" });
            }

            return each;
        }
    }

    public void Dispose() => session.Dispose();

    [Theory]
    [MemberData(nameof(Engines))]
    public void Predict_WhateverTheProcessorAndTheCut_GivesTheSameBits(string engine, string kernel, string features)
    {
        string[] rows = Draw();
        string data = session.File("d.csv", "x,z,k,y\n" + string.Concat(rows));
        string[] levels = features == "k" ? ["--categorical", features] : [];
        Outcome fit = session.Run(
            ["fit", data, "--target", "y", "--features", features, "--kernel", kernel, "--bandwidth", "0.2", "--engine", engine, "--out", session["m.safetensors"], "--json", .. levels]);
        Assert.Equal((0, engine), (fit.Code, fit.Json.GetProperty("engine").GetProperty("name").GetString()));

        string whole = Predict("d.csv", []);
        Assert.Equal(whole, Predict("d.csv", ("DOTNET_EnableAVX512", "0")));
        Assert.Equal(whole, Predict("d.csv", ("DOTNET_PROCESSOR_COUNT", "1")));

        _ = session.File("first.csv", "x,z,k,y\n" + string.Concat(rows[..1357]));
        _ = session.File("second.csv", "x,z,k,y\n" + string.Concat(rows[1357..]));
        string[] halves = [.. Lines(Predict("first.csv", [])), .. Lines(Predict("second.csv", []))];
        Assert.Equal(Lines(whole), halves);
    }

    /// <summary>The lines of predictions without their header and row numbers.</summary>
    private static string[] Lines(string csv) =>
        [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line[line.IndexOf(',', StringComparison.Ordinal)..])];

    private static string[] Draw()
    {
        Random random = new(11);
        StringBuilder line = new();
        return [.. Enumerable.Range(0, Rows).Select(i =>
        {
            (double x, double z) = (random.NextDouble() * 5, i % 50 == 0 ? 40 * random.NextDouble() : random.NextDouble() * 5);
            _ = line.Clear().Append(CultureInfo.InvariantCulture, $"{x:R},{z:R},{(int)z % 7},{Math.Sin(x) + (z / 7) + random.NextDouble():R}\n");
            return line.ToString();
        })];
    }

    private string Predict(string data, params (string Name, string Value)[] environment)
    {
        using Process process = session.Start(environment, "predict", session["m.safetensors"], data, "--quiet");
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal((0, string.Empty), (process.ExitCode, error.Result));
        return output;
    }
}
