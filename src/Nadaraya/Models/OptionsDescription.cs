using System.Text.Json;

namespace Nadaraya.Models;

/// <summary>The options of a fit as JSON.</summary>
internal static class OptionsDescription
{
    public static void Write(Utf8JsonWriter json, FitOptions options)
    {
        json.WriteStartObject("options");
        json.WriteStartObject("bandwidth");
        json.WriteString("rule", Rule(options.Bandwidth));
        if (options.Bandwidth is Bandwidth.GivenForAll all)
        {
            json.WriteNumber("value", all.Value);
        }
        else if (options.Bandwidth is Bandwidth.GivenByFeature byFeature)
        {
            WriteMap(json, "values", byFeature.Values);
        }

        json.WriteEndObject();
        WriteMap(json, "fixed", options.Fixed);
        json.WriteNumber("tolerance", options.Tolerance);
        json.WriteString("engine", options.Engine);
        json.WriteNumber("seed", options.Seed);
        json.WriteNumber("summaryRows", options.SummaryRows);
        ModelDescription.WriteNumber(json, "timeLimitSeconds", options.TimeLimit?.TotalSeconds);
        json.WriteStartObject("support");
        json.WriteNumber("effectiveSampleSize", options.Support.EffectiveSampleSize);
        json.WriteNumber("nearestWeight", options.Support.NearestWeight);
        json.WriteNumber("stability", options.Support.Stability);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static FitOptions Read(JsonElement options)
    {
        JsonElement bandwidth = options.GetProperty("bandwidth");
        JsonElement support = options.GetProperty("support");
        return new()
        {
            Bandwidth = bandwidth.GetProperty("rule").GetString() switch
            {
                "cv" => Bandwidth.LeaveOneOut,
                "silverman" => Bandwidth.Silverman,
                "scott" => Bandwidth.Scott,
                "number" => Bandwidth.Given(bandwidth.GetProperty("value").GetDouble()),
                "numbers" => Bandwidth.Given(ReadMap(bandwidth.GetProperty("values"))),
                string other => throw new FormatException($"bandwidth rule '{other}'"),
                null => throw new FormatException("no bandwidth rule"),
            },
            Fixed = ReadMap(options.GetProperty("fixed")),
            Tolerance = ModelDescription.Number(options, "tolerance") ?? FitOptions.DefaultTolerance, // files of earlier versions have none
            Engine = options.TryGetProperty("engine", out JsonElement engine) ? engine.GetString() : null,
            Seed = options.GetProperty("seed").GetInt32(),
            SummaryRows = options.GetProperty("summaryRows").GetInt32(),
            TimeLimit = ModelDescription.Number(options, "timeLimitSeconds") is double seconds ? TimeSpan.FromSeconds(seconds) : null,
            Support = new()
            {
                EffectiveSampleSize = support.GetProperty("effectiveSampleSize").GetDouble(),
                NearestWeight = support.GetProperty("nearestWeight").GetDouble(),
                Stability = support.GetProperty("stability").GetDouble(),
            },
        };
    }

    private static string Rule(Bandwidth bandwidth) => bandwidth switch
    {
        Bandwidth.SilvermanRule => "silverman",
        Bandwidth.ScottRule => "scott",
        Bandwidth.GivenForAll => "number",
        Bandwidth.GivenByFeature => "numbers",
        _ => "cv",
    };

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, double> map)
    {
        json.WriteStartObject(name);
        foreach ((string key, double value) in map.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(key, value);
        }

        json.WriteEndObject();
    }

    private static Dictionary<string, double> ReadMap(JsonElement map) =>
        map.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble(), StringComparer.Ordinal);
}
