using System.Text.Json.Serialization;

namespace Nadaraya.Benchmarks;

/// <summary>What a task came to. Figures are in the task's unit; what does not apply is null and left out of the record.</summary>
internal sealed record LimitResult
{
    /// <summary>The task.</summary>
    public string Task { get; init; } = string.Empty;

    /// <summary>The unit of the figures.</summary>
    public string Unit { get; init; } = string.Empty;

    /// <summary>The engine that computed it, with its precision where that is not double.</summary>
    public string? Engine { get; init; }

    /// <summary>Why there is no figure.</summary>
    public string? Missing { get; init; }

    /// <summary>The best repeat on one core.</summary>
    public double? OneCore { get; init; }

    /// <summary>The middle repeat on one core.</summary>
    public double? OneCoreMedian { get; init; }

    /// <summary>The processor time of the one core instead of wall time, which other work on the machine does not lengthen as much.</summary>
    public double? OneCoreProcessor { get; init; }

    /// <summary>The best repeat on all cores.</summary>
    public double? AllCores { get; init; }

    /// <summary>The middle repeat on all cores.</summary>
    public double? AllCoresMedian { get; init; }

    /// <summary>Cycles that one of the widest vectors of pairs takes on one core: what a later run is held to.</summary>
    public double? CyclesPerVector { get; init; }

    /// <summary>The largest error of a sample of queries, over the weighted mean of |y − ȳ| there.</summary>
    public double? Error { get; init; }

    /// <summary>The error that the goal allows.</summary>
    public double? ErrorAllowed { get; init; }

    /// <summary>Queries that were summed again key by key.</summary>
    public long? Repaired { get; init; }

    /// <summary>Queries in all.</summary>
    public long? Queries { get; init; }

    /// <summary>What else is to be said.</summary>
    public string? Note { get; init; }

    /// <summary>The goal to reach, and whether it is.</summary>
    public double? Reach { get; init; }

    /// <summary>Whether it is reached; null where nothing was measured.</summary>
    public bool? Met { get; init; }

    /// <summary>The goal beyond, and whether it is reached too.</summary>
    public double? Beyond { get; init; }

    /// <summary>Whether the goal beyond is reached; null where nothing was measured or there is none.</summary>
    public bool? MetBeyond { get; init; }

    /// <summary>Whether the error is within what is allowed.</summary>
    [JsonIgnore]
    public bool IsRight => Error is null || ErrorAllowed is null || Error <= ErrorAllowed;
}
