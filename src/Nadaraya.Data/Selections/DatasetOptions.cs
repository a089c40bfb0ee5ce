using System.Collections.ObjectModel;

namespace Nadaraya;

/// <summary>Which columns of a table play which role in a regression.</summary>
public sealed record DatasetOptions
{
    /// <summary>The columns to predict, one or more. Command line: <c>--target</c>.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>The features; null for every column but targets, weights, id and cluster. Command line: <c>--features</c>.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>The features whose exact texts are levels without an order. Command line: <c>--categorical</c>.</summary>
    /// <remarks>The levels are those of the rows that are kept: by number where all are numbers, else by code point. The first is the base.</remarks>
    public IReadOnlyList<string> Unordered { get; init; } = [];

    /// <summary>The features whose exact texts are levels in an order. Command line: <c>--ordered</c>.</summary>
    public IReadOnlyList<OrderedFeature> Ordered { get; init; } = [];

    /// <summary>The periods of features on a circle, by name. Command line: <c>--periodic</c>.</summary>
    public IReadOnlyDictionary<string, double> Periods { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>The column of row weights, or null where every row counts alike. Command line: <c>--weights</c>.</summary>
    public string? Weights { get; init; }

    /// <summary>What the row weights mean. Command line: <c>--weights-are</c>.</summary>
    public WeightMeaning WeightsAre { get; init; }

    /// <summary>The column that names rows, taken as exact text, or null. Command line: <c>--id</c>.</summary>
    public string? Id { get; init; }

    /// <summary>The column whose exact text says which rows belong together, or null. Command line: <c>--cluster</c>.</summary>
    public string? Cluster { get; init; }

    /// <summary>What to do with missing values in features, targets, weights and clusters; null for what the table was read with. Command line: <c>--missing</c>.</summary>
    public MissingValues? Missing { get; init; }
}
