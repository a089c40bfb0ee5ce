using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Nadaraya.Models;

/// <summary>What a model file says beside its arrays: schema, kernel, bandwidths, options, statistics, warnings.</summary>
internal sealed record ModelDescription(
    string Kernel,
    IReadOnlyList<FeatureFit> Features,
    IReadOnlyList<string> Targets,
    string? ClusterName,
    string? WeightsName,
    WeightMeaning WeightMeaning,
    int RowsDropped,
    string CriterionName,
    double? CriterionValue,
    FitOptions Options,
    IReadOnlyList<FitSummary> Summaries,
    IReadOnlyList<string> Warnings,
    SearchTrace? Trace,
    Publication? Publication,
    int? HighestDegree,
    LearnedScore? Learned)
{
    /// <summary>The description of a fit as JSON.</summary>
    public static string Write(FitResult fit)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kernel", fit.Options.Kernel.Name);
            json.WriteString("estimator", fit.Options.Estimator.Name);
            json.WriteString("bandwidthType", OptionsDescription.Word(fit.Options.BandwidthType));
            WriteFeatures(json, fit.Features);
            WriteTexts(json, "targets", fit.Data.TargetNames);
            if (fit.Data.ClusterName is string cluster)
            {
                json.WriteString("cluster", cluster);
            }

            if (fit.Data.WeightsName is string weights)
            {
                json.WriteStartObject("weights");
                json.WriteString("name", weights);
                json.WriteString("meaning", fit.Data.WeightMeaning == WeightMeaning.Frequency ? "frequency" : "importance");
                json.WriteEndObject();
            }

            json.WriteNumber("rowsDropped", fit.Data.RowsDropped);
            PublicationDescription.Write(json, fit.Publication);
            LearningDescription.Write(json, fit.Learned);
            if (fit.HighestDegree is int highest)
            {
                json.WriteNumber("highestDegree", highest);
            }

            json.WriteStartObject("criterion");
            json.WriteString("name", fit.CriterionName);
            WriteNumber(json, "value", fit.CriterionValue);
            json.WriteEndObject();
            OptionsDescription.Write(json, fit.Options);
            WriteSummaries(json, fit.Summaries);
            WriteTexts(json, "warnings", fit.Warnings);
            if (fit.Trace is SearchTrace trace)
            {
                json.WriteStartObject("trace");
                WriteTexts(json, "features", trace.Features);
                json.WriteString("stopped", trace.Stopped.ToString());
                json.WriteNumber("rowsWithoutNeighbours", trace.RowsWithoutNeighbours);
                if (trace.Bags is BagTrace bags)
                {
                    json.WriteStartObject("bags");
                    json.WriteNumber("rows", bags.Rows);
                    json.WriteNumber("evaluations", bags.Evaluations);
                    WriteNumbers(json, "spreads", bags.Spreads);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a description.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="typeOf">The type of a discrete feature, whose levels are arrays: by its place and kind.</param>
    /// <param name="own">The user's own score, where the model was learned with one.</param>
    /// <exception cref="JsonException">Not JSON.</exception>
    /// <exception cref="KeyNotFoundException">Something is missing.</exception>
    public static ModelDescription Read(string text, Func<int, FeatureKind, FeatureType> typeOf, DifferentiableScore? own)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement root = document.RootElement;
        bool hasWeights = root.TryGetProperty("weights", out JsonElement weights);
        JsonElement criterion = root.GetProperty("criterion");
        string kernel = root.GetProperty("kernel").GetString()!;
        FitOptions options = OptionsDescription.Read(root.GetProperty("options"), own);
        return new(
            kernel,
            [.. root.GetProperty("features").EnumerateArray().Select((feature, j) => ReadFeature(feature, j, kernel, typeOf))],
            Texts(root.GetProperty("targets")),
            root.TryGetProperty("cluster", out JsonElement cluster) ? cluster.GetString() : null,
            hasWeights ? weights.GetProperty("name").GetString() : null,
            hasWeights && weights.GetProperty("meaning").GetString() == "frequency" ? WeightMeaning.Frequency : WeightMeaning.Importance,
            root.GetProperty("rowsDropped").GetInt32(),
            criterion.GetProperty("name").GetString()!,
            Number(criterion, "value"),
            options,
            [.. root.GetProperty("summaries").EnumerateArray().Select(ReadSummary)],
            Texts(root.GetProperty("warnings")),
            root.TryGetProperty("trace", out JsonElement trace)
                ? new(
                    Texts(trace.GetProperty("features")),
                    [],
                    [],
                    Enum.Parse<SearchStop>(trace.GetProperty("stopped").GetString()!),
                    trace.GetProperty("rowsWithoutNeighbours").GetInt32())
                {
                    Bags = trace.TryGetProperty("bags", out JsonElement bags)
                        ? new(
                            bags.GetProperty("rows").GetInt32(),
                            [],
                            bags.GetProperty("evaluations").GetInt32(),
                            [.. bags.GetProperty("spreads").EnumerateArray().Select(s => s.ValueKind == JsonValueKind.Null ? (double?)null : s.GetDouble())])
                        : null,
                }
                : null,
            PublicationDescription.Read(root),
            root.TryGetProperty("highestDegree", out JsonElement highest) ? highest.GetInt32() : null,
            LearningDescription.Read(root, options.Learning));
    }

    /// <summary>A number, or null where there is none or it is not finite.</summary>
    internal static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is double v && double.IsFinite(v))
        {
            json.WriteNumber(name, v);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Numbers of which some may be null.</summary>
    internal static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<double?> values)
    {
        json.WriteStartArray(name);
        foreach (double? value in values)
        {
            if (value is double known)
            {
                json.WriteNumberValue(known);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }

    /// <summary>A number that may be null.</summary>
    internal static double? Number(JsonElement element, string name)
    {
        JsonElement value = element.GetProperty(name);
        return value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();
    }

    private static void WriteFeatures(Utf8JsonWriter json, IReadOnlyList<FeatureFit> features)
    {
        json.WriteStartArray("features");
        foreach (FeatureFit feature in features)
        {
            json.WriteStartObject();
            json.WriteString("name", feature.Name);
            json.WriteString("type", Word(feature.Type.Kind));
            json.WriteString("kernel", feature.Kernel);
            if (feature.Type.Kind == FeatureKind.Periodic)
            {
                json.WriteNumber("period", feature.Type.Period);
            }

            WriteNumber(json, "bandwidth", feature.Bandwidth);
            WriteNumber(json, "scaleFactor", feature.ScaleFactor);
            json.WriteBoolean("smoothedOut", feature.SmoothedOut);
            json.WriteBoolean("atBound", feature.AtBound);
            json.WriteNumber("lowest", feature.Lowest);
            json.WriteNumber("highest", feature.Highest);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static FeatureFit ReadFeature(JsonElement feature, int index, string kernel, Func<int, FeatureKind, FeatureType> typeOf)
    {
        FeatureKind kind = Kind(feature.GetProperty("type").GetString());
        FeatureType type = kind switch
        {
            FeatureKind.Continuous => FeatureType.Continuous,
            FeatureKind.Periodic => FeatureType.Periodic(feature.GetProperty("period").GetDouble()),
            _ => typeOf(index, kind),
        };
        double? bandwidth = Number(feature, "bandwidth");
        return bandwidth is double h && !(type.IsDiscrete ? h >= 0 : h > 0)
            ? throw new FormatException("a bandwidth that is not positive")
            : new(
                feature.GetProperty("name").GetString()!,
                bandwidth,
                Number(feature, "scaleFactor"),
                feature.GetProperty("smoothedOut").GetBoolean(),
                feature.GetProperty("atBound").GetBoolean(),
                feature.GetProperty("lowest").GetDouble(),
                feature.GetProperty("highest").GetDouble())
            {
                Type = type,
                Kernel = feature.TryGetProperty("kernel", out JsonElement own) ? own.GetString()! : kernel, // files of version 1 have none
            };
    }

    private static string Word(FeatureKind kind) => kind switch
    {
        FeatureKind.Periodic => "periodic",
        FeatureKind.Unordered => "unordered",
        FeatureKind.Ordered => "ordered",
        _ => "continuous",
    };

    private static FeatureKind Kind(string? word) => word switch
    {
        "continuous" => FeatureKind.Continuous,
        "periodic" => FeatureKind.Periodic,
        "unordered" => FeatureKind.Unordered,
        "ordered" => FeatureKind.Ordered,
        _ => throw new FormatException($"feature type '{word}'"),
    };

    private static void WriteSummaries(Utf8JsonWriter json, IReadOnlyList<FitSummary> summaries)
    {
        json.WriteStartArray("summaries");
        foreach (FitSummary summary in summaries)
        {
            json.WriteStartObject();
            json.WriteString("target", summary.Target);
            WriteNumber(json, "r2", summary.R2);
            WriteNumber(json, "r2Correlation", summary.R2Correlation);
            WriteNumber(json, "r2LeaveOneOut", summary.R2LeaveOneOut);
            WriteNumber(json, "looRmse", summary.LeaveOneOutRmse);
            WriteNumber(json, "sigma", summary.Sigma);
            WriteNumber(json, "effectiveDegreesOfFreedom", summary.EffectiveDegreesOfFreedom);
            WriteNumber(json, "meanAbsoluteError", summary.MeanAbsoluteError);
            WriteNumber(json, "residualDegreesOfFreedom", summary.ResidualDegreesOfFreedom);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static FitSummary ReadSummary(JsonElement summary) => new(
        summary.GetProperty("target").GetString()!,
        Number(summary, "r2"),
        Number(summary, "r2Correlation"),
        Number(summary, "r2LeaveOneOut"),
        Number(summary, "looRmse"),
        Number(summary, "sigma"),
        Number(summary, "effectiveDegreesOfFreedom") ?? double.NaN)
    {
        // Files of version 1 have none.
        MeanAbsoluteError = summary.TryGetProperty("meanAbsoluteError", out _) ? Number(summary, "meanAbsoluteError") : null,
        ResidualDegreesOfFreedom = summary.TryGetProperty("residualDegreesOfFreedom", out _) ? Number(summary, "residualDegreesOfFreedom") : null,
    };

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(t => t.GetString()!)];
}
