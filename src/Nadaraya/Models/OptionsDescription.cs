using System.Text.Json;

namespace Nadaraya.Models;

/// <summary>The options of a fit as JSON.</summary>
internal static class OptionsDescription
{
    public static void Write(Utf8JsonWriter json, FitOptions options)
    {
        json.WriteStartObject("options");
        json.WriteStartObject("estimator");
        json.WriteString("name", options.Estimator.Name);
        json.WriteStartObject("degrees");
        foreach ((string feature, int degree) in options.Estimator.Degrees.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(feature, degree);
        }

        json.WriteEndObject();
        json.WriteString("terms", Word(options.Estimator.Terms));
        json.WriteEndObject();
        json.WriteString("unorderedKernel", options.UnorderedKernel.Name);
        json.WriteString("orderedKernel", options.OrderedKernel.Name);
        json.WriteString("bandwidthType", Word(options.BandwidthType));
        json.WriteNumber("robustIterations", options.RobustIterations);
        json.WriteBoolean("oneStandardError", options.OneStandardError);
        json.WriteNumber("minimumEffectiveSample", options.MinimumEffectiveSample);
        if (options.Bagging is Bagging bagging)
        {
            json.WriteStartObject("bagging");
            json.WriteNumber("bags", bagging.Bags);
            json.WriteNumber("rows", bagging.Rows);
            json.WriteEndObject();
        }

        json.WriteStartObject("bandwidth");
        json.WriteString("rule", Rule(options.Bandwidth));
        switch (options.Bandwidth)
        {
            case Bandwidth.GivenForAll all:
                json.WriteNumber("value", all.Value);
                break;
            case Bandwidth.GivenByFeature byFeature:
                WriteMap(json, "values", byFeature.Values);
                break;
            case Bandwidth.ScaledRule scaled:
                json.WriteNumber("factor", scaled.Factor);
                break;
            case Bandwidth.Searched { Minimises: Bandwidth.Rule.Folds } parts:
                json.WriteNumber("folds", parts.Folds);
                break;
        }

        json.WriteEndObject();
        WriteMap(json, "fixed", options.Fixed);
        LearningDescription.WriteOptions(json, options.Learning);
        json.WriteNumber("tolerance", options.Tolerance);
        json.WriteString("engine", options.Engine);
        json.WriteNumber("seed", options.Seed);
        json.WriteNumber("summaryRows", options.SummaryRows);
        ModelDescription.WriteNumber(json, "timeLimitSeconds", options.TimeLimit?.TotalSeconds);
        json.WriteStartObject("support");
        json.WriteNumber("effectiveSampleSize", options.Support.EffectiveSampleSize);
        json.WriteNumber("nearestWeight", options.Support.NearestWeight);
        json.WriteNumber("stability", options.Support.Stability);
        json.WriteBoolean("extrapolate", options.Support.Extrapolate);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static FitOptions Read(JsonElement options, DifferentiableScore? own)
    {
        JsonElement support = options.GetProperty("support");
        FitOptions read = new()
        {
            Bandwidth = ReadBandwidth(options.GetProperty("bandwidth")),
            Fixed = ReadMap(options.GetProperty("fixed")),
            Tolerance = options.TryGetProperty("tolerance", out JsonElement tolerance) ? tolerance.GetDouble() : FitOptions.DefaultTolerance, // files of the first release have none
            Engine = options.TryGetProperty("engine", out JsonElement engine) ? engine.GetString() : null,
            Seed = options.GetProperty("seed").GetInt32(),
            SummaryRows = options.GetProperty("summaryRows").GetInt32(),
            TimeLimit = ModelDescription.Number(options, "timeLimitSeconds") is double seconds ? TimeSpan.FromSeconds(seconds) : null,
            Support = new()
            {
                EffectiveSampleSize = support.GetProperty("effectiveSampleSize").GetDouble(),
                NearestWeight = support.GetProperty("nearestWeight").GetDouble(),
                Stability = support.GetProperty("stability").GetDouble(),
                Extrapolate = support.TryGetProperty("extrapolate", out JsonElement extrapolate) && extrapolate.GetBoolean(),
            },
        };

        // Files of version 1 say no more: everything else was as it is by default.
        return options.TryGetProperty("estimator", out JsonElement estimator)
            ? read with
            {
                Estimator = ReadEstimator(estimator),
                Learning = LearningDescription.ReadOptions(options, own),
                UnorderedKernel = DiscreteKernel.Parse(options.GetProperty("unorderedKernel").GetString()!, ordered: false),
                OrderedKernel = DiscreteKernel.Parse(options.GetProperty("orderedKernel").GetString()!, ordered: true),
                BandwidthType = Parse<BandwidthType>(options.GetProperty("bandwidthType")),
                RobustIterations = options.GetProperty("robustIterations").GetInt32(),
                OneStandardError = options.GetProperty("oneStandardError").GetBoolean(),
                MinimumEffectiveSample = options.GetProperty("minimumEffectiveSample").GetDouble(),
                Bagging = options.TryGetProperty("bagging", out JsonElement bagging)
                    ? new(bagging.GetProperty("bags").GetInt32(), bagging.GetProperty("rows").GetInt32())
                    : null,
            }
            : read;
    }

    /// <summary>A value of an enumeration as files have it.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum =>
        value.ToString().ToLowerInvariant();

    /// <summary>The value of a word of <see cref="Word"/>.</summary>
    public static T Parse<T>(JsonElement word)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
        {
            if (Word(value) == word.GetString())
            {
                return value;
            }
        }

        throw new FormatException($"{typeof(T).Name} '{word.GetString()}'");
    }

    private static Estimator ReadEstimator(JsonElement estimator) => Estimator.Parse(estimator.GetProperty("name").GetString()!) with
    {
        Degrees = estimator.GetProperty("degrees").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt32(), StringComparer.Ordinal),
        Terms = Parse<PolynomialTerms>(estimator.GetProperty("terms")),
    };

    private static Bandwidth ReadBandwidth(JsonElement bandwidth) => bandwidth.GetProperty("rule").GetString() switch
    {
        "cv" => Bandwidth.LeaveOneOut,
        "aicc" => Bandwidth.Aicc,
        "gcv" => Bandwidth.Gcv,
        "cp" => Bandwidth.Cp,
        "k-fold" => Bandwidth.KFold(bandwidth.GetProperty("folds").GetInt32()),
        "leave-one-cluster-out" => Bandwidth.LeaveOneClusterOut,
        "plug-in" => Bandwidth.PlugIn,
        "silverman" => Bandwidth.Silverman,
        "scott" => Bandwidth.Scott,
        "scale-factor" => Bandwidth.ScaleFactor(bandwidth.GetProperty("factor").GetDouble()),
        "number" => Bandwidth.Given(bandwidth.GetProperty("value").GetDouble()),
        "numbers" => Bandwidth.Given(ReadMap(bandwidth.GetProperty("values"))),
        string other => throw new FormatException($"bandwidth rule '{other}'"),
        null => throw new FormatException("no bandwidth rule"),
    };

    private static string Rule(Bandwidth bandwidth) => bandwidth switch
    {
        Bandwidth.Searched { Minimises: Bandwidth.Rule.LeaveOneOut } => "cv",
        Bandwidth.Searched { Minimises: Bandwidth.Rule.Folds } => "k-fold",
        Bandwidth.ScaledRule => "scale-factor",
        Bandwidth.GivenForAll => "number",
        Bandwidth.GivenByFeature => "numbers",
        _ => bandwidth.Name,
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
