namespace Nadaraya;

/// <summary>Which columns of a table play which role in a regression.</summary>
public sealed record DatasetOptions
{
    /// <summary>The columns to predict, one or more. Command line: <c>--target</c>.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>The features; null for every column but targets, weights and id. Command line: <c>--features</c>.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>The column of row weights, or null where every row counts alike. Command line: <c>--weights</c>.</summary>
    public string? Weights { get; init; }

    /// <summary>What the row weights mean. Command line: <c>--weights-are</c>.</summary>
    public WeightMeaning WeightsAre { get; init; }

    /// <summary>The column that names rows, taken as exact text, or null. Command line: <c>--id</c>.</summary>
    public string? Id { get; init; }

    /// <summary>What to do with missing values in features, targets and weights; null for what the table was read with. Command line: <c>--missing</c>.</summary>
    public MissingValues? Missing { get; init; }
}
