namespace Nadaraya;

/// <summary>A row that can be clicked, and the training rows that its prediction came from.</summary>
public sealed record ProvenanceQuery
{
    /// <summary>Its id or number, as the reader knows it.</summary>
    public required string Label { get; init; }

    /// <summary>Its place along the horizontal axis.</summary>
    public required double X { get; init; }

    /// <summary>Its target value.</summary>
    public required double Y { get; init; }

    /// <summary>What was predicted for it; NaN for nothing.</summary>
    public double Prediction { get; init; } = double.NaN;

    /// <summary>What stands above the picture once it is clicked, in short lines of plain words.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>The rows it came from, by falling |weight|; empty where there is no prediction.</summary>
    public required IReadOnlyList<ProvenanceRow> Rows { get; init; }
}
