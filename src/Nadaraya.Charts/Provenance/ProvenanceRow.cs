namespace Nadaraya;

/// <summary>A training row's part in the prediction of a <see cref="ProvenanceQuery"/>, with its place in the picture.</summary>
/// <param name="Label">The row's id or number, as the reader knows it.</param>
/// <param name="X">Its place along the horizontal axis.</param>
/// <param name="Y">Its target value.</param>
/// <param name="Weight">αᵢ, its share; below 0 where it counts against.</param>
/// <param name="Contribution">αᵢ·yᵢ.</param>
/// <param name="Query">The query that stands at this row, from 0, so that a click on the lit row goes on to it; null where none does.</param>
public readonly record struct ProvenanceRow(string Label, double X, double Y, double Weight, double Contribution, int? Query = null);
