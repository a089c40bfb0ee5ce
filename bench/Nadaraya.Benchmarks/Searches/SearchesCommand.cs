using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Nadaraya.Benchmarks;

/// <summary><c>bench/searches</c>: the bandwidths that R np chose on real data, chosen by us: how low the criterion ends, and how long it takes.</summary>
internal static partial class SearchesCommand
{
    private const int Fits = 11; // after one to warm up

    public static int Run(string[] args)
    {
        if (args is not ["--data", string folder])
        {
            Console.Error.WriteLine("usage: bench/searches --data DIR   (DIR holds wage1.csv, oecdpanel.csv, Italy.csv and cps71.csv of R np; motorcycle and faithful are in data/)");
            return args is ["--help"] ? 0 : 2;
        }

        MarkdownTable table = new("R np's call", "np's objective", "ours, less np's", "np, seconds", "ours, milliseconds (fastest, median, slowest)", "np's seconds over our median");
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText("tests/golden/h_real.json"));
        foreach (JsonElement value in golden.RootElement.GetProperty("values").EnumerateArray())
        {
            string id = value.GetProperty("id").GetString()!;
            string? path = new[] { folder, "data" }.Select(f => Path.Combine(f, id.Split(' ')[0] + ".csv")).FirstOrDefault(File.Exists);
            if (path is null)
            {
                Console.Error.WriteLine($"{id}: {id.Split(' ')[0]}.csv is not in {folder}; left out.");
                continue;
            }

            (Dataset data, FitOptions options) = Of(value.GetProperty("call").GetString()!, path);
            double ours = KernelRegression.Fit(data, options).CriterionValue!.Value;
            double[] milliseconds = [.. Enumerable.Range(0, Fits).Select(_ => Once(data, options)).Order()];
            double objective = value.GetProperty("objective").GetDouble(), seconds = value.GetProperty("user_seconds").GetDouble(), median = milliseconds[Fits / 2];
            table.Add(
                id, Text(objective, "G10"), Text(ours - objective, "0.0e+00"), Text(seconds, "F1"),
                $"{Text(milliseconds[0], "F0")}, {Text(median, "F0")}, {Text(milliseconds[^1], "F0")}", Text(1000 * seconds / median, "F0"));
            Console.Error.WriteLine($"{id}: {Text(median, "F0")} ms");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {Machine.Here.Processor}, {Machine.Here.Cores} cores, load {Machine.Load:F1} (the machine's own and others' work) when this was written.

            {table}
            """));
        return 0;
    }

    private static double Once(Dataset data, FitOptions options)
    {
        long begun = Stopwatch.GetTimestamp();
        _ = KernelRegression.Fit(data, options);
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static (Dataset Data, FitOptions Options) Of(string call, string path)
    {
        Match parts = Call().Match(call);
        string[] features = parts.Groups["features"].Value.Split(" + ");
        Dataset data = Table.Read(path).ToDataset(new DatasetOptions
        {
            Targets = [parts.Groups["target"].Value],
            Features = features,
            Unordered = [.. features.Where(f => f is "female" or "married" or "oecd")],
            Ordered = [.. features.Where(f => f is "year").Select(f => new OrderedFeature(f))],
        }).Dataset;
        return (data, new()
        {
            Estimator = parts.Groups["type"].Value == "lc" ? Estimator.Constant : Estimator.Linear,
            Bandwidth = parts.Groups["method"].Value == "cv.ls" ? Bandwidth.LeaveOneOut : Bandwidth.Aicc,
        });
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"npregbw\((?<target>\w+) ~ (?<features>[\w +]+), regtype='(?<type>\w+)', bwmethod='(?<method>[\w.]+)'")]
    private static partial Regex Call();
}
