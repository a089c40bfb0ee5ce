using System.Globalization;

namespace Nadaraya.Models;

/// <summary>A fitted model as a file: arrays by name, and a description in the metadata. Data only; engine tables are rebuilt.</summary>
/// <remarks>
/// Arrays: feature.J and target.T (n), levels.J (texts) and scores.J of discrete features, weights (n), rowNumbers (n), ids (texts), clusters (texts) and clusterOfRow (n),
/// leaveOneOut.T and robustness (rows that count), trace.bandwidths (steps × features), trace.criterion (steps), and minima.* likewise. The file holds the training rows: whoever has it has them;
/// that of a published model holds cells in their place, and counts (n) where weights are no frequencies.
/// </remarks>
internal static class ModelFile
{
    /// <summary>What a file of ours calls itself.</summary>
    public const string Product = "nadaraya";

    /// <summary>The version written, and the newest read.</summary>
    public const int Version = 3;

    /// <summary>Saves a fit; atomic and durable.</summary>
    public static void Save(FitResult fit, string path, CancellationToken cancellation)
    {
        SafetensorsWriter writer = new(Product, Version);
        Dataset data = fit.Data;
        writer.AddMetadata("created", fit.Created.ToString("O", CultureInfo.InvariantCulture));
        writer.AddMetadata("containsTrainingRows", fit.Publication is null ? "true" : "false");
        writer.AddMetadata("model", ModelDescription.Write(fit));
        for (int j = 0; j < data.FeatureNames.Count; j++)
        {
            int index = j;
            writer.Add<double>(Name("feature", j), () => data.Feature(index));
            AddLevels(writer, j, data.FeatureTypes[j]);
        }

        for (int t = 0; t < data.TargetNames.Count; t++)
        {
            int index = t;
            writer.Add<double>(Name("target", t), () => data.Target(index));
            if (fit.LeaveOneOut is double[][] predictions)
            {
                writer.Add<double>(Name("leaveOneOut", t), () => predictions[index]);
            }
        }

        if (fit.Robustness is double[] parts)
        {
            writer.Add<double>("robustness", () => parts);
        }

        if (data.HasWeights)
        {
            writer.Add<double>("weights", () => data.Weights);
        }

        if (fit.Counts is double[] counts)
        {
            writer.Add<double>("counts", () => counts);
        }

        if (data.HasRowNumbers)
        {
            int[] numbers = [.. Enumerable.Range(0, data.Rows).Select(data.RowNumber)];
            writer.Add<int>("rowNumbers", () => numbers);
        }

        if (data.HasIds)
        {
            writer.AddTexts("ids", [.. Enumerable.Range(0, data.Rows).Select(i => data.Id(i)!)]);
        }

        if (data.ClusterName is not null)
        {
            writer.AddTexts("clusters", data.Clusters);
            writer.Add<int>("clusterOfRow", () => data.ClusterOfRow);
        }

        LearningDescription.AddArrays(writer, fit.Learned);
        if (fit.Trace is SearchTrace trace)
        {
            AddSteps(writer, "trace", trace.Steps, trace.Features.Count);
            AddSteps(writer, "minima", trace.Minima, trace.Features.Count);
            if (trace.Bags is BagTrace bags)
            {
                AddSteps(writer, "bags", bags.Found, trace.Features.Count);
            }
        }

        writer.Save(path, cancellation);
    }

    /// <summary>Loads a fit.</summary>
    /// <param name="path">The file.</param>
    /// <param name="own">The user's own kernel, where the model was fitted with one.</param>
    /// <param name="ownScore">The user's own score, where the model was learned with one.</param>
    /// <param name="cancellation">Stops it.</param>
    public static FitResult Load(string path, Kernel? own, DifferentiableScore? ownScore, CancellationToken cancellation)
    {
        SafetensorsReader reader = SafetensorsReader.Open(path, Product, Version, null, cancellation);
        try
        {
            ModelDescription description = ModelDescription.Read(reader.Text("model"), (j, kind) => ReadLevels(reader, j, kind), ownScore);
            Dataset data = ReadData(reader, description);
            int[] counts = [.. Enumerable.Range(0, data.Rows).Where(i => !data.HasWeights || data.Weights[i] > 0)];
            double[][]? leaveOneOut = reader.Contains(Name("leaveOneOut", 0))
                ? [.. Enumerable.Range(0, data.TargetNames.Count).Select(t => reader.Values<double>(Name("leaveOneOut", t), counts.Length))]
                : null;
            SearchTrace? trace = description.Trace is SearchTrace bare
                ? bare with
                {
                    Steps = ReadSteps(reader, "trace", bare.Features.Count),
                    Minima = ReadSteps(reader, "minima", bare.Features.Count),
                    Bags = bare.Bags is BagTrace bags ? bags with { Found = ReadSteps(reader, "bags", bare.Features.Count) } : null,
                }
                : null;
            FitOptions options = description.Options with { Kernel = KernelOf(description.Kernel, own, path) };
            return new(
                data,
                options,
                description.Features,
                description.CriterionName,
                description.CriterionValue,
                trace,
                leaveOneOut,
                description.Summaries,
                description.Warnings)
            {
                Robustness = options.RobustIterations > 0 && reader.Contains("robustness") ? reader.Values<double>("robustness", counts.Length) : null,
                Publication = description.Publication,
                HighestDegree = description.HighestDegree,
                Learned = LearningDescription.Read(reader, description, options),
                Counts = description.Publication is not null && reader.Contains("counts") ? ReadCounts(reader, data.Rows) : null,
                FileVersion = reader.FormatVersion,
                Created = DateTimeOffset.ParseExact(reader.Text("created"), "O", CultureInfo.InvariantCulture, DateTimeStyles.None),
            };
        }
        catch (Exception e) when (e is FormatException or DataException or ArgumentException or InvalidOperationException or KeyNotFoundException or System.Text.Json.JsonException)
        {
            throw reader.Damaged("its description makes no sense", e);
        }
    }

    private static Dataset ReadData(SafetensorsReader reader, ModelDescription description)
    {
        int rows = reader.Values<double>(Name("feature", 0), -1).Length;
        Column[] features = [.. description.Features.Select((f, j) => new Column(f.Name, reader.Values<double>(Name("feature", j), rows)) { Type = f.Type })];
        Column[] targets = [.. description.Targets.Select((name, t) => new Column(name, reader.Values<double>(Name("target", t), rows)))];
        RowWeights? weights = description.WeightsName is string w
            ? new(w, reader.Values<double>("weights", rows), description.WeightMeaning)
            : null;
        return new(
            features,
            targets,
            weights,
            reader.Contains("ids.bytes") ? reader.Texts("ids", rows) : null,
            reader.Contains("rowNumbers") ? reader.Values<int>("rowNumbers", rows) : null,
            description.RowsDropped,
            description.ClusterName is string cluster ? ReadClusters(reader, cluster, rows) : null);
    }

    private static double[] ReadCounts(SafetensorsReader reader, int rows)
    {
        double[] counts = reader.Values<double>("counts", rows);
        return Array.TrueForAll(counts, c => c >= 1 && double.IsFinite(c)) ? counts : throw new FormatException("a cell of less than one row");
    }

    private static RowGroups ReadClusters(SafetensorsReader reader, string name, int rows)
    {
        string[] labels = reader.Texts("clusters");
        return new(name, [.. reader.Values<int>("clusterOfRow", rows).Select(c => c >= 0 && c < labels.Length ? labels[c] : throw new FormatException("a row of no cluster"))]);
    }

    private static void AddLevels(SafetensorsWriter writer, int feature, FeatureType type)
    {
        if (type.IsDiscrete)
        {
            writer.AddTexts(Name("levels", feature), type.Levels);
        }

        if (type.Kind == FeatureKind.Ordered)
        {
            double[] scores = [.. type.Scores];
            writer.Add<double>(Name("scores", feature), () => scores);
        }
    }

    private static FeatureType ReadLevels(SafetensorsReader reader, int feature, FeatureKind kind)
    {
        string[] levels = reader.Texts(Name("levels", feature));
        return kind == FeatureKind.Ordered
            ? FeatureType.Ordered(levels, reader.Values<double>(Name("scores", feature), levels.Length))
            : FeatureType.Unordered(levels);
    }

    private static Kernel KernelOf(string name, Kernel? own, string path)
    {
        if (own is not null && own.Name == name)
        {
            return own;
        }

        return Kernel.TryParse(name, out Kernel? kernel)
            ? kernel
            : throw new ModelFileException(
                $"{path}: the model was fitted with kernel '{name}', which is not built in: hand the same kernel over when loading it.");
    }

    private static void AddSteps(SafetensorsWriter writer, string name, IReadOnlyList<SearchStep> steps, int features)
    {
        double[] bandwidths = [.. steps.SelectMany(s => s.Bandwidths)];
        double[] criterion = [.. steps.Select(s => s.Criterion)];
        writer.Add<double>(name + ".bandwidths", () => bandwidths, steps.Count, features);
        writer.Add<double>(name + ".criterion", () => criterion);
    }

    private static SearchStep[] ReadSteps(SafetensorsReader reader, string name, int features)
    {
        double[] criterion = reader.Values<double>(name + ".criterion", -1);
        double[] bandwidths = reader.Values<double>(name + ".bandwidths", criterion.Length, features);
        return [.. criterion.Select((value, i) => new SearchStep(bandwidths[(i * features)..((i + 1) * features)], value))];
    }

    private static string Name(string kind, int index) => string.Create(CultureInfo.InvariantCulture, $"{kind}.{index}");
}
