using System.Text.Json;

namespace Nadaraya.Models;

/// <summary>A learned score in a model file: how it was trained as JSON, its parameters and epochs as arrays.</summary>
/// <remarks>
/// Arrays: learned.features, learned.parts, learned.centres and learned.units (coordinates), learned.array.NAME (θ, or a network's), learned.start, learned.epochs (epochs × 6: number, start, loss,
/// held-out loss, rate, whether parameters are kept) and learned.epochParameters (those kept × parameters).
/// </remarks>
internal static class LearningDescription
{
    private const string Prefix = "learned.array.";

    /// <summary>The options of learning as JSON; nothing where nothing was learned.</summary>
    public static void WriteOptions(Utf8JsonWriter json, LearningOptions? learning)
    {
        if (learning is null)
        {
            return;
        }

        json.WriteStartObject("learning");
        json.WriteString("score", learning.Score.Name);
        json.WriteBoolean("own", learning.Score.OwnScore is not null);
        json.WriteString("loss", learning.Loss.Name);
        json.WriteString("optimizer", learning.Optimizer is Optimizer optimizer ? OptionsDescription.Word(optimizer) : null);
        ModelDescription.WriteNumber(json, "learningRate", learning.LearningRate);
        json.WriteString("schedule", OptionsDescription.Word(learning.Schedule));
        json.WriteNumber("momentum", learning.Momentum);
        ModelDescription.WriteNumber(json, "epochs", learning.Epochs);
        ModelDescription.WriteNumber(json, "batchRows", learning.BatchRows);
        ModelDescription.WriteNumber(json, "keyRows", learning.KeyRows);
        ModelDescription.WriteNumber(json, "weightDecay", learning.WeightDecay);
        ModelDescription.WriteNumber(json, "stopFolds", learning.StopFolds);
        ModelDescription.WriteNumber(json, "holdOut", learning.HoldOut);
        ModelDescription.WriteNumber(json, "patience", learning.Patience);
        ModelDescription.WriteNumber(json, "start", learning.Start);
        ModelDescription.WriteNumber(json, "starts", learning.Starts);
        ModelDescription.WriteNumber(json, "nested", learning.Nested);
        json.WriteEndObject();
    }

    /// <summary>The options of learning.</summary>
    /// <param name="options">The options of the fit.</param>
    /// <param name="own">The user's own score, where the model was learned with one.</param>
    public static LearningOptions? ReadOptions(JsonElement options, DifferentiableScore? own)
    {
        if (!options.TryGetProperty("learning", out JsonElement learning))
        {
            return null;
        }

        string name = learning.GetProperty("score").GetString()!;
        LearnableScore score = !learning.GetProperty("own").GetBoolean() ? LearnableScore.Parse(name)
            : own is not null && own.Name == name ? LearnableScore.Own(own)
            : throw new ModelFileException($"The model was learned with the score '{OneLine.Of(name)}', which is not built in: hand the same score over when loading it.");
        int? Whole(string key) => ModelDescription.Number(learning, key) is double value ? (int)value : null;
        return new()
        {
            Score = score,
            Loss = TrainingLoss.Parse(learning.GetProperty("loss").GetString()!),
            Optimizer = learning.GetProperty("optimizer").ValueKind == JsonValueKind.Null ? null : OptionsDescription.Parse<Optimizer>(learning.GetProperty("optimizer")),
            LearningRate = ModelDescription.Number(learning, "learningRate"),
            Schedule = OptionsDescription.Parse<LearningRateSchedule>(learning.GetProperty("schedule")),
            Momentum = learning.GetProperty("momentum").GetDouble(),
            Epochs = Whole("epochs"),
            BatchRows = Whole("batchRows"),
            KeyRows = Whole("keyRows"),
            WeightDecay = ModelDescription.Number(learning, "weightDecay"),
            StopFolds = Whole("stopFolds"),
            HoldOut = ModelDescription.Number(learning, "holdOut"),
            Patience = Whole("patience"),
            Start = ModelDescription.Number(learning, "start"),
            Starts = Whole("starts"),
            Nested = Whole("nested"),
        };
    }

    /// <summary>What is told of a learned score as JSON; nothing where there is none.</summary>
    public static void Write(Utf8JsonWriter json, LearnedModel? learned)
    {
        if (learned?.Score is not LearnedScore score)
        {
            return;
        }

        json.WriteStartObject("learned");
        json.WriteString("optimizer", OptionsDescription.Word(score.Optimizer));
        json.WriteNumber("bestEpoch", score.BestEpoch);
        json.WriteString("stopped", OptionsDescription.Word(score.Stopped));
        ModelDescription.WriteNumber(json, "leaveOneOutRmse", score.LeaveOneOutRmse);
        ModelDescription.WriteNumber(json, "baselineLeaveOneOutRmse", score.BaselineLeaveOneOutRmse);
        ModelDescription.WriteNumbers(json, "baselineBandwidths", score.BaselineBandwidths);
        ModelDescription.WriteNumber(json, "medianEffectiveSampleSize", score.MedianEffectiveSampleSize);
        json.WriteBoolean("collapsed", score.Collapsed);
        if (score.Nested is NestedComparison nested)
        {
            json.WriteStartObject("nested");
            json.WriteNumber("folds", nested.Folds);
            json.WriteNumber("rows", nested.Rows);
            json.WriteNumber("rmse", nested.Rmse);
            json.WriteNumber("baselineRmse", nested.BaselineRmse);
            json.WriteNumber("meanLoss", nested.MeanLoss);
            json.WriteNumber("baselineMeanLoss", nested.BaselineMeanLoss);
            json.WriteNumber("standardError", nested.StandardError);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Adds the arrays of a learned score.</summary>
    public static void AddArrays(SafetensorsWriter writer, LearnedModel? learned)
    {
        if (learned is null)
        {
            return;
        }

        int[] features = [.. learned.Coordinates.Features], parts = [.. learned.Coordinates.Parts];
        writer.Add<int>("learned.features", () => features);
        writer.Add<int>("learned.parts", () => parts);
        writer.Add<double>("learned.centres", () => learned.Coordinates.Centres);
        writer.Add<double>("learned.units", () => learned.Coordinates.Units);
        foreach ((string name, double[] values) in learned.Arrays)
        {
            writer.Add<double>(Prefix + name, () => values);
        }

        double[] start = [.. learned.Score.StartParameters];
        double[] epochs = EpochTable.Numbers(learned.Score.Epochs), kept = EpochTable.Parameters(learned.Score.Epochs);
        writer.Add<double>("learned.start", () => start);
        writer.Add<double>("learned.epochs", () => epochs, learned.Score.Epochs.Count, EpochTable.Columns);
        writer.Add<double>("learned.epochParameters", () => kept);
    }

    /// <summary>A learned score of a file; null where there is none.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="description">What it says of itself.</param>
    /// <param name="options">The options of the fit, own score in place.</param>
    public static LearnedModel? Read(SafetensorsReader reader, ModelDescription description, FitOptions options)
    {
        if (description.Learned is not LearnedScore told || options.Learning is null)
        {
            return null;
        }

        int[] features = reader.Values<int>("learned.features");
        Coordinates coordinates = Coordinates.Restore(
            [.. description.Features.Select(f => f.Name)],
            [.. description.Features.Select(f => f.Type)],
            features,
            reader.Values<int>("learned.parts", features.Length),
            reader.Values<double>("learned.centres", features.Length),
            reader.Values<double>("learned.units", features.Length));
        double[] start = reader.Values<double>("learned.start");
        if (!start.All(double.IsFinite))
        {
            throw new FormatException("a start that is not finite");
        }

        Dictionary<string, double[]> arrays = reader.Names.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], name => reader.Values<double>(name), StringComparer.Ordinal);
        return arrays.Values.All(values => Array.TrueForAll(values, double.IsFinite))
            ? LearnedFit.Restore(
                told with { Coordinates = coordinates.Names, StartParameters = start, Epochs = EpochTable.Read(reader.Values<double>("learned.epochs", -1, EpochTable.Columns), reader.Values<double>("learned.epochParameters"), start.Length) },
                coordinates,
                [.. description.Features.Select(f => f.Type)],
                [.. description.Features.Select(f => f.Name)],
                options,
                arrays)
            : throw new FormatException("a parameter that is not finite");
    }

    /// <summary>What JSON tells of a learned score; null where there is none.</summary>
    public static LearnedScore? Read(JsonElement root, LearningOptions? options)
    {
        if (options is null || !root.TryGetProperty("learned", out JsonElement learned))
        {
            return null;
        }

        return new()
        {
            Score = options.Score,
            Loss = options.Loss,
            Optimizer = OptionsDescription.Parse<Optimizer>(learned.GetProperty("optimizer")),
            Coordinates = [],
            Parameters = [],
            ParameterNames = [],
            Epochs = [],
            BestEpoch = learned.GetProperty("bestEpoch").GetInt32(),
            Stopped = OptionsDescription.Parse<TrainingStop>(learned.GetProperty("stopped")),
            LeaveOneOutRmse = ModelDescription.Number(learned, "leaveOneOutRmse"),
            BaselineLeaveOneOutRmse = ModelDescription.Number(learned, "baselineLeaveOneOutRmse"),
            BaselineBandwidths = [.. learned.GetProperty("baselineBandwidths").EnumerateArray().Select(h => h.ValueKind == JsonValueKind.Null ? (double?)null : h.GetDouble())],
            MedianEffectiveSampleSize = ModelDescription.Number(learned, "medianEffectiveSampleSize"),
            Collapsed = learned.GetProperty("collapsed").GetBoolean(),
            Nested = learned.TryGetProperty("nested", out JsonElement nested)
                ? new(
                    nested.GetProperty("folds").GetInt32(),
                    nested.GetProperty("rows").GetInt32(),
                    nested.GetProperty("rmse").GetDouble(),
                    nested.GetProperty("baselineRmse").GetDouble(),
                    nested.GetProperty("meanLoss").GetDouble(),
                    nested.GetProperty("baselineMeanLoss").GetDouble(),
                    nested.GetProperty("standardError").GetDouble())
                : null,
        };
    }
}
